// Which card is in front and which press may answer it.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ApprovalView } from '../../preload/contract.ts'
import {
  approvalId,
  begin,
  choose,
  type Desk,
  EMPTY_DESK,
  frontView,
  isArmed,
  lay,
  type Moment,
  type Press,
  painted,
  refused,
  resolve,
  sending,
  step,
  unseen,
} from '../../renderer/state/approvals.ts'
import { ask } from './support/asks.ts'

const [a, b, c] = ['a_aaaa@1', 'a_bbbb@1', 'a_cccc@1'].map(ref => ask({ ref })) as [
  ApprovalView,
  ApprovalView,
  ApprovalView,
]
const at = (ms: number): Moment => ({ steady: ms, wall: ms })
const front = (desk: Desk) => frontView(desk)?.ref ?? null

describe('what is in front', () => {
  it('is the first that waits, and stays while others come before and after it', () => {
    const desk = lay(EMPTY_DESK, [b])
    expect(front(lay(desk, [a, b, c]))).toBe(b.ref)
  })

  it('is the one that followed when it goes, else the first, else nothing', () => {
    const desk = choose(lay(EMPTY_DESK, [a, b, c]), approvalId(b.ref))
    expect(front(lay(desk, [a, c]))).toBe(c.ref)
    expect(front(lay(desk, [a]))).toBe(a.ref)
    expect(front(lay(desk, []))).toBeNull()
  })

  it('is what a person steps to, around both ends', () => {
    const desk = lay(EMPTY_DESK, [a, b])
    expect(front(step(desk, 1))).toBe(b.ref)
    expect(front(step(step(desk, 1), 1))).toBe(a.ref)
    expect(front(step(desk, -1))).toBe(b.ref)
    expect(step(EMPTY_DESK, 1)).toBe(EMPTY_DESK)
  })

  it('does not change when a person chooses what is gone', () => {
    const desk = lay(EMPTY_DESK, [a])
    expect(choose(desk, 'a_gone')).toBe(desk)
  })
})

describe('a card is armed', () => {
  const shown = painted(lay(EMPTY_DESK, [a, b]), a.ref, 1000)

  it.each([
    ['599 ms after it was painted', 1599, false],
    ['600 ms after it was painted', 1600, true],
  ])('%s', (_, ms, armed) => expect(isArmed(shown, a.ref, at(ms))).toBe(armed))

  it('never while it was not painted, however long it has waited', () => {
    expect(isArmed(lay(EMPTY_DESK, [a]), a.ref, at(100_000))).toBe(false)
  })

  it('600 ms after its revision came to be, where that is later', () => {
    const late = painted(lay(EMPTY_DESK, [ask({ since: 1500 })]), a.ref, 1000)
    expect([isArmed(late, a.ref, at(2099)), isArmed(late, a.ref, at(2100))]).toEqual([false, true])
  })

  it('also where the clock was set back since', () => {
    const early = painted(lay(EMPTY_DESK, [ask({ since: 9_000_000 })]), a.ref, 1000)
    expect(isArmed(early, a.ref, { steady: 1600, wall: 1600 })).toBe(true)
  })

  it.each<[string, Desk]>([
    ['with a new revision', lay(shown, [ask({ ref: 'a_aaaa@2' }), b])],
    ['when another one came in front and it came back', step(step(shown, 1), 1)],
    ['when it was not on the screen for a while', unseen(shown)],
    ['when it is being delivered', lay(shown, [ask({ busy: true })])],
    ['when it was answered', sending(shown, a.ref)],
  ])('no more %s', (_, desk) => {
    expect(isArmed(desk, frontView(desk)!.ref, at(100_000))).toBe(false)
  })

  it('again when its answer was refused', () => {
    expect(isArmed(refused(sending(shown, a.ref), a.ref), a.ref, at(1600))).toBe(true)
  })

  it('and painting it a second time does not start the time again', () => {
    expect(isArmed(painted(shown, a.ref, 1500), a.ref, at(1600))).toBe(true)
  })
})

it('a press that began on one card answers nothing once another is in front, or the question is another', () => {
  const shown = painted(lay(EMPTY_DESK, [a, b]), a.ref, 0)
  const press = begin(shown, a.ref, at(600))!
  expect(resolve(shown, press)).toBe(a)
  expect(resolve(lay(shown, [b]), press)).toBeNull()
  expect(resolve(lay(shown, [ask({ ref: 'a_aaaa@2' }), b]), press)).toBeNull()
  expect(resolve(step(shown, 1), press)).toBeNull()
})

/** Anything that may happen between the window, main and a person's hand. `n` picks which approval. */
type Event =
  | { is: 'time'; ms: number }
  | { is: 'clock'; ms: number }
  | { is: 'comes' | 'changes' | 'ends' | 'busy' | 'chosen'; n: number }
  | { is: 'next' | 'draws' | 'hides' | 'down' | 'up' | 'key' | 'refuses' }

