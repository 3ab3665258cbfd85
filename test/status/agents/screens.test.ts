// What is read off real screens of real agents is true, or "unknown": recorded ones, version by version, drawn by halves, and
// with a conversation above that looks like anything. Renewed by `npm run test:agents -- --part screens`.
import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KNOWLEDGE } from '../../../main/status/agents/index.ts'
import type { AgentKnowledge, ScreenSays, Shot } from '../../../main/status/agents/model.ts'

const FOLDER = path.join(import.meta.dirname, '../../fixtures/screens')
/** Of an agent's screens: how many may be "unknown" whose state is known. */
const UNKNOWN_SHARE = 0.1
const RUNS = Number(process.env['GATEHOUSE_RUNS'] ?? 300)

interface Screen {
  readonly version: string
  readonly label: string
  readonly expect: ScreenSays['is']
  readonly also?: readonly ScreenSays['is'][]
  readonly typed?: true | 'either'
  readonly cols: number
  readonly rows: number
  readonly shot: Shot
}

function screensOf(agent: string): Screen[] {
  const folder = path.join(FOLDER, agent)
  if (!fs.existsSync(folder)) return []
  return fs.readdirSync(folder).flatMap(name => {
    const screens: Screen[] = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'))
    return screens.map(one => ({ ...one, version: name.replace(/\.json$/, '') }))
  })
}

/** What is wrong with these words about that screen; null = nothing. */
function wrong(screen: Pick<Screen, 'expect' | 'also' | 'typed'>, says: ScreenSays): string | null {
  if (says.is === 'unknown') return null
  // A state that has no name of its own, or none that is sure.
  const allowed = screen.expect === 'unknown' ? ['dialog'] : [screen.expect, ...(screen.also ?? [])]
  // With something in its box nobody's text goes in.
  if (says.is === 'composer' && screen.expect === 'unknown' && says.typed === true) return null
  if (!allowed.includes(says.is)) return `${says.is}, not ${allowed.join(' or ')}: ${says.why}`
  if (says.is === 'composer' && screen.typed === true && says.typed !== true) return 'it holds a text'
  return null
}

const agents = fs
  .readdirSync(FOLDER)
  .filter(agent => KNOWLEDGE[agent])
  .map(agent => [agent, KNOWLEDGE[agent]!, screensOf(agent)] as const)

test('what is recorded names no place of the computer it was recorded on', () => {
  const text = agents.map(([, , screens]) => JSON.stringify(screens)).join('\n')
  expect(text).not.toMatch(/\/(?:tmp|root|work)\b|gate_[\w-]{20}/)
})

describe.each(agents)('%s', (_agent, { readScreen }: AgentKnowledge, screens) => {
  test('there are 30 screens and more, of three versions', () => {
    expect(screens.length).toBeGreaterThanOrEqual(30)
    expect(new Set(screens.map(({ version }) => version)).size).toBeGreaterThanOrEqual(3)
  })

  test('no screen is read as what it is not', () => {
    const faults = screens.flatMap(one => {
      const fault = wrong(one, readScreen(one.shot))
      return fault === null ? [] : [`${one.version} ${one.cols}x${one.rows} ${one.label}: ${fault}`]
    })
    expect(faults).toEqual([])
  })

  test('few are "unknown" whose state is known, and few empty boxes hold a text', () => {
    const known = screens.filter(one => one.expect !== 'unknown' && !one.also)
    const unread = known.filter(one => {
      const says = readScreen(one.shot)
      const overcautious = says.typed === true && one.typed === undefined && one.expect === 'composer'
      return says.is === 'unknown' || overcautious
    })
    const names = unread.map(one => `${one.version} ${one.cols}x${one.rows} ${one.label} (${one.expect})`)
    expect(names.length / known.length, names.join('\n')).toBeLessThanOrEqual(UNKNOWN_SHARE)
  })

  test('a dialog drawn by halves is no input box', () => {
    const faults = screens
      .filter(one => one.expect === 'dialog')
      .flatMap(one =>
        halves(one.shot).flatMap(([what, shot]) => {
          const says = readScreen(shot)
          return says.is === 'composer' && says.typed !== true
            ? [`${one.version} ${one.label}, ${what}: ${says.why}`]
            : []
        }),
      )
    expect(faults).toEqual([])
  })

  test('what a conversation shows is neither an input box nor a dialog nor work', () => {
    const live = screens.filter(one => one.expect !== 'unknown' && roomAbove(one) >= 3)
    expect(live.length).toBeGreaterThan(0)
    // A row that begins with this sign at the left edge is no conversation: Codex says its own errors so.
    const texts = screens.map(one => one.shot.lines.filter(line => line.trim() !== '' && !line.startsWith('■')))
    fc.assert(
      fc.property(fc.constantFrom(...live), fc.constantFrom(...texts), fc.nat(), (screen, text, from) => {
        const shot = withAbove(screen, text, from)
        const says = readScreen(shot)
        const before = readScreen(screen.shot)
        const same = says.is === before.is && says.typed === before.typed
        // A dialog that is none keeps everybody out, and no more.
        const safe = before.is === 'unknown' && says.is === 'dialog'
        if (!same && !safe && wrong(screen, says) !== null)
          throw new Error(`${screen.version} ${screen.label}: ${before.is} became ${says.is} (${says.why})`)
      }),
      { numRuns: RUNS },
    )
  })

  test('no screen of any kind makes it throw', () => {
    const line = fc.oneof(fc.string(), fc.constantFrom(...screens.flatMap(one => one.shot.lines).slice(0, 2000)))
    const shot = fc.record({
      lines: fc.array(line, { maxLength: 45 }),
      cursor: fc.record({ x: fc.nat(120), y: fc.nat(45) }),
      alt: fc.boolean(),
      title: fc.string(),
    })
    fc.assert(
      fc.property(shot, any => {
        readScreen(any)
      }),
      { numRuns: RUNS },
    )
  })
})

/** The dialog with the upper rows of it not drawn yet, or those below a row not drawn. */
function halves(shot: Shot): [string, Shot][] {
  const { lines } = shot
  const half = Math.floor(lines.length / 2)
  const blank = (from: number, to: number) => lines.map((line, y) => (y >= from && y < to ? '' : line))
  return [
    ['the upper half missing', { ...shot, lines: blank(0, half) }],
    ['three rows at the cursor missing', { ...shot, lines: blank(shot.cursor.y - 1, shot.cursor.y + 2) }],
    ['the rows below the cursor missing', { ...shot, lines: lines.slice(0, shot.cursor.y + 1) }],
  ]
}

/** How many rows at the top are surely not the live region: it reaches less far above the cursor. */
function roomAbove({ expect, shot }: Screen): number {
  const reach = expect === 'dialog' ? 18 : 9
  return Math.max(0, shot.cursor.y - reach)
}

/** The rows of the conversation hold a piece of another screen. */
function withAbove(screen: Screen, text: readonly string[], from: number): Shot {
  const { shot } = screen
  const room = roomAbove(screen)
  const start = text.length === 0 ? 0 : from % text.length
  const piece = text.slice(start, start + room)
  return { ...shot, lines: shot.lines.map((line, y) => (y < room ? (piece[y] ?? '') : line)) }
}
