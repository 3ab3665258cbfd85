// Asking a person, in the real app with real MCP clients: every answer, its bytes and its record. The answers are given
// through the bridge the page has; what the card looks like is tested beside it.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import type { ApprovalView, CallInput } from '../../../preload/contract.ts'
import { ROOT, type RunningWindow, startWindow, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { currentClient, legacyClient, type TestClient, type ToolAnswer } from '../../helpers/mcp-clients.ts'
import { atRest, sees } from '../../helpers/terminal.ts'

const AGENTS = ['asker', 'patient', 'flooder', 'stranger']
const RULES = ['asker', 'patient', 'flooder'].map(id => {
  return { id: `r-${id}`, agents: id, surfaces: '*', level: 'type', ask: 'submit' }
})

const recorder = (file: string) =>
  `--open-command=${JSON.stringify(process.execPath)} ${JSON.stringify(path.join(ROOT, 'test/helpers/recorder.mjs'))} ${JSON.stringify(file)}`

describe('a person is asked', () => {
  let folder: DataFolder
  let app: RunningWindow
  let bytes: string
  let asker: TestClient
  const clients: TestClient[] = []

  const connect = async (kind: typeof legacyClient, agent: string) => {
    const client = await kind(app.ready.mcp, folder.agents[agent]!.token)
    clients.push(client)
    return client
  }
  const approvals = () =>
    app.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok ? state.value.approvals : { waiting: [], handled: [] }
    })
  const card = (match: (one: ApprovalView) => boolean): Promise<ApprovalView> =>
    until('a card', async () => (await approvals()).waiting.find(match))
  const answer = (input: CallInput<'approval.answer'>) =>
    app.page.evaluate(given => window.gatehouse.invoke('approval.answer', given), input)
  /** What was written for this, as it came to the program. */
  const received = async () => (await fs.readFile(bytes)).toString('latin1')
  const recordsOf = async (text: string) => {
    const records = await folder.activity()
    const asked = records.find(one => one['text'] === text && one['approval'] !== null)
    return records
      .filter(one => one['seq'] === asked?.['seq'] || one['of'] === asked?.['seq'])
      .map(one => `${one['actor']} ${(one['verdict'] as { effect: string } | null)?.effect} ${one['outcome']}`)
  }
  const send = (text: string, surface = 'recorder') =>
    asker.call('submit_text', { surface, text }, { timeoutMs: 150_000 })

  beforeAll(async () => {
    folder = await dataFolder(AGENTS, RULES)
    bytes = path.join(folder.dir, 'bytes')
    const name = ['--name=recorder']
    app = await startWindow([
      `--user-data-dir=${folder.dir}`,
      '--mcp-port=0',
      '--open=shell',
      '--name=shell',
      recorder(bytes),
      ...name,
    ])
    await sees(app.page, 'recorder', 'ready')
    asker = await connect(currentClient, 'asker')
  })
  afterAll(async () => {
    await Promise.all(clients.map(client => client.close()))
    await app?.stop()
    await folder?.remove()
  })

  let unanswered: { readonly started: number; readonly told: (string | undefined)[]; readonly end: Promise<ToolAnswer> }

  test('it waits; nobody answers this one until all the others are done', async () => {
    const patient = await connect(legacyClient, 'patient')
    const told: (string | undefined)[] = []
    const options = { onProgress: (message?: string) => told.push(message), timeoutMs: 30_000 }
    const end = patient.call('submit_text', { surface: 'recorder', text: 'never' }, options)
    unanswered = { started: Date.now(), told, end }
    await card(one => one.text === 'never')
  })

  test('every answer does what it says, with its record', async () => {
    // Allowed once.
    const allowed = send('allowed')
    const first = await card(one => one.text === 'allowed')
    expect(first).toMatchObject({ agent: 'asker', enter: true, level: 'type', wants: 'submit' })
    expect(await received()).not.toContain('allowed')
    expect(await answer({ ref: first.ref, how: 'once' })).toMatchObject({ ok: true })
    expect((await allowed).data).toMatchObject({ outcome: expect.stringMatching(/submitted|unconfirmed/) })
    // Sent is not yet read by the program.
    await until('it to arrive', async () => (await received()).includes('allowed\r'))
    expect(await recordsOf('allowed')).toEqual([
      'asker ask null',
      'person allow null',
      expect.stringMatching(/^asker undefined (delivered|unconfirmed)$/),
    ])

    // Kept as a draft.
    const kept = send('kept')
    await answer({ ref: (await card(one => one.text === 'kept')).ref, how: 'draft' })
    expect((await kept).data).toMatchObject({ code: 'refused_by_person', draft: expect.stringContaining('@1') })

    // Changed.
    const changed = send('changed')
    await answer({ ref: (await card(one => one.text === 'changed')).ref, how: 'edit', text: 'better' })
    expect((await changed).data).toMatchObject({
      outcome: expect.stringMatching(/submitted|unconfirmed/),
      edited: true,
    })
    await until('the changed one to arrive', async () => (await received()).includes('better\r'))

    // Denied, with a reason.
    const denied = send('denied')
    await answer({ ref: (await card(one => one.text === 'denied')).ref, how: 'deny', reason: 'not now' })
    expect((await denied).data).toMatchObject({ code: 'refused_by_person', why: expect.stringContaining('not now') })

    // Cancelled by its caller.
    const abort = new AbortController()
    const cancelled = asker.call('submit_text', { surface: 'recorder', text: 'cancelled' }, { signal: abort.signal })
    const gone = await card(one => one.text === 'cancelled')
    abort.abort()
    await expect(cancelled).rejects.toThrow()
    await until('the card to go', async () => !(await approvals()).waiting.some(({ text }) => text === 'cancelled'))
    expect(await answer({ ref: gone.ref, how: 'once' })).toMatchObject({ ok: false, code: 'approval_gone' })
    await until('its record', async () => (await recordsOf('cancelled')).includes('asker deny cancelled'))

    // Paused in the middle.
    const paused = send('paused')
    const held = await card(one => one.text === 'paused')
    await app.page.keyboard.press('Control+Shift+Period')
    await until('the pause', async () => (await asker.call('my_access')).data.paused)
    expect(await answer({ ref: held.ref, how: 'once' })).toMatchObject({ ok: false, code: 'paused' })
    // Which of the two the key does goes by what the window knows.
    await app.page.getByText('All agents paused').first().waitFor()
    await app.page.keyboard.press('Control+Shift+Period')
    await until('the end of the pause', async () => !(await asker.call('my_access')).data.paused)
    await answer({ ref: held.ref, how: 'once' })
    expect((await paused).data.outcome).toMatch(/submitted|unconfirmed/)

    // The window loaded anew.
    const reloaded = send('echo reloaded', 'shell')
    const before = await card(one => one.text === 'echo reloaded')
    await app.page.reload()
    expect((await card(one => one.text === 'echo reloaded')).ref).toBe(before.ref)
    expect(await answer({ ref: before.ref, how: 'minutes', minutes: 15 })).toMatchObject({ ok: true })
    expect((await reloaded).data).toMatchObject({ outcome: expect.stringMatching(/submitted|unconfirmed/) })
    await atRest(app.page, 'shell')
    expect((await send('echo free', 'shell')).data).toMatchObject({
      outcome: expect.stringMatching(/submitted|unconfirmed/),
    })
    const policy = await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8')
    expect(policy).toMatch(/"id": "t1", "agents": "asker", .*"level": "submit", "until": "/)
  })

  test('10,000 asks of one agent leave three cards, and the app answers', async () => {
    const flooder = await connect(currentClient, 'flooder')
    const flooding = async () => (await approvals()).waiting.filter(one => one.agent === 'flooder')
    let sent = 0
    const codes = new Map<string, number>()
    const flood = Array.from({ length: 20 }, async () => {
      while (sent < 10_000) {
        sent += 1
        const { data } = await flooder.call(
          'submit_text',
          { surface: 'shell', text: `flood ${sent}` },
          { timeoutMs: 150_000 },
        )
        codes.set(data.code ?? '', (codes.get(data.code ?? '') ?? 0) + 1)
      }
    })
    const cards = await until('three cards', async () => {
      const mine = await flooding()
      return mine.length === 3 ? mine : null
    })
    // The page and the main process answer a person all the while.
    // On a slow machine the answer comes before the two minutes of the three are over.
    const late = cards[0]!.at + 75_000
    let looks = 0
    while (sent < 9000 && Date.now() < late) {
      expect((await flooding()).length).toBeLessThanOrEqual(3)
      looks += 1
    }
    expect(looks).toBeGreaterThan(20)
    await answer({ ref: cards[0]!.ref, how: 'deny_all' })
    await Promise.all(flood)
    expect(codes.get('ask_limit')).toBeGreaterThan(9_900)
    expect(codes.get('refused_by_person')).toBe(3)
  }, 420_000)

  test('an agent that no rule names is asked about, has nothing until then, and what it is given after', async () => {
    const stranger = await connect(legacyClient, 'stranger')
    expect((await stranger.call('my_access')).data.surfaces).toEqual([])
    const asked = await card(one => one.kind === 'connect')
    expect(asked).toMatchObject({ agent: 'stranger', surface: null, answers: ['start', 'deny', 'block'] })
    expect(asked.facts).toContainEqual({ name: 'Token', value: 'stranger', verified: true })
    if (process.platform === 'linux') {
      expect(asked.facts).toContainEqual({ name: 'Program', value: expect.stringContaining('node'), verified: true })
    }
    await answer({ ref: asked.ref, how: 'start', level: 'read', ask: 'type' })
    await until('its surfaces', async () => (await stranger.call('my_access')).data.surfaces?.length === 2)
  })

  test('what nobody answers ends after two minutes, and its caller was told all the while', async () => {
    const { started, told, end } = unanswered
    expect((await end).data).toMatchObject({ code: 'no_answer', why: expect.stringContaining('2 minutes') })
    expect(Date.now() - started).toBeGreaterThan(119_000)
    expect(told.length).toBeGreaterThanOrEqual(8)
    expect(await received()).not.toMatch(/never|kept|denied|cancelled|changed|flood/)
    expect(await verifyActivity(folder.dir)).toMatchObject({ ok: true })
  }, 420_000)
})
