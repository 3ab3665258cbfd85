// What electron-builder is told: electron-builder.yml, with the Electron that goes in and what a test build is called. Also
// makes the files that only packages need, into out/packaging.
import fs from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { parse } from 'yaml'
import { at } from '../lib/paths.mjs'
import { feedOf, marks } from './guard.mjs'
import { makeIcons } from './icons.mjs'
import { licences, licenceText } from './licences.mjs'
import { printed } from './printed.mjs'

/** In a package as they are, beside the bundles. */
const SHIPPED = ['node-pty', 'koffi']

/**
 * @param {{dist: {dir: string, version: string}, test: number | null, folder: string}} how
 * @returns {Promise<object>} the configuration of electron-builder
 */
export async function makeConfig({ dist, test, folder }) {
  const config = parse(await fs.readFile(at('electron-builder.yml'), 'utf8'))
  const { version } = JSON.parse(await fs.readFile(at('package.json'), 'utf8'))
  const mark = marks(version, test)
  Object.assign(config, {
    ...mark,
    extraMetadata: { ...config.extraMetadata, ...mark.extraMetadata },
    publish: feedOf({
      ...{ homepage: config.extraMetadata.homepage, test },
      ...{ platform: process.platform, arch: process.arch },
    }),
    electronDist: dist.dir,
    electronVersion: dist.version,
  })
  // (In the sections of the platforms, such a pattern would bring everything else in with it.)
  config.files.push(
    ...foreign(process.platform, process.arch).map(name => `!node_modules/node-pty/prebuilds/${name}/**`),
  )
  if (test !== null) {
    config.linux.desktop.entry.Name = 'Gatehouse (test build)'
    // It takes the place of the real one, which can then not be there by mistake.
    for (const kind of ['deb', 'rpm']) config[kind].fpm.push('--conflicts=gatehouse')
    config.mac.notarize = false
    config.deb.compression = 'gz' // xz takes five times as long
    config.rpm.compression = 'gzip'
  }
  await fs.rm(folder, { recursive: true, force: true })
  await fs.mkdir(folder, { recursive: true })
  await makeIcons(dist.dir, folder)
  const text = licenceText(await licences(SHIPPED))
  await fs.writeFile(path.join(folder, 'LICENSES.txt'), text)
  if (process.platform === 'linux') await makeSystemFiles(config, folder, text)
  return config
}

/** Native binaries of other systems. */
function foreign(platform, arch) {
  const all = ['darwin', 'linux', 'win32'].flatMap(name => ['arm64', 'x64'].map(chip => `${name}-${chip}`))
  return all.filter(name => name !== `${platform}-${arch}`)
}

/** What deb and rpm put outside the app's own folder; both into the same places but for zsh and the licence. */
async function makeSystemFiles(config, folder, licence) {
  const { version = JSON.parse(await fs.readFile(at('package.json'), 'utf8')).version } = config.extraMetadata
  const write = async (file, bytes) => {
    const to = path.join(folder, file)
    await fs.mkdir(path.dirname(to), { recursive: true })
    await fs.writeFile(to, bytes)
  }
  const page = (await printed('man')).replace(/Gatehouse \d\S*"/, `Gatehouse ${version}"`)
  await write('root/usr/share/man/man1/gatehouse.1.gz', gzipSync(page, { level: 9 }))
  await write('root/usr/share/bash-completion/completions/gatehouse', await printed('completion', 'bash'))
  await write('root/usr/share/fish/vendor_completions.d/gatehouse.fish', await printed('completion', 'fish'))
  for (const [kind, place] of [
    ['deb', 'vendor-completions'],
    ['rpm', 'site-functions'],
  ]) {
    await write(`${kind}/usr/share/zsh/${place}/_gatehouse`, await printed('completion', 'zsh'))
  }
  await write('deb/usr/share/doc/gatehouse/copyright', `${await fs.readFile(at('LICENSE'), 'utf8')}\n${licence}`)
  await write('root/usr/share/metainfo/dev.gatehouse.app.metainfo.xml', await metainfo(config, version))
  const bin = path.join(folder, 'root', 'usr', 'bin')
  await fs.mkdir(bin, { recursive: true })
  await fs.symlink(`/opt/${config.productName}/resources/bin/gatehouse`, path.join(bin, 'gatehouse'))
}

async function metainfo({ extraMetadata }, version) {
  const text = await fs.readFile(at('packaging', 'dev.gatehouse.app.metainfo.xml'), 'utf8')
  const facts = { VERSION: version, DATE: new Date().toISOString().slice(0, 10), HOMEPAGE: extraMetadata.homepage }
  return text.replace(/@([A-Z]+)@/g, (_, name) => facts[name])
}
