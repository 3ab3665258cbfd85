// When a newer version is looked for, and what comes of it: never without a person's word or their setting, one thing at a time, and
// what does not answer is given up. Time is the test's; what fetches stands here as a door to each answer.
import { describe, expect, test } from 'vitest'
import { createUpdates, DAY_MS, FIRST_MS, PATIENCE_MS, type Updater } from '../../main/updates/updates.ts'

interface Door {
  answer(value: unknown): void
  fail(error: Error): void
}

function stand(none: string | null = null) {
  let now = 0
  const timers = new Map<number, { at: number; run: () => void }>()
  let nth = 0
  const asked: string[] = []
  const doors: Door[] = []
  let tell: (percent: number) => void = () => {}
  const door = (name: string) => {
    asked.push(name)
    return new Promise<never>((resolve, reject) => doors.push({ answer: resolve as Door['answer'], fail: reject }))
  }
  let held: Promise<void> = Promise.resolve()
  let lost: Error | null = null
  const load = async (): Promise<Updater> => {
    asked.push('load')
    return {
      check: () => door('check'),
      download(progress) {
        tell = progress
        return door('download')
      },
      async cancel() {
        asked.push('cancel')
        await held
      },
      async whole() {
        if (lost) throw lost
      },
      install: () => door('install'),
    }
  }
  const updates = createUpdates({
    ...{ current: '0.1.0', none, load, now: () => now },
    later(ms, run) {
      const id = nth++
      timers.set(id, { at: now + ms, run })
      return () => timers.delete(id)
    },
  })
  /** Lets what was promised happen. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    updates,
    asked,
    doors,
    settle,
    tell: (percent: number) => tell(percent),
    /** What is given up takes until the returned one is called. */
    holdCancel() {
      let free = () => {}
      held = new Promise(resolve => {
        free = resolve
      })
      return free
    },
    lose: (why: string) => {
      lost = new Error(why)
    },
    timers: () => timers.size,
    async pass(ms: number) {
      const end = now + ms
      for (;;) {
        const due = [...timers].filter(([, { at }]) => at <= end).sort((a, b) => a[1].at - b[1].at)[0]
        if (!due) break
        timers.delete(due[0])
        now = due[1].at
        due[1].run()
        await settle()
      }
      now = end
    },
  }
}

const NOTHING = [() => {}, () => {}] as const
const OFFER = { version: '0.2.0', notes: 'new' }

async function found(at: ReturnType<typeof stand>, offer: unknown = OFFER) {
  const checked = at.updates.check()
  await at.settle()
  at.doors.at(-1)!.answer(offer)
  await checked
}

test('nothing is loaded, asked or waited for before a person says so', async () => {
  const at = stand()
  at.updates.byItself(false)
  await at.pass(10 * DAY_MS)
  expect([at.asked, at.timers(), at.updates.state()]).toEqual([[], 0, { is: 'idle' }])
})

test('from the first word to the new version, each step on a word of its own', async () => {
  const at = stand()
  await found(at)
  expect(at.updates.state()).toEqual({ is: 'found', ...OFFER })
  expect(at.updates.agree()).toBe(false)
  expect(await at.updates.download()).toEqual({ ok: true, value: {} })
  await at.settle()
  at.tell(12.7)
  expect(at.updates.state()).toMatchObject({ is: 'downloading', percent: 12 })
  expect(await at.updates.download()).toMatchObject({ ok: false, code: 'not_now' })
  expect(await at.updates.check()).toMatchObject({ ok: false, code: 'not_now' })
  at.doors.at(-1)!.answer(undefined)
  await at.settle()
  expect(at.updates.state()).toEqual({ is: 'ready', ...OFFER })
  // Downloaded is not agreed: an end is an end.
  const heard: unknown[] = []
  const install = () =>
    at.updates.install(
      () => heard.push('done'),
      why => heard.push(why),
    )
  expect(install()).toBe(false)
  expect(await at.updates.whole()).toEqual({ ok: true, value: { version: '0.2.0' } })
  expect(at.updates.agree()).toBe(true)
  expect(install()).toBe(true)
  await at.settle()
  expect(heard).toEqual([])
  // To a terminal it goes as one line in which nothing acts.
  at.doors.at(-1)!.fail(new Error('no \u001b[2Jspace\nat mv'))
  await at.settle()
  expect(heard).toEqual(['no  [2Jspace'])
  expect(at.asked).toEqual(['load', 'check', 'download', 'install'])
  expect(at.timers()).toBe(0)
})

test.each([
  ['nothing', null],
  ['this very version', { version: '0.1.0', notes: '' }],
  ['an older one', { version: '0.0.9', notes: '' }],
  ['a preview', { version: '0.2.0-beta.1', notes: '' }],
  ['no version', { version: 'latest', notes: '' }],
])('%s is no offer', async (_, offer) => {
  const at = stand()
  await found(at, offer)
  expect(at.updates.state()).toEqual({ is: 'none', at: 0 })
  expect(await at.updates.download()).toMatchObject({ ok: false, code: 'not_now' })
})

