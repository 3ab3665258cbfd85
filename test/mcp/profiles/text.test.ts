// Text is text, with the real gate behind the tools: whatever looks like a key, a flag or a line end, what a tool without Enter
// is given is staged as it is or refused whole, and no byte reaches a program at level type.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PROFILES } from '../../../main/mcp/profiles/index.ts'
import type { Answer } from '../../../main/mcp/tools/tool.ts'
import { cursor, type Rig, rig, rule } from '../../gate/support/rig.ts'

type Send = (state: Rig, text: string) => Promise<Answer>

const tool = (profile: string, name: string, args: (text: string) => Record<string, unknown>): [string, Send] => {
  const { tools } = PROFILES.find(one => one.name === profile)!
  const found = tools.find(({ definition }) => definition.name === name)!
  const { signal } = new AbortController()
  return [name, ({ gate }, text) => found.call({ gate, agent: cursor, signal }, args(text))]
}

const TYPES = [
  tool('claude-sessions', 'send_keys', keys => ({ name: 'api', keys, enter: false })),
  tool('cmux', 'cmux_send', text => ({ surface: 'api', text })),
  tool('cmux', 'cmux_send_panel', text => ({ panel: 'pane:api', text })),
]
const SUBMITS = [
  tool('claude-sessions', 'send_keys', keys => ({ name: 'api', keys })),
  tool('climux', 'session_send', message => ({ sessionId: 'api', message })),
  tool('cmux', 'cmux_send_submit', text => ({ surface: 'api', text })),
  tool('cmux', 'cmux_broadcast', text => ({ workspace: 'web', text })),
  tool('cmux', 'cmux_send_submit_some', text => ({ surface_refs: ['api'], text })),
  tool('cmux', 'cmux_send_each', text => ({ workspace: 'web', texts: [text] })),
  tool('cmux', 'cmux_orchestrate', text => ({ assignments: [{ surface: 'api', text }] })),
  tool('yaver', 'tmux_send_input', input => ({ task_id: 'api', input, allow_shell: true })),
]

/** Each of them did something in a source that its caller did not ask for. */
const ODD = [
  ...['--enter', '-t other', '-l', '-X foo', '-R', '--all', '--json', '--surface', '-x', '--', ';', 'ls ;', 'echo a;'],
  ...['Enter', 'C-c', '^c', 'C-m', 'Space', 'BSpace', 'M-x', 'F1', 'S-Up', 'NPage', '0x41', 'escape', 'ctrl+c'],
  ...['\n', 'a\n', 'a\nb', '\r', 'a\r', '\t', '\x1b', '\x1b[A', '\x1b[201~\r', '\x03', '\x7f', '\\n', '$steps[0].x'],
  ...['1', 'y', 'rm -rf ~\n', '', ' ', '\u202e', '\ud800', '\u2028', 'x'.repeat(65_537)],
]
const odd = fc.constantFrom(...ODD)
const texts = fc.oneof(
  odd,
  fc.tuple(odd, fc.string()).map(both => both.join('')),
  fc.string({ unit: 'binary' }),
)

const REFUSED = ['bad_text', 'bad_arguments']
const sendsOf = ({ records }: Rig) => records.filter(({ kind }) => kind === 'send')

describe.each(TYPES)('%s without Enter', (_name, send) => {
  const staged = async (text: string) => {
    const state = rig({ rules: [rule('r1', '*', 'type', { ask: 'submit' })] })
    const { isError, result } = await send(state, text)
    expect(state.surface.writes).toEqual([])
    if (isError) {
      expect(REFUSED).toContain(result['code'])
      expect(state.gate.drafts()).toEqual([])
      return
    }
    expect(result).toMatchObject({ outcome: 'staged', sent: false })
    expect(state.gate.drafts()).toMatchObject([{ ref: result['draft'], text }])
    expect(sendsOf(state)).toMatchObject([{ intent: 'type', text, keys: null, outcome: 'staged' }])
  }

  test('at level type no byte goes in, and the draft is the text as it is', async () => {
    await fc.assert(fc.asyncProperty(texts, staged), { numRuns: 200 })
    for (const text of ODD) await staged(text)
  })

  test('at level submit what stands on the line is the text as it is, and nothing is pressed', async () => {
    const inserted = async (text: string, paste: boolean) => {
      const state = rig()
      state.surface.bracketedPaste = paste
      const { isError, result } = await send(state, text)
      if (isError) {
        expect(state.surface.writes).toEqual([])
        return
      }
      expect(result['outcome']).toBe('inserted')
      expect(state.surface.bytes()).toBe(paste ? `\x1b[200~${text}\x1b[201~` : text)
      if (!paste) expect(text).not.toMatch(/[\n\r\t]/)
    }
    await fc.assert(fc.asyncProperty(texts, fc.boolean(), inserted), { numRuns: 100 })
  })
})

describe.each(SUBMITS)('%s with Enter', (_name, send) => {
  test('at level type it is refused, and no byte goes in', async () => {
    const denied = async (text: string) => {
      const state = rig({ rules: [rule('r1', '*', 'type')] })
      const { isError, result } = await send(state, text)
      expect(isError).toBe(true)
      expect(['denied', ...REFUSED]).toContain(result['code'])
      expect(state.surface.writes).toEqual([])
      expect(state.gate.drafts()).toEqual([])
    }
    await fc.assert(fc.asyncProperty(texts, denied), { numRuns: 50 })
  })

  test('at level submit the text as it is and one Enter go in, or nothing', async () => {
    const submitted = async (text: string) => {
      const state = rig()
      const { isError, result } = await send(state, text)
      if (isError) {
        expect(state.surface.writes).toEqual([])
        return
      }
      expect(JSON.stringify(result)).toContain('"outcome":"submitted"')
      expect(state.surface.writes.map(({ data }) => data)).toEqual([`\x1b[200~${text}\x1b[201~`, '\r'])
      expect(sendsOf(state)).toMatchObject([{ intent: 'submit', text, keys: null }, { outcome: 'delivered' }])
    }
    await fc.assert(fc.asyncProperty(texts, submitted), { numRuns: 50 })
    for (const text of ODD) await submitted(text)
  })
})

test('a batch goes through the gate one by one: a limit holds for each of its sends', async () => {
  const limits = [{ max: 2, window: 'minute', per: 'pair' } as const]
  const names = { s_aaaa: 'api', s_bbbb: 'db' }
  const state = rig({ names, rules: [rule('r1', '*', 'submit', { limits })] })
  const [, send] = tool('cmux', 'cmux_orchestrate', text => ({
    assignments: ['api', 'api', 'api', 'db'].map(surface => ({ surface, text })),
  }))
  const { result } = await send(state, 'x')
  expect(result).toMatchObject({
    ...{ total: 4, sent: 3, failed: 1 },
    results: [{ sent: true }, { sent: true }, { sent: false, code: 'rate_limited' }, { surface: 's_bbbb', sent: true }],
  })
})

test('what the caller opened is marked so in what the gate lists, and nothing else is', () => {
  const state = rig({ names: { s_aaaa: 'api', s_bbbb: 'db' } })
  Object.assign(state.surfaces[1]!.facts, { openedBy: 'cursor' })
  expect(state.gate.list(cursor).map(one => ('opened' in one ? one.opened : null))).toEqual([null, true])
})
