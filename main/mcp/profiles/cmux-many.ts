// The tools of cmux-agent-mcp that go to several surfaces: a loop over single sends or reads of the gate, each with its own
// result. None goes further than the workspace it names, and none reports as sent what was not.
import { z } from 'zod'
import type { OneResult } from '../../gate/send-many.ts'
import { wrongArgument } from '../tools/arguments.ts'
import { READS, WRITES } from '../tools/tool.ts'
import { addressed, args, target, those, UNTRUSTED } from './cmux-target.ts'
import { say } from './say.ts'
import * as does from './send.ts'
import { profileTool } from './tool.ts'

const { workspace, text, key, lines } = args
/** Its own default of `cmux_read_all`. */
const LINES = 20

const MANY =
  'One by one, each with its own result; one at most waits for a person, and others that need one are refused as "ask_limit".'

export const sendKeyAll = profileTool({
  name: 'cmux_send_key_all',
  title: 'Press a key in all surfaces',
  description: `Presses one key in every surface of a workspace that you may read, yours unless said, but never your own. ${MANY}`,
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({ key, workspace }),
  async run(call, { key: name, ...given }) {
    const all = addressed(call, given.workspace)
    if ('refused' in all) return all
    const refs = all.filter(({ you }) => !you).map(({ id }) => id)
    const results: OneResult[] = []
    let asked = false
    for (const ref of refs) {
      const over: OneResult = { refused: false, outcome: 'not_tried' }
      const raise = () => {
        asked = true
      }
      results.push(call.signal.aborted ? over : await does.pressKey(call, ref, name, raise, asked))
    }
    return does.counted(refs, results, sent => ({ sent_to: sent, total: refs.length, key: name }))
  },
})

export const broadcast = profileTool({
  name: 'cmux_broadcast',
  title: 'Send to all surfaces',
  description: `Sends text and Enter to every surface of a workspace that you may read, yours unless said, but never your own. ${MANY}`,
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({ text, workspace }),
  async run(call, { text: words, ...given }) {
    const all = addressed(call, given.workspace)
    if ('refused' in all) return all
    const sends = all.filter(({ you }) => !you).map(({ id }) => ({ surface: id, text: words }))
    return does.submitAll(call, sends, sent => ({ sent_to: sent, total: sends.length, text: words }))
  },
})

export const sendSubmitSome = profileTool({
  name: 'cmux_send_submit_some',
  title: 'Send to some surfaces',
  description: `Sends the same text and Enter to the surfaces named. ${MANY}`,
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({
    surface_refs: z
      .array(z.string().min(1).max(200))
      .min(1)
      .describe('surfaces, as cmux_list_pane_surfaces shows them'),
    text,
    workspace,
  }),
  async run(call, { surface_refs: refs, text: words, ...given }) {
    const found = refs.map(one => target(call, { ...given, surface: one }))
    const wrong = found.find(one => typeof one !== 'string')
    if (wrong) return wrong
    const sends = found.map(one => ({ surface: one as string, text: words }))
    return does.submitAll(call, sends, sent => ({ sent_to: sent, total: sends.length, text: words }))
  },
})

export const sendEach = profileTool({
  name: 'cmux_send_each',
  title: 'Send to each surface its own text',
  description:
    `Sends texts with Enter to the surfaces of a workspace, yours unless said: the first text to the first in the order of ` +
    `cmux_list_pane_surfaces, and so on. cmux_orchestrate, which names them, is safer. ${MANY}`,
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({ texts: z.array(z.string().min(1)).min(1).describe('one for each surface'), workspace }),
  async run(call, { texts, ...given }) {
    const all = addressed(call, given.workspace)
    if ('refused' in all) return all
    if (texts.length > all.length) {
      return wrongArgument('texts', say.moreTexts(texts.length, all.length), say.oneTextEach)
    }
    const sends = texts.map((words, index) => ({ surface: all[index]!.id, text: words }))
    return does.submitAll(call, sends, sent => ({ sent_to: sent, total: all.length }))
  },
})

export const orchestrate = profileTool({
  name: 'cmux_orchestrate',
  title: 'Send to surfaces their own texts',
  description: `Sends a text and Enter to each of the surfaces named. ${MANY}`,
  needs: 'submit',
  annotations: WRITES,
  input: z.strictObject({
    assignments: z
      .array(z.strictObject({ surface: z.string().min(1).max(200), text: z.string().min(1) }))
      .min(1)
      .describe('which text for which surface'),
    workspace,
    delay_ms: z.number().min(0).optional().describe('means nothing here: each send waits for its own terminal'),
  }),
  async run(call, { assignments, ...given }) {
    const found = assignments.map(one => target(call, { workspace: given.workspace, surface: one.surface }))
    const wrong = found.find(one => typeof one !== 'string')
    if (wrong) return wrong
    const sends = assignments.map((one, index) => ({ surface: found[index] as string, text: one.text }))
    const total = sends.length
    return does.submitAll(call, sends, sent => ({ total, sent, failed: total - sent }))
  },
})

export const readAll = profileTool({
  name: 'cmux_read_all',
  title: 'Read all surfaces',
  description: `Returns the newest lines of every surface of a workspace that you may read; of all without one. ${UNTRUSTED}`,
  needs: 'read',
  annotations: READS,
  input: z.strictObject({ workspace, lines: lines.describe('of each, 20 unless said') }),
  async run(call, given) {
    const all = those(call, given.workspace)
    if ('refused' in all) return all
    const panes: Record<string, unknown>[] = []
    for (const { id, name } of all) {
      const read = await does.readLines(call, id, given.lines ?? LINES)
      const told = read.refused ? { output: `(error: ${read.why})`, code: read.code } : { output: does.textOf(read) }
      panes.push({ surface: id, title: name, ...told, ...(!read.refused && does.shown(read)) })
    }
    return { result: { total: panes.length, panes, untrusted: true } }
  },
})
