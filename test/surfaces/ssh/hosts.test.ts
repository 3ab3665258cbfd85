// The names in an ssh config, as ssh itself reads it; and no file, whatever is in it, that keeps the rest from being read.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readLine } from '../../../main/surfaces/ssh/config-line.ts'
import { matches } from '../../../main/surfaces/ssh/glob.ts'
import { readHosts } from '../../../main/surfaces/ssh/hosts.ts'
import { processorTime } from '../../helpers/processor.ts'

let home: string
const write = (name: string, text: string | Buffer) => {
  const file = path.join(home, '.ssh', name)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, text)
  return file
}
const read = (env: NodeJS.ProcessEnv = {}) => readHosts({ HOME: home, ...env })
const names = async () => (await read()).hosts.map(({ name }) => name)

beforeEach(() => {
  home = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-hosts-'))
})
afterEach(() => fs.rmSync(home, { recursive: true, force: true }))

describe('hosts', () => {
  test.each([
    ['Host build', ['build']],
    ['Host build web db', ['build', 'web', 'db']],
    ['Host build\n  HostName 10.0.0.1\nHost web', ['build', 'web']],
    ['host=build', ['build']],
    ['HOST = build', ['build']],
    ['\t Host\t"build" \'web\'', ['build', 'web']],
    ['Host build # the fast one', ['build']],
    ['# Host build', []],
    ['Host *.example.org build? !web work', ['work']],
    ['Host build\nHost build web', ['build', 'web']],
    ['Host build\r\nHost web\r\n', ['build', 'web']],
    ['Host "build', []],
    ['HostName build', []],
    ['Match host build\n  User x\nHost web', ['web']],
    ['Host a.b-c_d ada@10.0.0.1 fe80::1', ['a.b-c_d', 'ada@10.0.0.1', 'fe80::1']],
    ['', []],
  ])('of %j are %j', async (text, expected) => {
    write('config', text)
    expect(await read()).toEqual({ hosts: expected.map(name => ({ name })), warnings: [] })
  })

  test('none and no warning where there is no config, nor a folder for one', async () => {
    expect(await read()).toEqual({ hosts: [], warnings: [] })
  })

  test('never look like a flag', async () => {
    write('config', 'Host -oProxyCommand=x build "two words" bü')
    const { hosts, warnings } = await read()
    expect(hosts).toEqual([{ name: 'build' }])
    expect(warnings).toHaveLength(3)
    expect(warnings.join()).not.toMatch(/\P{ASCII}(?<![“”])/u)
  })
})

