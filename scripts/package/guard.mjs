// What may be packaged, and what a package is called. Pure.

/** The addresses nobody answers: to be set by who publishes (docs/install.md). */
const NOBODY = /\.(example|invalid|test)\b/

/**
 * @param {{official: boolean, version: string}} dist the Electron that would be in it
 * @param {{test: number | null, wanted: string}} how `test`: the number of a test build; `wanted`: package.json's Electron
 * @returns {string | null} why it is refused, in a sentence
 */
export function refusal({ official, version }, { test, wanted }) {
  if (test !== null) return null
  if (!official) {
    return (
      `This machine has only a stand-in for Electron (${version}), which must not be shipped. ` +
      'A package of it can be made for tests alone:  npm run package -- --test'
    )
  }
  return version === wanted ? null : `This is Electron ${version}, and package.json names ${wanted}.`
}

/**
 * @param {string[]} args of `npm run package`
 * @returns {{test: number | null, prepare: boolean, targets: string[]}} `prepare`: bring and build what it is made with, and no
 *   more. Throws, with a sentence, where one is not known.
 */
export function readPackageArgs(args, known) {
  let test = null
  let prepare = false
  const targets = []
  for (const arg of args) {
    const [, number = '1'] = arg.match(/^--test(?:=(\d{1,4}))?$/) ?? [null, null]
    if (/^--test(=\d{1,4})?$/.test(arg)) test = Number(number)
    else if (arg === '--prepare') prepare = true
    else if (known.includes(arg)) targets.push(arg)
    else
      throw new Error(
        `There is no target ${JSON.stringify(arg)} here. Known are ${known.join(', ')}, --test and --prepare.`,
      )
  }
  return { test, prepare, targets: targets.length > 0 ? targets : [...known] }
}

/** What electron-builder signs and notarizes with. */
const SIGNING = /^(CSC|WIN_CSC|APPLE|AZURE)_/i

/**
 * Takes what signs out of an environment, so that of all that is started here only the packager gets it.
 * @param {Record<string, string | undefined>} env is changed @returns {Record<string, string>} what was taken; what is empty is nothing
 */
export function takeSigning(env) {
  const taken = {}
  for (const [name, value] of Object.entries(env)) {
    if (!SIGNING.test(name)) continue
    delete env[name]
    if (value) taken[name] = value
  }
  return taken
}

/** What a test build has instead, so that its files, its menu entry, its version and its window say what it is. */
export function marks(version, test) {
  if (test === null) return {}
  const name = 'Gatehouse-Test'
  return {
    appId: 'dev.gatehouse.test',
    productName: name,
    extraMetadata: { name: 'gatehouse-test', productName: name, version: `${version}-test.${test}` },
  }
}

/**
 * Where the app looks for newer versions, which electron-builder writes into it: the releases of the homepage's repository. A test build,
 * and one whose homepage is nowhere yet, look nowhere.
 * @param {{homepage: string, test: number | null, platform: string, arch: string}} how
 * @returns {object | null} a `publish` of electron-builder; nothing is uploaded by it
 */
export function feedOf({ homepage, test, platform, arch }) {
  const [, owner, repo] = /^https:\/\/github\.com\/([\w-]+)\/([\w.-]+?)(?:\.git)?\/?$/.exec(homepage) ?? []
  if (test !== null || !repo) return null
  // Both kinds of Mac would write one file of the same name.
  const channel = platform === 'darwin' && arch === 'arm64' ? { channel: 'latest-arm64' } : {}
  return { provider: 'github', owner, repo, ...channel }
}

/** @returns {string | null} what the publisher has not set yet */
export function unpublished({ homepage, maintainer }) {
  const missing = [homepage, maintainer].filter(value => NOBODY.test(value ?? '.example'))
  return missing.length === 0 ? null : `Set before publishing, in electron-builder.yml: ${missing.join(', ')}`
}

/** What a package's archive may hold: the bundles, and the two native packages. */
const OURS =
  /^(out\/(main|preload|renderer)\/|node_modules\/(node-pty|koffi|@koromix\/koffi-[\w-]+)\/|package\.json$|LICENSE$)/

/** @param {string[]} names of files in it @returns {string[]} those that must not be there: tests, notes, source maps */
export function strangers(names) {
  return names.filter(name => !OURS.test(name) || name.endsWith('.map') || /(^|\/)\./.test(name))
}
