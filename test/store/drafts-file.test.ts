// drafts.json: what comes back, in which order it is written, and what happens to a file nobody can read.
import { mkdirSync, statSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeptDraft, openDraftsFile } from '../../main/store/drafts-file.ts'

let dir: string
const at = (name: string) => path.join(dir, name)
const file = () => at('drafts.json')

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-drafts-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const one: KeptDraft = {
  ref: 'd_aaaa@3',
  agent: 'cursor',
  text: 'make test\n\u202e✓',
  at: 1_763_740_800_000,
  bytes: 16,
  edited: true,
  target: { id: 's_aaaa', name: 'build', workspace: 'web' },
}
/** A busy disk may take longer than a second for a file. */
const PATIENT = { timeout: 10_000 }
const other: KeptDraft = { ...one, ref: 'd_bbbb@1' }

describe('drafts', () => {
  test('are none where there never was a file, and come back exactly as they were saved, for their owner alone', async () => {
    const first = await openDraftsFile(file())
    expect([first.left, first.why]).toEqual([[], null])
    first.save([one, other])
    await first.close()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ version: 1, drafts: [one, other] })
    const second = await openDraftsFile(file())
    expect([second.left, second.why]).toEqual([[one, other], null])
    expect(await readdir(dir)).toEqual(['drafts.json'])
  })

  test('of an agent inside a surface come back like any other', async () => {
    const first = await openDraftsFile(file())
    first.save([one, { ...other, agent: 'claude@s_aaaa' }])
    await first.close()
    expect((await openDraftsFile(file())).left.map(({ agent }) => agent)).toEqual(['cursor', 'claude@s_aaaa'])
  })

  test('of many saves at once the last one is on disk when it is closed, and nothing after that', async () => {
    const drafts = await openDraftsFile(file())
    for (let rev = 1; rev <= 50; rev++) drafts.save([{ ...one, ref: `d_aaaa@${rev}` }])
    await drafts.close()
    drafts.save([])
    await drafts.close()
    expect((await openDraftsFile(file())).left.map(({ ref }) => ref)).toEqual(['d_aaaa@50'])
  })

  test('are written in the order they were saved in: no older state ever follows a newer one', async () => {
    const drafts = await openDraftsFile(file())
    const seen: number[] = []
    const shown = async () => Number(/@(\d+)/.exec(await readFile(file(), 'utf8').catch(() => ''))?.[1] ?? 0)
    for (let rev = 1; rev <= 30; rev++) {
      drafts.save([{ ...one, ref: `d_aaaa@${rev}` }])
      seen.push(await shown())
      if (rev % 10 === 0) await expect.poll(shown, PATIENT).toBe(rev)
    }
    await drafts.close()
    seen.push(await shown())
    expect(seen).toEqual(seen.toSorted((a, b) => a - b))
    expect(seen.at(-1)).toBe(30)
  })
})

describe('a file that cannot be understood', () => {
  const json = (drafts: unknown, more = {}) => JSON.stringify({ version: 1, drafts, ...more })
  test.each([
    ['nothing in it', ''],
    ['half of it', json([one]).slice(0, -9)],
    ['another version', JSON.stringify({ version: 2, drafts: [] })],
    ['no version', JSON.stringify({ drafts: [] })],
    ['a field nobody knows', json([], { x: 1 })],
    ['a field of a draft nobody knows', json([{ ...one, releasedBy: 'cursor' }])],
    ['a ref that is none', json([{ ...one, ref: 'd_aaaa' }])],
    ['no target', json([{ ...one, target: null }])],
    ['an empty text', json([{ ...one, text: '' }])],
    ['a text over 64 KiB', json([{ ...one, text: 'x'.repeat(65_537) }])],
    ['two revisions of one draft', json([one, { ...one, ref: 'd_aaaa@4' }])],
  ])('(%s) means no drafts, is said in plain words, and is kept aside', async (_, text) => {
    await writeFile(file(), text)
    const drafts = await openDraftsFile(file())
    expect(drafts.left).toEqual([])
    expect(drafts.why).toMatch(/^Drafts from before this start are gone: .*drafts\.json cannot be understood .*broken/)
    expect(await readdir(dir)).toEqual(['drafts.broken.json'])
    expect(await readFile(at('drafts.broken.json'), 'utf8')).toBe(text)
    drafts.save([one])
    await drafts.close()
    expect((await openDraftsFile(file())).left).toEqual([one])
  })

  test('nor set aside still lets the app start, and says both', async () => {
    mkdirSync(file())
    mkdirSync(at('drafts.broken.json/inside'), { recursive: true })
    const drafts = await openDraftsFile(file())
    expect(drafts.left).toEqual([])
    expect(drafts.why).toMatch(/EISDIR.*could not be set aside/)
  })
})

test('a file that cannot be written is said once in a row, and is written again as soon as it can be', async () => {
  const warnings: string[] = []
  const drafts = await openDraftsFile(at('gone/drafts.json'), message => warnings.push(message))
  drafts.save([one])
  await expect.poll(() => warnings, PATIENT).toHaveLength(1)
  expect(warnings[0]).toMatch(/^Drafts would not survive a restart: .*cannot be written \(ENOENT\)\.$/)
  drafts.save([other])
  await new Promise(resolve => setImmediate(resolve))
  mkdirSync(at('gone'))
  await expect
    .poll(async () => {
      drafts.save([one, other])
      return readFile(at('gone/drafts.json'), 'utf8').catch(() => '')
    }, PATIENT)
    .toContain('d_bbbb')
  await drafts.close()
  expect(warnings).toHaveLength(1)
  expect((await openDraftsFile(at('gone/drafts.json'))).left).toEqual([one, other])
})
