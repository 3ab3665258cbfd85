// An answer that names a dialog goes to that dialog or nowhere.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DialogHook } from '../../main/surfaces/dialog.ts'
import { readKeys } from '../../main/surfaces/keys.ts'
import type { Delivery, PersonSurface } from '../../main/surfaces/surface.ts'
import { RECORDER, shows, testFolder, until } from './support.ts'
import { openHooked } from './support-hooks.ts'

const open = (id: string) => ({ open: 'yes' as const, why: `it asks about ${id}`, id })
const composer = { open: 'no', why: 'it is at its composer' } as const

/** A recorder whose hooks say `hook.says`. */
async function program(says: ReturnType<DialogHook>) {
  const file = path.join(testFolder(), 'bytes')
  const hook = { says }
  const surface = openHooked(() => hook.says, `exec node '${RECORDER}' '${file}' --echo --paste`)
  await shows(surface, 'ready')
  return { surface, hook, bytes: () => readFileSync(file, 'latin1') }
}

function keysOf(names: string) {
  const read = readKeys(names.split(' '))
  if (!read.ok) throw new Error(`${read.unknown} is no key`)
  return read.keys
}
async function press(surface: PersonSurface, names: string, dialog?: string) {
  const { line } = await surface.readiness()
  return surface.press({ by: 'cursor', keys: keysOf(names), lineVersion: line.version, dialog })
}
async function deliver(surface: PersonSurface, given: Partial<Delivery>) {
  const { line } = await surface.readiness()
  return surface.deliver({ by: 'cursor', text: 'yes', enter: false, lineVersion: line.version, ...given })
}

/** Its first bytes are in. The program may read them later than what follows waits for it. */
const goesIn = (surface: PersonSurface) => until('it to go in', () => surface.summary().typing === 'cursor')

describe('with the name of the open dialog', () => {
  test('a text and keys go in, each key by itself', async () => {
    const { surface, bytes } = await program(open('d1'))
    expect(await deliver(surface, { text: 'a', dialog: 'd1' })).toMatchObject({ outcome: 'inserted' })
    expect(await press(surface, 'Down Down y', 'd1')).toMatchObject({ outcome: 'pressed', bytes: 7 })
    await until('the keys to arrive', () => bytes() === '\x1b[200~a\x1b[201~\x1b[B\x1b[By')
  })

  test('the last key may have answered it', async () => {
    const { surface, hook, bytes } = await program(open('d1'))
    const pressing = press(surface, 'y', 'd1')
    await until('the key to arrive', () => bytes() === 'y')
    hook.says = null
    expect(await pressing).toMatchObject({ outcome: 'pressed', bytes: 1 })
  })
})

describe('not a byte goes in', () => {
  const table: [string, ReturnType<DialogHook>][] = [
    ['another dialog', open('d2')],
    ['a dialog without a name', { open: 'yes', why: 'it asks' }],
    ['none', composer],
    ['nothing that is known', null],
  ]
  test.each(table)('where the hooks say: %s', async (_what, says) => {
    const { surface, bytes } = await program(says)
    for (const sent of [
      await press(surface, 'y Enter', 'd1'),
      await deliver(surface, { dialog: 'd1', enter: true }),
      await deliver(surface, { dialog: 'd1', text: '', enter: true }),
    ]) {
      expect(sent).toMatchObject({ outcome: 'dialog_gone', bytes: 0, evidence: expect.stringMatching(/dialog/) })
    }
    expect((await surface.readiness()).line).toEqual({ by: [], version: 0 })
    expect(bytes()).toBe('')
  })

  test('where it changes between the check and the first byte, and it is "changed" for who named none', async () => {
    const { surface, hook, bytes } = await program(open('d1'))
    const { line } = await surface.readiness()
    hook.says = open('d2')
    const keys = keysOf('y')
    const sent = { by: 'cursor', lineVersion: line.version }
    expect(await surface.press({ ...sent, keys, dialog: 'd1' })).toMatchObject({ outcome: 'dialog_gone' })
    expect(await surface.press({ ...sent, keys })).toMatchObject({ outcome: 'changed', bytes: 0 })
    expect(await surface.deliver({ ...sent, text: 'y', enter: true })).toMatchObject({ outcome: 'changed', bytes: 0 })
    expect(bytes()).toBe('')
  })
})

describe('what follows does not go in', () => {
  test.each<[string, ReturnType<DialogHook>]>([
    ['another dialog opened', open('d2')],
    ['it was answered', composer],
  ])('after the first key, when %s', async (_what, says) => {
    const { surface, hook, bytes } = await program(open('d1'))
    const pressing = press(surface, '1 Enter Enter', 'd1')
    await goesIn(surface)
    hook.says = says
    expect(await pressing).toEqual({
      outcome: 'failed',
      bytes: 1,
      evidence: expect.stringMatching(/no longer.*keys\[1\] and what follows did not go in/),
    })
    await until('the first key to arrive', () => bytes() !== '')
    expect(bytes()).toBe('1')
  })

  test('after the first key, when a person typed', async () => {
    const { surface, bytes } = await program(open('d1'))
    const pressing = press(surface, 'Down Enter', 'd1')
    await goesIn(surface)
    surface.keys('k')
    expect(await pressing).toMatchObject({ outcome: 'failed', bytes: 3, evidence: expect.stringMatching(/person/) })
    await until('the person’s key to arrive', () => bytes() === '\x1b[Bk')
  })

  test('Enter, after the text: failed for who named the dialog, unconfirmed for who saw no dialog', async () => {
    for (const dialog of ['d1', undefined]) {
      const { surface, hook, bytes } = await program(dialog ? open('d1') : composer)
      const sending = deliver(surface, { enter: true, dialog })
      await goesIn(surface)
      hook.says = open('d2')
      const evidence = expect.stringMatching(/Enter was not sent/)
      expect(await sending).toMatchObject({ outcome: dialog ? 'failed' : 'unconfirmed', evidence })
      await until('the text to arrive', () => bytes().length > 0)
      expect(bytes()).toBe('\x1b[200~yes\x1b[201~')
    }
  })
})

test('the summary shows an open dialog with its name, at once, and no other', async () => {
  const { surface, hook } = await program(composer)
  expect(surface.summary().state).not.toHaveProperty('dialog')
  hook.says = open('d1')
  const first = surface.summary().state
  expect(first).toMatchObject({
    is: 'needs_you',
    evidence: 'it asks about d1',
    dialog: { id: 'd1', why: 'it asks about d1' },
  })
  hook.says = open('d2')
  expect(surface.summary().state.dialog?.id).toBe('d2')
  hook.says = { open: 'yes', why: 'it asks' }
  expect(surface.summary().state.dialog).toEqual({ id: null, why: 'it asks' })
  hook.says = null
  expect(surface.summary().state).not.toHaveProperty('dialog')
})
