#!/usr/bin/env node
// `npm run test:package [-- OLD NEW]`: packages of this tree in a clean Debian 12: installed, run by a user with the sandbox on,
// spoken to, upgraded, removed. Builds two versions of each (as test builds), unless two folders with packages are given. Needs
// root. By hand and before a release; what it found stands in docs/install.md.
import fs from 'node:fs/promises'
import path from 'node:path'
import { command } from './fresh/debian.mjs'
import { createSteps } from './fresh/steps.mjs'
import { temporaryFolder } from './lib/leaving.mjs'
import { at } from './lib/paths.mjs'
import { fail } from './lib/say.mjs'
import { hasProgram } from './system.mjs'

const KINDS = ['deb', 'rpm', 'tar.gz']
const NEEDS = { rpm: 'rpmbuild', 'tar.gz': '7za' }

const given = process.argv.slice(2).map(folder => path.resolve(folder))
if (given.length !== 0 && given.length !== 2) fail('Give two folders with packages, the older one first, or none.', 2)
if (process.platform !== 'linux' || process.getuid() !== 0) fail('test:package needs root on Linux.')

const { step, leftOut, end } = createSteps()
const kept = await temporaryFolder('gatehouse-packages-')
try {
  const [older, newer] =
    given.length === 2
      ? await Promise.all(given.map(packagesIn))
      : [await made(1, ['deb', 'rpm']), await made(2, KINDS)]
  const { lifeOf } = await import('./package/life.mjs')
  await lifeOf({ older, newer, step })
} catch (error) {
  console.error(error.stack)
} finally {
  await kept.remove()
}
end('Debian 12')

/** Builds those for which the programs are here, and puts them aside. */
async function made(number, kinds) {
  const can = kinds.filter(kind => !NEEDS[kind] || hasProgram(NEEDS[kind]))
  for (const kind of kinds) if (!can.includes(kind)) leftOut(kind, `there is no ${NEEDS[kind]}`)
  const line = `npm run package -- --test=${number} ${can.join(' ')}`
  return step(`\`${line}\``, async note => {
    await command(process.execPath, [at('scripts', 'package.mjs'), `--test=${number}`, ...can])
    await command('sh', ['-c', `cd '${at('release')}' && sha256sum --quiet --check SHA256SUMS`])
    const folder = path.join(kept.folder, String(number))
    await fs.mkdir(folder)
    const sizes = []
    for (const file of Object.values(await packagesIn(at('release')))) {
      await fs.copyFile(file, path.join(folder, path.basename(file)))
      sizes.push(`${path.basename(file)} ${Math.round((await fs.stat(file)).size / 1e6)} MB`)
    }
    note(`checksums right; ${sizes.join(', ')}`)
    return packagesIn(folder)
  })
}

/** @returns {Promise<Record<string, string>>} kind to path */
async function packagesIn(folder) {
  const names = await fs.readdir(folder)
  const found = KINDS.map(kind => [kind, names.find(name => name.endsWith(`.${kind}`))])
  return Object.fromEntries(found.filter(([, name]) => name).map(([kind, name]) => [kind, path.join(folder, name)]))
}
