// What may be packaged and how it is called, the icon's containers, the licence list, fuses and archives: the pure parts.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { isTestBuild } from '../../main/start.ts'

const scripts = (file: string) => path.resolve(import.meta.dirname, '../../scripts', file)
const guard = await import(scripts('package/guard.mjs'))
const { feedOf, marks, readPackageArgs, refusal, strangers, takeSigning, unpublished } = guard
const { ico, icns } = await import(scripts('package/icons.mjs'))
const { licenceText, packagesIn } = await import(scripts('package/licences.mjs'))
const { readFuses, setDefaultFuses } = await import(scripts('electron/fuses.mjs'))
const { asar, namesIn } = await import(scripts('electron/asar.mjs'))

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-package-'))
afterAll(() => fs.rmSync(folder, { recursive: true }))

describe('a package for users', () => {
  const wanted = '45.4.1'
  test.each([
    ['the official Electron', { official: true, version: wanted }, null, true],
    ['another official Electron', { official: true, version: '44.0.0' }, null, false],
    ['a stand-in', { official: false, version: '33.2.1' }, null, false],
    ['a stand-in of the same version', { official: false, version: wanted }, null, false],
    ['a stand-in, for a test', { official: false, version: '33.2.1' }, 1, true],
    ['the official Electron, for a test', { official: true, version: wanted }, 1, true],
  ])('with %s: %j, test %j: may it be made? %j', (_, dist, number, may) => {
    expect(refusal(dist, { test: number, wanted }) === null).toBe(may)
  })

  test('without --test nothing but an official Electron of the right version is packaged', () => {
    const dist = fc.record({ official: fc.boolean(), version: fc.constantFrom(wanted, '33.2.1', '45.4.2', '') })
    fc.assert(
      fc.property(dist, one => {
        const made = refusal(one, { test: null, wanted }) === null
        return !made || (one.official && one.version === wanted)
      }),
    )
  })

  test('bears no mark of a test, and a test build bears one everywhere', () => {
    expect(marks('1.2.3', null)).toEqual({})
    const { appId, productName, extraMetadata } = marks('1.2.3', 4)
    for (const word of [appId, productName, extraMetadata.name, extraMetadata.version]) expect(word).toMatch(/test/i)
    expect(extraMetadata.version).toBe('1.2.3-test.4')
    expect(isTestBuild(extraMetadata.version)).toBe(true)
  })

  test.each([
    ['https://github.com/someone/gatehouse', {}, { provider: 'github', owner: 'someone', repo: 'gatehouse' }],
    ['https://github.com/someone/gate.house.git/', {}, { provider: 'github', owner: 'someone', repo: 'gate.house' }],
    [
      'https://github.com/someone/gatehouse',
      { platform: 'darwin', arch: 'arm64' },
      { provider: 'github', owner: 'someone', repo: 'gatehouse', channel: 'latest-arm64' },
    ],
    ['https://github.com/someone/gatehouse', { test: 1 }, null],
    ['https://gatehouse.example', {}, null],
    ['https://github.com/someone', {}, null],
    ['https://github.com.example/someone/gatehouse', {}, null],
    ['http://github.com/someone/gatehouse', {}, null],
  ])('of %s, %j, looks for newer ones at %j', (homepage, how, feed) => {
    expect(feedOf({ homepage, test: null, platform: 'linux', arch: 'x64', ...how })).toEqual(feed)
  })

  test('whose publisher is nobody says so', () => {
    expect(unpublished({ homepage: 'https://a.example', maintainer: 'A <a@b.org>' })).toContain('https://a.example')
    expect(unpublished({ homepage: 'https://a.org', maintainer: 'A <a@b.org>' })).toBeNull()
  })
})

