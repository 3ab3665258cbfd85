// The life of an installed Gatehouse, step by step, in a clean Debian: a deb is installed, run as a user, spoken to, attacked a
// little, upgraded, removed; then an rpm, as far as Debian's own rpm can say; then the archive, which nobody installs.
import { openScreen } from '../electron/screen.mjs'
import { refusesDebuggers } from './hardening.mjs'
import { createInstalled } from './installed.mjs'
import { APT, cleanRoot, filesOf, must } from './root.mjs'
import { displayFor } from './running.mjs'

const NAME = 'gatehouse-test'
/** On an rpm system these are its own; removing the last package in one leaves it. */
const SYSTEMS = ['/opt', '/usr/share/applications', '/usr/share/metainfo']

/**
 * @typedef {Partial<Record<'deb' | 'rpm' | 'tar.gz', string>>} Packages absolute paths, by kind
 * @param {{older: Packages, newer: Packages, step: (name: string, work: Function) => Promise<any>}} how
 */
export async function lifeOf({ older, newer, step }) {
  const root = await step('a clean Debian 12 (debootstrap, minbase)', () => cleanRoot({ screens: true }))
  let screen = null
  try {
    screen = await openScreen()
    const life = { root, step, older, newer, installed: createInstalled(root, await displayFor(root, screen)) }
    await step('apt-get update', () => must(root, ['apt-get', 'update', '-qq']))
    await lifeOfDeb(life)
    if (older.rpm) await lifeOfRpm(life)
    if (newer['tar.gz']) await lifeOfArchive(life)
  } finally {
    await screen?.close()
    await root.remove()
  }
}

async function lifeOfDeb({ root, step, older, newer, installed }) {
  const install = async deb => must(root, [...APT, 'install', await installed.bring(deb)])
  const purge = () => must(root, [...APT, 'purge', NAME])
  await step('apt-get install OLD.deb', () => install(older.deb))
  await step('apt-get purge', purge)
  const before = await filesOf(root)
  await step('installed again: gatehouse --version', async note => {
    await install(older.deb)
    note(await installed.version())
  })
  await step('no Node, no display: token new; man page, completions, licences', async note => {
    await installed.newAgent()
    for (const file of ['share/bash-completion/completions/gatehouse', 'share/man/man1/gatehouse.1.gz']) {
      // minbase is told to leave manual pages out; dpkg has them all the same.
      const { out } = await must(root, ['dpkg', '-S', `/usr/${file}`])
      if (!out.startsWith('gatehouse')) throw new Error(`${file} is of ${out}`)
    }
    await must(root, ['sh', '-c', "grep -q '^koffi [0-9.]*: MIT' /opt/*/resources/LICENSES.txt"])
    note('as root and as a user')
  })
  await step('starts as a user with a window, the sandbox on', note => installed.startWindow(note))
  await step('refuses debuggers (switches, environment, signal)', note => refusesDebuggers(root, installed.pid(), note))
  await step('serves MCP over HTTP', note => installed.http(note))
  await step('gatehouse mcp, as a desktop program starts it', note => installed.stdio(note))
  await step('ends cleanly', () => installed.stop())
  await step('without a display: headless by itself', note => installed.headless(note))
  await step('apt-get install NEW.deb: data kept', note => installed.upgraded(() => install(newer.deb), note))
  await step('starts again, the same agent goes on, the record is whole', note => installed.again(note))
  await step('apt-get purge: nothing left but the user’s data', async note => {
    await installed.stop()
    await installed.keepsData(purge)
    note(await nothingLeft(root, before))
  })
}

/** The libraries are there already: Debian's rpm knows nothing of what apt installed, so it is not asked about them. */
async function lifeOfRpm({ root, step, older, newer, installed }) {
  const rpm = (...args) => must(root, ['rpm', '--dbpath=/var/lib/rpm', '--force-debian', ...args])
  await step('apt-get install rpm', () => must(root, [...APT, 'install', 'rpm']))
  const before = await filesOf(root)
  await step('rpm --install OLD.rpm: files, modes and digests as packed', async note => {
    await rpm('--install', '--nodeps', await installed.bring(older.rpm))
    const { out } = await rpm('--verify', '--nodeps', NAME)
    if (out.trim() !== '') throw new Error(out)
    const needs = (await rpm('--query', '--requires', NAME)).out.split('\n').map(line => line.trim())
    note(
      `${await installed.version()}; requires ${needs
        .filter(line => /^[\w-]+$/.test(line))
        .map(name => `\`${name}\``)
        .join(', ')}`,
    )
  })
  await step('from the rpm: a window, the sandbox on', note => installed.startWindow(note))
  await step('from the rpm: gatehouse mcp', async note => {
    await installed.stdio(note)
    await installed.stop()
  })
  await step('rpm --upgrade NEW.rpm: data kept', async note =>
    installed.upgraded(async () => rpm('--upgrade', '--nodeps', await installed.bring(newer.rpm)), note),
  )
  await step('from the new rpm: starts, the record is whole', async note => {
    await installed.again(note)
    await installed.stop()
  })
  await step('rpm --erase: nothing left but the user’s data', async note => {
    await installed.keepsData(() => rpm('--erase', NAME))
    note(await nothingLeft(root, new Set([...before, ...SYSTEMS])))
  })
}

async function lifeOfArchive({ root, step, newer, installed }) {
  await step('tar.gz: unpacked by a user into their home, and linked', async note => {
    const { home } = root.user
    const archive = await installed.bring(newer['tar.gz'])
    const unpack = `tar -xzf ${archive} && tar -tzf ${archive} | head -n 1`
    const { out } = await must(root, ['sh', '-c', unpack], { as: 'user' })
    const command = `${out.split('/')[0]}/resources/bin/gatehouse`
    await must(root, ['ln', '-s', `${home}/${command}`, `${home}/gatehouse`], { as: 'user' })
    installed.use(`${home}/gatehouse`)
    note(`${await installed.version()}; a link to \`${command}\``)
  })
  // A token that another program uses all at once would be asked about (docs/asking.md): so it is a new one.
  await step('from the archive: token new, with no data of before', () => installed.newAgent())
  await step('from the archive: a window, the sandbox on', note => installed.startWindow(note))
  await step('from the archive: gatehouse mcp', async note => {
    await installed.stdio(note)
    await installed.stop()
  })
}

async function nothingLeft(root, before) {
  const left = [...(await filesOf(root))].filter(file => !before.has(file))
  if (left.length > 0) throw new Error(`left: ${left.join(' ')}`)
  return `the ${before.size} files of before, and no more`
}
