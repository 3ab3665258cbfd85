// A bare Debian 12 in a folder, and Node with npm copied into one. Needs root.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onLeaving, temporaryFolder } from '../lib/leaving.mjs'
import { ended, run } from '../lib/run.mjs'
import { hasProgram } from '../system.mjs'

const RELEASE = 'bookworm'
const MIRROR = 'http://deb.debian.org/debian'

/**
 * Makes the smallest Debian in a temporary folder, with this computer's names of hosts. GATEHOUSE_DEBIAN may name a tar file of
 * one that debootstrap made before, which saves its downloads.
 * @param {string} start of the folder's name @returns {Promise<{folder: string, remove: () => Promise<void>}>} The folder goes with
 *   this process at the latest. Throws, and leaves none, where making it fails.
 */
export async function bareDebian(start) {
  if (process.platform !== 'linux' || process.getuid() !== 0) throw new Error('this needs root on Linux')
  const made = await temporaryFolder(start)
  try {
    await fs.chmod(made.folder, 0o755) // apt works as a user of its own
    await fill(made.folder)
  } catch (error) {
    await made.remove()
    throw error
  }
  return made
}

async function fill(folder) {
  const kept = process.env.GATEHOUSE_DEBIAN
  if (kept) await command('tar', ['--numeric-owner', '-xpf', kept, '-C', folder])
  else {
    if (!hasProgram('debootstrap', `${process.env.PATH}:/usr/sbin`))
      await command('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'debootstrap'])
    await debootstrap(folder)
  }
  for (const file of ['/etc/resolv.conf', '/etc/hosts']) {
    if (existsSync(file)) await fs.copyFile(file, path.join(folder, file))
  }
}

/** With mounts and processes of its own, which end with it: nothing writes into, or is mounted below, a folder that is removed. */
async function debootstrap(folder) {
  const line = ['debootstrap', '--variant=minbase', RELEASE, folder, MIRROR]
  const child = spawn('unshare', ['--mount', '--pid', '--fork', '--kill-child', ...line], { stdio: ['ignore', 2, 2] })
  const forget = onLeaving(() => child.kill('SIGKILL'))
  const code = await ended(child)
  forget()
  if (code !== 0) throw new Error(`debootstrap ended with ${code}`)
}

/**
 * Copies the Node that runs this, the npm beside it, the machine's own npm settings and the certificates they need.
 * @param {string} folder of a Debian @param {number} owner of the settings, which others may not read
 * @returns {Promise<Record<string, string>>} what npm needs in the environment there
 */
export async function copyNode(folder, owner = 0) {
  const lib = path.join(folder, 'usr/local/lib/node_modules')
  await fs.mkdir(lib, { recursive: true })
  await fs.copyFile(process.execPath, path.join(folder, 'usr/local/bin/node'))
  await fs.cp(npmFolder(), path.join(lib, 'npm'), { recursive: true, verbatimSymlinks: true })
  for (const name of ['npm', 'npx']) {
    await fs.symlink(`../lib/node_modules/npm/bin/${name}-cli.js`, path.join(folder, 'usr/local/bin', name))
  }
  const env = {}
  const userConfig = machineConfig()
  if (userConfig) {
    env.NPM_CONFIG_USERCONFIG = '/etc/machine-npmrc'
    const copy = path.join(folder, env.NPM_CONFIG_USERCONFIG)
    await fs.writeFile(copy, await fs.readFile(userConfig), { mode: 0o600 })
    await fs.chown(copy, owner, owner)
  }
  const certificates = process.env.NODE_EXTRA_CA_CERTS
  if (certificates && existsSync(certificates)) {
    env.NODE_EXTRA_CA_CERTS = '/etc/machine-certificates.pem'
    env.npm_config_cafile = env.NODE_EXTRA_CA_CERTS
    await fs.writeFile(path.join(folder, env.NODE_EXTRA_CA_CERTS), await fs.readFile(certificates))
  }
  return env
}

function npmFolder() {
  const own = process.env.npm_execpath
  if (own) return path.resolve(own, '../..')
  const found = spawnSync('npm', ['root', '--global'], { encoding: 'utf8' })
  return path.join(found.stdout.trim(), 'npm')
}

/** The npm settings a machine may need to reach its registry; null where it has none. */
export function machineConfig() {
  const file =
    process.env.NPM_CONFIG_USERCONFIG ?? process.env.npm_config_userconfig ?? path.join(os.homedir(), '.npmrc')
  return existsSync(file) ? file : null
}

/** Runs a program to its end; throws where that is not a good one. */
export async function command(name, args) {
  const code = await run(name, args)
  if (code !== 0) throw new Error(`${name} ended with ${code}`)
}
