// `gatehouse activity export`: what comes out on standard output, of whole records, damaged ones and hostile texts.
import fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { runCli } from '../../main/cli.ts'
import type { ActivityEntry } from '../../main/gate/model.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { send, writeHistory } from '../gate/log/support/history.ts'
import { folder } from '../gate/log/support/shown.ts'

async function run(...argv: string[]) {
  let out = ''
  let err = ''
  const io = {
    out(text: string) {
      out += text
    },
    err(text: string) {
      err += text
    },
    version: '1.2.3',
  }
  return { code: await runCli(argv, io), out, err }
}

const SECRET = 'deploy --token abc123def'
const RECORDS: ActivityEntry[] = [
  send(),
  { ...send({ text: null, verdict: null, outcome: 'delivered', tookMs: 9 }), of: 1 },
  send({ text: SECRET, outcome: 'denied', code: 'denied' }),
  send({ text: '=HYPERLINK("http://x","a,b")\nzwei', outcome: 'denied', surface: { id: 's_bbbb', name: '@SUM(A1)' } }),
]

async function kept(records: readonly ActivityEntry[] = RECORDS) {
  const dir = await folder()
  const files = await writeHistory(dir, records, { perSegment: 3 })
  const text = (await Promise.all(files.map(file => fs.readFile(file, 'utf8')))).join('')
  return { dir, files, text }
}

/** Fields of CSV, with everything that RFC 4180 allows. */
function csv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    rows.at(-1)!.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
    if (end === '\r\n') rows.push([])
    if (end === '') break
  }
  return rows.slice(0, -1)
}

describe('as JSON Lines', () => {
  test('exact: is what is kept, byte for byte, and its chain holds', async () => {
    const { dir, text } = await kept()
    const { code, out, err } = await run('activity', 'export', dir, '--format', 'jsonl', '--text', 'exact')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(text)
    const again = await folder()
    await fs.mkdir(path.join(again, 'activity'))
    await fs.writeFile(path.join(again, 'activity', '000000000001.jsonl'), out)
    expect(await verifyActivity(again)).toEqual({ ok: true, records: RECORDS.length })
  })

  test('masked, which is the default: no secret is left, and a changed record says so', async () => {
    const { dir, text } = await kept()
    const { out } = await run('activity', 'export', dir, '--format=jsonl')
    expect(out).not.toContain('abc123def')
    const lines = out.trim().split('\n')
    const before = text.trim().split('\n')
    expect(lines.map(line => JSON.parse(line).masked ?? false)).toEqual([false, false, true, false])
    for (const at of [0, 1, 3]) expect(lines[at]).toBe(before[at])
    expect(JSON.parse(lines[2]!)).toMatchObject({ ...JSON.parse(before[2]!), text: 'deploy --token ••••••••' })
  })

  test('none: has no texts', async () => {
    const { dir } = await kept()
    const { out } = await run('activity', 'export', dir, '--format', 'jsonl', '--text', 'none')
    expect(
      out
        .trim()
        .split('\n')
        .map(line => JSON.parse(line).text),
    ).toEqual([null, null, null, null])
  })

  test('a line that cannot be read is named as damaged, and the rest is whole', async () => {
    const { dir, files } = await kept()
    const text = await fs.readFile(files[0]!, 'utf8')
    await fs.writeFile(files[0]!, text.replace('"kind":"send","actor":"cursor"', '"kind":"se\u0000nd","act'))
    const { code, out, err } = await run('activity', 'export', dir, '--format', 'jsonl')
    expect(code).toBe(0)
    expect(err).toContain('1 lines could not be read')
    const lines = out.trim().split('\n')
    expect(lines[0]).toBe('{"seq":1,"damaged":true}')
    expect(lines).toHaveLength(RECORDS.length)
  })
})

describe('as CSV', () => {
  test('has one line for each thing that happened, and reads back', async () => {
    const { dir } = await kept()
    const { out } = await run('activity', 'export', dir, '--format', 'csv', '--text', 'exact')
    const [names, ...rows] = csv(out)
    const at = (row: string[] | undefined, name: string) => row?.[names!.indexOf(name)]
    expect(rows.map(row => [at(row, 'seq'), at(row, 'decision'), at(row, 'enter')])).toEqual([
      ['1', 'allowed', 'enter'],
      ['3', 'denied', 'not_sent'],
      ['4', 'denied', 'not_sent'],
    ])
    expect(at(rows[0], 'took_ms')).toBe('9')
    expect(at(rows[1], 'text')).toBe(SECRET)
    expect(rows.every(row => row.length === names!.length)).toBe(true)
  })

  test('no cell is a formula for a spreadsheet', async () => {
    const { dir } = await kept()
    const rows = csv((await run('activity', 'export', dir, '--format', 'csv', '--text', 'exact')).out)
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r]/)
    expect(rows.flat()).toContain('\'=HYPERLINK("http://x","a,b")\nzwei')
    expect(rows.flat()).toContain("'@SUM(A1)")
  })

  test('masked: no secret is left', async () => {
    const { dir } = await kept()
    expect((await run('activity', 'export', dir, '--format', 'csv')).out).not.toContain('abc123def')
  })
})

test.each([
  [['activity', 'export'], 'give one DIR'],
  [['activity', 'export', 'd'], 'give --format'],
  [['activity', 'export', 'd', '--format', 'xml'], 'give --format'],
  [['activity', 'export', 'd', '--format'], '--format needs a value'],
  [['activity', 'export', 'd', '--format', 'csv', '--text', 'some'], '--text is masked'],
  [['activity', 'export', 'd', '--all'], 'there is no option "--all"'],
])('%j is refused with what is wrong', async (argv, message) => {
  const { code, out, err } = await run(...argv)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toContain(message)
})

test('a folder without activity is said to have none', async () => {
  expect(await run('activity', 'export', await folder(), '--format', 'csv')).toMatchObject({ code: 2, out: '' })
})

test('a file of the record that cannot be read is named, and not passed over in silence', async () => {
  const { dir, files } = await kept()
  await fs.rm(files[0]!)
  await fs.mkdir(files[0]!)
  const { code, out, err } = await run('activity', 'export', dir, '--format', 'csv')
  expect(code).toBe(1)
  expect(err).toContain(`${path.basename(files[0]!)} could not be read, and is left out`)
  expect(csv(out)).toHaveLength(2)
})

test('other signs that begin a formula are taken for text, too', async () => {
  const texts = ['\n=1+1', '\uff1d1+1', '\t=1', '+1']
  const { dir } = await kept(texts.map(text => send({ text, outcome: 'denied' })))
  const rows = csv((await run('activity', 'export', dir, '--format', 'csv', '--text', 'exact')).out)
  for (const text of texts) expect(rows.flat()).toContain(`'${text}`)
})

test('verify names a file of the record that cannot be read', async () => {
  const { dir, files } = await kept()
  await fs.rm(files[1]!)
  await fs.mkdir(files[1]!)
  const { code, out } = await run('activity', 'verify', dir)
  expect(code).toBe(1)
  expect(out).toContain(`${files[1]!}:1: record 4: it cannot be read (EISDIR)`)
})
