// A person is given two minutes to answer an agent, and real agents, as MCP clients of the real app, wait that long: they
// neither give up nor call again, and take an answer that comes late or none at all for what it is.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ApprovalView } from '../../preload/contract.ts'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { callers } from './waiting/connected.ts'
import { keepWaiting } from './waiting/figures.ts'
import { type CallingModel, DONE, startCallingModel } from './waiting/model.ts'
import { type Run, runOnce } from './waiting/run.ts'

/** Shortly before the two minutes are over. */
const ANSWER_MS = 110_000
const ASK_MS = 120_000
/** For an agent to start on a busy machine, and to end once it has its result. */
const START_MS = 120_000
const END_MS = 60_000

/** One agent for each case, and a terminal that is its own. */
const CASES = { late: 'typed after a late answer', never: 'typed though nobody answered' } as const
type Case = keyof typeof CASES

describe.each(callers)('$title', agent => {
  let folder: DataFolder
  let app: RunningWindow
  const bytesOf = (which: Case) => path.join(folder.dir, `bytes-${which}`)

  beforeAll(async () => {
    const names = Object.keys(CASES) as Case[]
    const rules = names.map(id => ({ id: `r-${id}`, agents: id, surfaces: '*', level: 'read', ask: 'submit' }))
    folder = await dataFolder(names, rules)
    const recorder = [process.execPath, path.join(ROOT, 'test/helpers/recorder.mjs')].map(one => JSON.stringify(one))
    const surfaces = names.flatMap(name => {
      const command = [...recorder, JSON.stringify(bytesOf(name)), '--cooked'].join(' ')
      return [`--open-command=${command}`, `--name=${name}`]
    })
    app = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...surfaces])
    for (const name of names) await until('a terminal', () => fs.stat(bytesOf(name)))
  })
  afterAll(async () => {
    await app?.stop()
    await folder?.remove()
  })

  const waiting = () =>
    app.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok ? state.value.approvals.waiting : []
    })
  const received = (which: Case) => fs.readFile(bytesOf(which), 'utf8')

  /** Has the agent call the tool, and hands over at the moment its question is before the person. */
  async function asked(which: Case, judge: (seen: Seen) => Promise<void>): Promise<void> {
    const model = await startCallingModel({ surface: which, text: CASES[which] })
    let run: Run | undefined
    try {
      const { token } = folder.agents[which]!
      run = await runOnce(agent, { model: model.url, mcp: app.ready.mcp, token })
      const { printed } = run
      let ended: { readonly code: number | null } | null = null
      void run.ended.then(code => {
        ended = { code }
      })
      const card = await until(
        'the question',
        async () => (await waiting()).find(one => one.agent === which),
        START_MS,
      ).catch(error => {
        throw new Error(`${error.message}; asked of the model: ${model.asked.join('; ')}; printed: ${printed()}`)
      })
      const since = Date.now()
      await judge({ model, card, since })
      expect(await until('its end', () => ended, END_MS), `it printed: ${printed()}`).toEqual({ code: 0 })
      expect(printed(), 'it went on with its turn').toContain(DONE)
      expect(model.results(), 'the tool gave one result').toHaveLength(1)
      const sends = (await folder.activity()).filter(one => one['actor'] === which && one['kind'] === 'send')
      const began = sends.filter(one => one['of'] === undefined)
      expect(
        began.map(one => (one['verdict'] as { effect: string }).effect),
        'asked once',
      ).toEqual(['ask'])
      const [result] = model.results()
      const waitedMs = result!.at - model.called()!.at
      await keepWaiting(agent, run.version, which, { tool: model.called()!.name, waitedMs, result: result!.text })
    } finally {
      await run?.close()
      await model.close()
    }
  }

  test.concurrent('an answer after 110 s reaches it, and the text the terminal, once', async () => {
    await asked('late', async ({ model, card, since }) => {
      const over = () => model.results().length > 0 || Date.now() - since >= ANSWER_MS
      await until('the time for an answer', over, ANSWER_MS + 5000)
      expect(model.results(), 'it still waits').toEqual([])
      expect(await received('late')).toBe('')
      const answer = { ref: card.ref, how: 'once' } as const
      const given = await app.page.evaluate(what => window.gatehouse.invoke('approval.answer', what), answer)
      expect(given).toMatchObject({ ok: true })
      await until('the result at the model', () => model.results().length > 0, END_MS)
      expect(model.results()[0]!.text).toContain('"outcome":"submitted"')
    })
    expect(await received('late')).toBe(`${CASES.late}\n`)
  })

  test.concurrent('where nobody answers it is told so after 2 minutes, and goes on', async () => {
    await asked('never', async ({ model, since }) => {
      await until('the result at the model', () => model.results().length > 0, ASK_MS + END_MS)
      expect(Date.now() - since).toBeGreaterThan(ASK_MS - 5000)
      expect(model.results()[0]!.text).toContain('"code":"no_answer"')
    })
    expect(await received('never')).toBe('')
  })
})

interface Seen {
  readonly model: CallingModel
  readonly card: ApprovalView
  readonly since: number
}
