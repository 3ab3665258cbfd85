// What a press on a notification does, with a desktop whose notifications are pressed by the test.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startNotifying } from '../../main/shell/notify.ts'
import type { ApprovalView, CallParsed, DoEvent } from '../../preload/contract.ts'
import { ask } from '../renderer/support/asks.ts'
import { surface } from '../status/support/notifying.ts'

const desktop = vi.hoisted(() => {
  class Note {
    static isSupported = () => true
    static all: Note[] = []
    readonly heard = new Map<string, (event: object, index: number) => void>()
    closed = false
    readonly given: { title: string; body: string; actions?: { text: string }[] }
    constructor(given: Note['given']) {
      this.given = given
    }
    on(event: string, listener: (event: object, index: number) => void) {
      this.heard.set(event, listener)
    }
    show() {
      Note.all.push(this)
    }
    close() {
      this.closed = true
    }
    press(button: string) {
      const actionIndex = this.given.actions!.findIndex(({ text }) => text === button)
      this.heard.get('action')!({ actionIndex }, actionIndex)
    }
    click() {
      this.heard.get('click')!({}, 0)
    }
  }
  return { Note }
})
vi.mock('electron', () => ({
  Notification: desktop.Note,
  app: { setBadgeCount: () => true },
  nativeImage: { createFromBitmap: () => ({}) },
}))

/** An app of which the parts that are watched are these. */
function rig(buttons: boolean) {
  const waiting: ApprovalView[] = []
  const changes: (() => void)[] = []
  const asked: DoEvent[] = []
  const answered: CallParsed<'approval.answer'>[] = []
  const there = surface('s_1111')
  const house = {
    registry: {
      ...{ watching: () => null, all: () => [{ summary: () => there }], onChange: () => () => {} },
      get: (id: string) => (id === there.id ? {} : undefined),
    },
    gate: {
      ...{ approvals: () => ({ waiting: [...waiting], handled: [] }), drafts: () => [] },
      onChange(listener: () => void) {
        changes.push(listener)
        return () => {}
      },
      async answer(answer: CallParsed<'approval.answer'>) {
        answered.push(answer)
        const is = waiting.some(({ ref }) => ref === answer.ref)
        return is ? { ok: true, value: { outcome: 'Denied' } } : { ok: false, code: 'approval_changed', message: '' }
      },
    },
    settings: { get: () => ({ notifyNeedsYou: true, notifyFailed: true, notifyDone: true }), onChange() {} },
    view: { state: () => ({ about: { programs: {} } }) },
  }
  const reach = { window: () => null, ask: (event: DoEvent) => void asked.push(event), needs() {} }
  const notifying = startNotifying(house as never, reach, buttons)
  return {
    ...{ asked, answered },
    end: () => notifying.close(),
    async wait(...views: ApprovalView[]) {
      waiting.splice(0, waiting.length, ...views)
      for (const listener of changes) listener()
      await vi.advanceTimersByTimeAsync(10_000)
    },
  }
}
const last = () => desktop.Note.all.at(-1)!
const labels = () => last().given.actions?.map(({ text }) => text)
const settled = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => {
  vi.useFakeTimers()
  desktop.Note.all = []
})
afterEach(() => vi.useRealTimers())

test('a question has Deny and Open, and nothing that allows', async () => {
  const { wait, end } = rig(true)
  await wait(ask())
  expect(last().given).toMatchObject({ title: '1111 needs you', body: 'Cursor asks to submit' })
  expect(labels()).toEqual(['Deny', 'Open'])
  end()
})

test('Deny answers exactly the revision that was told of, and opens nothing', async () => {
  const { wait, asked, answered, end } = rig(true)
  await wait(ask())
  last().press('Deny')
  await settled()
  expect(answered).toEqual([{ ref: 'a_aaaa@1', how: 'deny' }])
  expect(asked).toEqual([])
  end()
})

test('what has changed since is not denied: it is shown', async () => {
  const { wait, asked, answered, end } = rig(true)
  await wait(ask())
  await wait(ask({ ref: 'a_aaaa@2' }))
  last().press('Deny')
  await settled()
  expect(answered).toEqual([{ ref: 'a_aaaa@1', how: 'deny' }])
  expect(asked).toEqual([
    { do: 'surface', surface: 's_1111' },
    { do: 'approvals', id: 'a_aaaa' },
  ])
  end()
})

test.each([
  ['Open', () => last().press('Open')],
  ['a click beside the buttons', () => last().click()],
])('%s shows the question at its surface, and answers nothing', async (_how, press) => {
  const { wait, asked, answered, end } = rig(true)
  await wait(ask())
  press()
  await settled()
  expect(answered).toEqual([])
  expect(asked.at(-1)).toEqual({ do: 'approvals', id: 'a_aaaa' })
  end()
})

test('of two questions there is nothing to deny from here', async () => {
  const { wait, end } = rig(true)
  await wait(ask(), ask({ ref: 'a_bbbb@1' }))
  expect(labels()).toBeUndefined()
  end()
})

test('where notifications have no buttons, a click opens', async () => {
  const { wait, asked, end } = rig(false)
  await wait(ask())
  expect(labels()).toBeUndefined()
  last().click()
  expect(asked.at(-1)).toEqual({ do: 'approvals', id: 'a_aaaa' })
  end()
})