test('what signs is taken out of the environment, for the packager alone', () => {
  const secrets = { CSC_LINK: 'a', CSC_KEY_PASSWORD: 'b', APPLE_ID: 'c', WIN_CSC_LINK: 'd', AZURE_CLIENT_SECRET: 'e' }
  const env = { PATH: '/bin', CSCOPE: 'x', ...secrets, APPLE_TEAM_ID: '' }
  expect(takeSigning(env)).toEqual(secrets)
  expect(env).toEqual({ PATH: '/bin', CSCOPE: 'x' })
  // Nothing that is started before has a chance to hand it on.
  const script = fs.readFileSync(scripts('package.mjs'), 'utf8')
  expect(script.indexOf('takeSigning(process.env)')).toBeLessThan(script.indexOf('await ensureInstalled()'))
  expect(script.match(/\.\.\.signing/g)).toHaveLength(1)
  expect(script).toMatch(/npm\('ci', '--ignore-scripts'/)
})

describe('arguments', () => {
  const known = ['deb', 'rpm']
  test.each([
    [[], { test: null, prepare: false, targets: known }],
    [['deb'], { test: null, prepare: false, targets: ['deb'] }],
    [['--test'], { test: 1, prepare: false, targets: known }],
    [['--test=12', 'rpm'], { test: 12, prepare: false, targets: ['rpm'] }],
    [['--prepare'], { test: null, prepare: true, targets: known }],
  ])('%j', (args, read) => {
    expect(readPackageArgs(args, known)).toEqual(read)
  })

  test.each([['--test=x'], ['--tset'], ['dmg'], ['--publish=always']])('%s is an error', arg => {
    expect(() => readPackageArgs([arg], known)).toThrow('There is no target')
  })
})

test.each([
  ['out/main/index.js', true],
  ['out/renderer/assets/a.js', true],
  ['package.json', true],
  ['LICENSE', true],
  ['node_modules/node-pty/lib/index.js', true],
  ['node_modules/@koromix/koffi-linux-x64/linux_x64/koffi.node', true],
  ['out/main/index.js.map', false],
  ['out/packaging/icon.ico', false],
  ['test/cli/args.test.ts', false],
  ['docs/install.md', false],
  ['node_modules/react/index.js', false],
  ['node_modules/node-addon-api/napi.h', false],
  ['out/main/.env', false],
  ['.git/config', false],
])('may %s be in the archive? %j', (name, may) => {
  expect(strangers([name])).toEqual(may ? [] : [name])
})

test('the names of an archive are read back from it', async () => {
  const file = path.join(folder, 'a.asar')
  fs.writeFileSync(file, asar({ 'b.txt': Buffer.from('1'), a: Buffer.alloc(0) }))
  expect(await namesIn(file)).toEqual(['b.txt', 'a'])
})

describe('the icon of', () => {
  const png = (size: number) => Buffer.from(`png of ${size}`)

  test('Apple: every entry can be found by its length', () => {
    const bytes: Buffer = icns([
      ['ic07', png(128)],
      ['ic10', png(1024)],
    ])
    const found: [string, string][] = []
    for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4)) {
      found.push([
        bytes.toString('latin1', at, at + 4),
        bytes.toString('latin1', at + 8, at + bytes.readUInt32BE(at + 4)),
      ])
    }
    expect([bytes.toString('latin1', 0, 4), bytes.readUInt32BE(4)]).toEqual(['icns', bytes.length])
    expect(found).toEqual([
      ['ic07', 'png of 128'],
      ['ic10', 'png of 1024'],
    ])
  })

  test('Windows: the directory points at every picture', () => {
    const sizes = [16, 48, 256]
    const bytes: Buffer = ico(sizes.map(size => [size, png(size)]))
    expect([bytes.readUInt16LE(2), bytes.readUInt16LE(4)]).toEqual([1, 3])
    sizes.forEach((size, at) => {
      const row = 6 + at * 16
      const start = bytes.readUInt32LE(row + 12)
      expect(bytes.readUInt8(row)).toBe(size % 256)
      expect(bytes.toString('latin1', start, start + bytes.readUInt32LE(row + 8))).toBe(`png of ${size}`)
    })
  })
})

describe('licences', () => {
  test('the packages of a bundle are those of its source map, nested ones too', () => {
    const sources = [
      '../../main/index.ts',
      '../../node_modules/zod/v4/core.js',
      '../../node_modules/@xterm/xterm/lib/xterm.mjs',
      '../../node_modules/conf/node_modules/ajv/dist/ajv.js',
      '\0rolldown/runtime.js',
    ]
    expect(packagesIn(sources)).toEqual(['@xterm/xterm', 'ajv', 'zod'])
  })

  test('each stands in the list with its text', () => {
    const text = licenceText([{ name: 'a', version: '1.0.0', licence: 'MIT', text: 'Do what you like.' }])
    expect(text).toContain('a 1.0.0: MIT')
    expect(text).toContain('Do what you like.')
  })
})

test('fuses are read back as they stand in a binary', async () => {
  const file = path.join(folder, 'electron')
  const wire = (text: string) =>
    Buffer.from(`before dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX\u0001\u0008${text} after`, 'latin1')
  fs.writeFileSync(file, wire('01r00101'))
  expect(await readFuses(file)).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: false,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: true,
  })
  await setDefaultFuses(file)
  expect(fs.readFileSync(file)).toEqual(wire('10r10001'))
})