const weighted = (weight: number, arbitrary: fc.Arbitrary<Event>) => ({ weight, arbitrary })
const plain = (weight: number, is: 'next' | 'draws' | 'hides' | 'down' | 'up' | 'key' | 'refuses') =>
  weighted(weight, fc.constant({ is }))
const some = (weight: number, is: 'comes' | 'changes' | 'ends' | 'busy' | 'chosen') =>
  weighted(weight, fc.record({ is: fc.constant(is), n: fc.nat(5) }))
const event: fc.Arbitrary<Event> = fc.oneof(
  weighted(12, fc.record({ is: fc.constant('time' as const), ms: fc.integer({ min: 0, max: 900 }) })),
  weighted(1, fc.record({ is: fc.constant('clock' as const), ms: fc.integer({ min: -2000, max: 2000 }) })),
  ...[some(4, 'comes'), some(1, 'changes'), some(1, 'ends'), some(1, 'busy'), some(1, 'chosen')],
  ...[plain(1, 'next'), plain(1, 'hides'), plain(14, 'draws'), plain(3, 'down'), plain(3, 'up'), plain(5, 'key')],
  plain(1, 'refuses'),
)

interface Page {
  readonly ref: string
  readonly from: number
}

/** Plays events and keeps its own account of what the person could see and since when. */
function play(events: readonly Event[]) {
  let steady = 0
  let drift = 0
  let made = 0
  let waiting: ApprovalView[] = []
  let desk = EMPTY_DESK
  /** the page: what was painted last, and since when without a break */
  let page = null as Page | null
  let press = null as { began: Press | null; saw: Page | null; at: number } | null
  const answers: { ref: string; stood: number; whole: boolean }[] = []
  const open = new Set<string>()

  const wall = () => 1_000_000 + steady + drift
  const tell = (next: ApprovalView[]) => {
    waiting = next
    desk = lay(desk, waiting)
  }
  const change = (n: number, how: (view: ApprovalView) => ApprovalView) =>
    tell(waiting.map((view, index) => (index === n % waiting.length ? how(view) : view)))
  const down = () => {
    // The hand meets what is on the page, whatever main has sent since.
    const began = page && begin(desk, page.ref, { steady, wall: wall() })
    press = { began, saw: page && { ...page }, at: steady }
  }
  const up = () => {
    const view = press?.began && resolve(desk, press.began)
    if (view && press?.saw) {
      const whole = press.saw.ref === view.ref && waiting.some(other => other.ref === view.ref)
      answers.push({ ref: view.ref, stood: press.at - press.saw.from, whole: whole && !open.has(view.ref) })
      open.add(view.ref)
      desk = sending(desk, view.ref)
    } else if (view) answers.push({ ref: view.ref, stood: 0, whole: false })
    press = null
  }
  for (const now of events) {
    if (now.is === 'time') steady += now.ms
    else if (now.is === 'clock') drift += now.ms
    else if (now.is === 'comes') {
      made += 1
      tell([...waiting, ask({ ref: `a_x${String(made).padStart(4, '0')}@1`, since: wall() })])
    } else if (now.is === 'changes') {
      change(now.n, view => {
        const rev = Number(view.ref.split('@')[1]) + 1
        return { ...view, ref: `${approvalId(view.ref)}@${rev}`, since: wall() }
      })
    } else if (now.is === 'busy') change(now.n, view => ({ ...view, busy: !view.busy }))
    else if (now.is === 'ends') tell(waiting.filter((_, index) => index !== now.n % Math.max(1, waiting.length)))
    else if (now.is === 'chosen')
      desk = choose(desk, approvalId(waiting[now.n % Math.max(1, waiting.length)]?.ref ?? '@'))
    else if (now.is === 'next') desk = step(desk, 1)
    else if (now.is === 'hides') {
      desk = unseen(desk)
      page = null
    } else if (now.is === 'draws') {
      const ref = frontView(desk)?.ref ?? null
      if (ref !== page?.ref) page = ref === null ? null : { ref, from: steady }
      if (ref !== null) desk = painted(desk, ref, steady)
    } else if (now.is === 'down') down()
    else if (now.is === 'up') up()
    else if (now.is === 'key') {
      down()
      up()
    } else if (now.is === 'refuses') {
      for (const ref of desk.sent) desk = refused(desk, ref)
      open.clear()
    }
  }
  return answers
}

it('no press ever answers what had not stood in front, drawn, for 600 ms when it began, nor answers it twice', () => {
  let answered = 0
  fc.assert(
    fc.property(fc.array(event, { minLength: 20, maxLength: 120 }), events => {
      for (const answer of play(events)) {
        answered += 1
        expect(answer.stood).toBeGreaterThanOrEqual(600)
        expect(answer.whole).toBe(true)
      }
    }),
    { numRuns: 2000 },
  )
  // The campaign means something only if presses do go through.
  expect(answered).toBeGreaterThan(300)
})
