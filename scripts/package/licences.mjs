// Whose work is in a package: what the build really took in, as its source maps say, and what is shipped as it is.
import fs from 'node:fs/promises'
import path from 'node:path'
import { at } from '../lib/paths.mjs'

const FILES = /^(licen[cs]e|copying|notice)([.-].*)?$/i
/** A style sheet's fonts are in no source map. */
const FONTS = /@fontsource[\w-]*\/[\w-]+/g

/** Names of the packages among these sources of a source map. @public for its test. */
export function packagesIn(sources) {
  const names = new Set()
  for (const source of sources) {
    const inside = source.split('node_modules/').at(-1)
    if (inside === source) continue
    names.add(/^(@[^/]+\/[^/]+|[^/]+)/.exec(inside)[0])
  }
  return [...names].sort()
}

/**
 * @param {string[]} shipped packages that are shipped as they are, beside the bundles
 * @returns {Promise<{name: string, version: string, licence: string, text: string}[]>} Throws where one has no licence.
 */
export async function licences(shipped) {
  const maps = (await filesUnder(at('out'))).filter(file => /[\\/](main|preload|renderer)[\\/].*\.map$/.test(file))
  const names = new Set(shipped)
  for (const file of maps) {
    for (const name of packagesIn(JSON.parse(await fs.readFile(file, 'utf8')).sources)) names.add(name)
  }
  for (const file of (await filesUnder(at('renderer'))).filter(file => /\.(tsx?|css)$/.test(file))) {
    for (const name of (await fs.readFile(file, 'utf8')).match(FONTS) ?? []) names.add(name)
  }
  return Promise.all([...names].sort().map(describe))
}

/** The list as text: a line for each, then every licence in full. */
export function licenceText(list) {
  const lines = list.map(({ name, version, licence }) => `${name} ${version}: ${licence}`)
  const texts = list.map(({ name, version, text }) => `${'-'.repeat(80)}\n${name} ${version}\n\n${text.trim()}\n`)
  return `Gatehouse contains these packages, and Electron (LICENSE.electron.txt) with Chromium (LICENSES.chromium.html).\n
${lines.join('\n')}\n\n${texts.join('\n')}`
}

/** npm may have put a package into another one's node_modules; the licence is the same. */
async function describe(name) {
  const folder = at('node_modules', ...name.split('/'))
  const { version, license: licence } = JSON.parse(await fs.readFile(path.join(folder, 'package.json'), 'utf8'))
  if (typeof licence !== 'string') throw new Error(`${name} ${version} names no licence`)
  const files = (await fs.readdir(folder)).filter(file => FILES.test(file)).sort()
  const texts = await Promise.all(files.map(file => fs.readFile(path.join(folder, file), 'utf8')))
  return {
    name,
    version,
    licence,
    text: texts.join('\n\n') || `Licence: ${licence} (the package brings no text of it)`,
  }
}

async function filesUnder(folder) {
  const entries = await fs.readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry => path.join(entry.parentPath, entry.name))
}