describe('Include', () => {
  test('takes files by patterns, in the order of their names, from ~/.ssh', async () => {
    write('config', 'Include conf.d/*.conf "other file"\nHost last')
    write('conf.d/b.conf', 'Host b')
    write('conf.d/a.conf', 'Host a\nInclude conf.d/deep/x')
    write('conf.d/.hidden.conf', 'Host hidden')
    write('conf.d/no.txt', 'Host no')
    write('conf.d/deep/x', 'Host deep')
    write('other file', 'Host other')
    expect(await names()).toEqual(['a', 'deep', 'b', 'other', 'last'])
  })

  test('takes ~, variables and absolute paths', async () => {
    fs.mkdirSync(path.join(home, 'x'))
    fs.writeFileSync(path.join(home, 'x', 'one'), 'Host one')
    fs.writeFileSync(path.join(home, 'x', 'two'), 'Host two')
    fs.writeFileSync(path.join(home, 'x', 'three'), 'Host three')
    write('config', `Include ~/x/one\nInclude \${X}/two\nInclude ${home}/x/three`)
    expect((await read({ X: path.join(home, 'x') })).hosts.map(({ name }) => name)).toEqual(['one', 'two', 'three'])
  })

  test('is left out in a Match block, unless that matches all', async () => {
    write('config', 'Match user x\nInclude a\nMatch all\nInclude b\nHost c\nInclude d')
    for (const name of ['a', 'b', 'd']) write(name, `Host in-${name}`)
    expect(await names()).toEqual(['in-b', 'c', 'in-d'])
  })

  test('of nothing is nothing', async () => {
    write('config', 'Include nothing nothing.d/*\nHost build')
    expect(await read()).toEqual({ hosts: [{ name: 'build' }], warnings: [] })
  })

  test('of itself ends, and is told', async () => {
    write('config', 'Host a\nInclude b')
    write('b', 'Host b\nInclude config ../.ssh/b')
    const { hosts, warnings } = await read()
    expect(hosts.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(warnings.join()).toContain('includes itself')
  })

  test('too deep or too wide is bounded', async () => {
    write('config', 'Include d0 many/*')
    for (let at = 0; at < 30; at += 1) write(`d${at}`, `Host h${at}\nInclude d${at + 1}`)
    for (let at = 0; at < 300; at += 1) write(`many/${at}`, `Host m${at}`)
    const { hosts, warnings } = await read()
    expect(hosts.length).toBeLessThan(230)
    expect(warnings.join()).toMatch(/too deeply.*first 200 files/s)
  })
})

describe('a config nobody meant', () => {
  const rest = async () => {
    const { hosts, warnings } = await read()
    expect(hosts).toEqual([{ name: 'build' }])
    expect(warnings).toHaveLength(1)
    return warnings[0]
  }

  test('is a folder', async () => {
    write('config', 'Include bad\nHost build')
    fs.mkdirSync(path.join(home, '.ssh', 'bad'))
    expect(await rest()).toContain('is no file')
  })

  test('is a pipe that nobody writes to', async () => {
    write('config', 'Include bad\nHost build')
    execFileSync('mkfifo', [path.join(home, '.ssh', 'bad')])
    expect(await rest()).toContain('is no file')
  })

  test('is binary', async () => {
    write('config', 'Include bad\nHost build')
    write('bad', Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2]))
    expect(await rest()).toContain('is no text')
  })

  test('is huge', async () => {
    write('config', 'Include bad\nHost build')
    fs.truncateSync(write('bad', ''), 5_000_000_000)
    expect(await rest()).toContain('too large')
  })

  test('is a link to itself', async () => {
    write('config', 'Include bad\nHost build')
    fs.symlinkSync('bad', path.join(home, '.ssh', 'bad'))
    const { hosts } = await read()
    expect(hosts).toEqual([{ name: 'build' }])
  })

  test.skipIf(process.getuid?.() === 0)('is not readable', async () => {
    write('config', 'Include bad\nHost build')
    fs.chmodSync(write('bad', 'Host bad'), 0)
    expect(await rest()).toContain('EACCES')
  })

  test('has more hosts than anybody looks at', async () => {
    write('config', Array.from({ length: 5000 }, (_, at) => `Host h${at}`).join('\n'))
    const { hosts, warnings } = await read()
    expect(hosts).toHaveLength(1000)
    expect(warnings).toEqual(['Only the first 1000 hosts of the ssh config are shown.'])
  })

  test('is anything: it is read to its end', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async bytes => {
        write('config', Buffer.from(bytes))
        for (const { name } of (await read()).hosts) expect(name).toMatch(/^[A-Za-z0-9_][A-Za-z0-9_.@:-]{0,254}$/)
      }),
      { numRuns: 100 },
    )
  })

  test('has a pattern made to take long', () => {
    const used = processorTime()
    expect(matches(`${'*a'.repeat(120)}b`, 'a'.repeat(255))).toBe(false)
    expect(used()).toBeLessThan(500)
  })
})

test.each([
  ['*.conf', 'a.conf', true],
  ['*.conf', 'a.config', false],
  ['?', 'ä', true],
  ['[a-c]x', 'bx', true],
  ['[!a-c]x', 'bx', false],
  ['[a-c]x', 'dx', false],
  ['[]]x', ']x', true],
  ['a*b*c', 'aXXbYYc', true],
  ['a[', 'a[', true],
  ['', '', true],
])('the pattern %j and the name %j: %j', (pattern, name, fits) => {
  expect(matches(pattern, name)).toBe(fits)
})

test.each([
  ['IdentityFile "~/my keys/id"', { keyword: 'identityfile', words: ['~/my keys/id'] }],
  ['SetEnv A="x y" B=\'z\'', { keyword: 'setenv', words: ['A=x y', 'B=z'] }],
  ['Host a\\ b "c\\"d"', { keyword: 'host', words: ['a b', 'c"d'] }],
  ['Host"a"', { keyword: 'host', words: ['a'] }],
  ['   ', null],
  ['Host "a', null],
])('the line %j', (text, expected) => {
  expect(readLine(text)).toEqual(expected)
})