describe('where the setting says so', () => {
  test('it looks after the start, and once a day, and downloads nothing', async () => {
    const at = stand()
    at.updates.byItself(true)
    at.updates.byItself(true)
    await at.pass(FIRST_MS - 1)
    expect(at.asked).toEqual([])
    await at.pass(1)
    expect(at.asked).toEqual(['load', 'check'])
    at.doors[0]!.answer(null)
    await at.settle()
    await at.pass(DAY_MS)
    expect(at.asked).toEqual(['load', 'check', 'check'])
    at.doors[1]!.answer(OFFER)
    await at.settle()
    await at.pass(5 * DAY_MS)
    expect(at.asked).toEqual(['load', 'check', 'check'])
    expect(at.updates.state()).toEqual({ is: 'found', ...OFFER })
  })

  test('it stops when the setting does, and when Gatehouse ends', async () => {
    const at = stand()
    at.updates.byItself(true)
    at.updates.byItself(false)
    await at.pass(DAY_MS)
    at.updates.byItself(true)
    at.updates.close()
    await at.pass(DAY_MS)
    expect([at.asked, at.timers()]).toEqual([[], 0])
  })
})

describe('what goes wrong', () => {
  test('is said, and the next try is with another one', async () => {
    const at = stand()
    const checked = at.updates.check()
    await at.settle()
    at.doors[0]!.fail(new Error('net::ERR_NAME_NOT_RESOLVED\n    at SimpleURLLoader'))
    await checked
    expect(at.updates.state()).toEqual({ is: 'failed', what: 'check', why: 'net::ERR_NAME_NOT_RESOLVED' })
    await found(at)
    expect(at.asked).toEqual(['load', 'check', 'cancel', 'load', 'check'])
  })

  test('an answer that does not come is given up, and none that comes later counts', async () => {
    const at = stand()
    const checked = at.updates.check()
    await at.settle()
    await at.pass(PATIENCE_MS)
    await checked
    expect(at.updates.state()).toMatchObject({ is: 'failed', what: 'check' })
    at.doors[0]!.answer(OFFER)
    await at.settle()
    expect(at.updates.state()).toMatchObject({ is: 'failed', what: 'check' })
  })

  test('a download that stands still is given up; one that moves is not', async () => {
    const at = stand()
    await found(at)
    await at.updates.download()
    await at.settle()
    for (const percent of [1, 2, 3]) {
      await at.pass(PATIENCE_MS - 1)
      at.tell(percent)
    }
    expect(at.updates.state()).toMatchObject({ is: 'downloading', percent: 3 })
    await at.pass(PATIENCE_MS)
    expect(at.updates.state()).toMatchObject({ is: 'failed', what: 'download' })
    at.tell(50)
    at.doors.at(-1)!.answer(undefined)
    await at.settle()
    expect(at.updates.state()).toMatchObject({ is: 'failed', what: 'download' })
    expect(at.timers()).toBe(0)
  })

  test('a download that is given up is ended, and nothing new begins before it has', async () => {
    const at = stand()
    await found(at)
    await at.updates.download()
    const free = at.holdCancel()
    await at.settle()
    await at.pass(PATIENCE_MS)
    expect(at.updates.state()).toMatchObject({ is: 'failed', what: 'download' })
    const checked = at.updates.check()
    await at.settle()
    expect(at.asked).toEqual(['load', 'check', 'download', 'cancel'])
    free()
    await at.settle()
    expect(at.asked).toEqual(['load', 'check', 'download', 'cancel', 'load', 'check'])
    at.doors.at(-1)!.answer(null)
    await checked
  })

  test('what was downloaded and is gone is said before anything ends, and can be looked for anew', async () => {
    const at = stand()
    await found(at)
    await at.updates.download()
    await at.settle()
    at.doors.at(-1)!.answer(undefined)
    await at.settle()
    at.lose('it is gone')
    expect(await at.updates.whole()).toMatchObject({
      ok: false,
      code: 'not_now',
      message: expect.stringMatching(/gone/),
    })
    expect(at.updates.state()).toEqual({ is: 'failed', what: 'download', why: 'it is gone' })
    expect([at.updates.agree(), at.updates.install(...NOTHING)]).toEqual([false, false])
    await found(at)
    expect(at.updates.state()).toMatchObject({ is: 'found' })
  })

  test('an installation that never looks says why, and loads nothing', async () => {
    const at = stand('This installation is managed.')
    at.updates.byItself(true)
    expect(await at.updates.check()).toEqual({ ok: false, code: 'not_now', message: 'This installation is managed.' })
    await at.pass(DAY_MS)
    expect([at.asked, at.timers(), at.updates.install(...NOTHING)]).toEqual([[], 0, false])
  })
})
