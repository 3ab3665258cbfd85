// A prompt that was written for each of the four servers, unchanged, against the house: list, send without Enter, send with
// Enter, read. Real clients, real shells; what the terminal got, and what the record says.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeTokenFile } from '../../../main/store/token-files.ts'
import { ROOT, type Running, startHeadless, until } from '../../helpers/app.ts'
import { currentStdio, legacyStdio, rawBridge } from '../../helpers/bridge.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import {
  currentClient,
  legacyClient,
  mcporterClient,
  type TestClient,
  type ToolAnswer,
} from '../../helpers/mcp-clients.ts'

const CLIENTS = { 'SDK v1': legacyClient, 'SDK v2': currentClient, mcporter: mcporterClient }
type Kind = keyof typeof CLIENTS
type Args = Record<string, unknown>
type Step = [tool: string, args: Args]

interface Prompt {
  readonly list: Step
  /** where its `surface` stands in what the list gives */
  readonly found: (data: Args) => unknown
  /** absent = it has no such tool */
  readonly typed?: (surface: string, text: string) => Step
  readonly enter?: (surface: string) => Step
  readonly submitted: (surface: string, text: string) => Step
  readonly read: (surface: string) => Step
  readonly printed: (data: Args) => unknown
}

const item = (data: Args, list: string, name: string, key: string) =>
  (data[list] as Args[]).find(one => one[key] === name)

/** As their own documents tell a model to use them. */
const PROMPTS: Record<string, Prompt> = {
  'claude-sessions': {
    list: ['list_sessions', {}],
    found: data => item(data, 'sessions', 'shell', 'name'),
    typed: (_, keys) => ['send_keys', { name: 'shell', keys, enter: false }],
    enter: () => ['send_keys', { name: 'shell', keys: '' }],
    submitted: (_, keys) => ['send_keys', { name: 'shell', keys }],
    read: () => ['capture_pane', { name: 'shell', lines: 200 }],
    printed: data => data['text'],
  },
  climux: {
    list: ['session_list', { status: 'running' }],
    found: data => item(data, 'sessions', 'shell', 'name'),
    submitted: (sessionId, message) => ['session_send', { sessionId, message }],
    // It has no tool that reads.
    read: () => ['get_status', {}],
    printed: () => null,
  },
  cmux: {
    list: ['cmux_list_pane_surfaces', {}],
    found: data => item(data, 'surfaces', 'shell', 'title'),
    typed: (surface, text) => ['cmux_send', { surface, text }],
    enter: surface => ['cmux_send_key', { surface, key: 'enter' }],
    submitted: (surface, text) => ['cmux_send_submit', { surface, text }],
    read: surface => ['cmux_read_screen', { surface, lines: 200 }],
    printed: data => (data['lines'] as string[] | undefined)?.join('\n'),
  },
  yaver: {
    list: ['tmux_list_sessions', {}],
    found: data => item(data, 'sessions', 'shell', 'name'),
    submitted: (_, input) => ['tmux_send_input', { task_id: 'shell', input, allow_shell: true }],
    read: surface => ['get_task', { task_id: surface }],
    printed: data => (data['task'] as Args | undefined)?.['output'],
  },
}

/** What acted, or was eaten, in a source. Each with a line end too. */
const ODD = ['--enter', '-t other', 'Enter', 'C-c', 'rm -rf ~\n', '; touch x\n', '-l', '1', 'y\n', '$(touch x)\n']

let folder: DataFolder
let app: Running
let record: string
let shell: string
let recorder: string
const open: TestClient[] = []

const connect = async (kind: Kind, profile: string | null, agent: string) => {
  const url = profile === null ? app.ready.mcp : `${app.ready.mcp}/${profile}`
  const client = await CLIENTS[kind](url, folder.agents[agent]!.token)
  open.push(client)
  return client
}
const data = (answer: ToolAnswer) => answer.data as Args
const isBusy = (answer: ToolAnswer) =>
  ['no_answer', 'dialog_open', 'person_typing', 'line_not_empty'].includes(String(answer.data.code))
/** Sends of one agent, the newest last: the send and how it ended. */
const records = async (agent: string) => {
  const all = (await folder.activity()) as Args[]
  return all.filter(one => one['kind'] === 'send' && one['actor'] === agent)
}

beforeAll(async () => {
  folder = await dataFolder(
    ['typist', 'runner'],
    [
      { id: 'r-typist', agents: 'typist', surfaces: '*', level: 'type' },
      { id: 'r-runner', agents: 'runner', surfaces: '*', level: 'submit', answer: 'allow' },
    ],
  )
  const file = path.join(folder.dir, 'policy.json')
  const policy = JSON.parse(await fs.readFile(file, 'utf8'))
  const opening = { id: 'o1', agents: 'runner', presets: ['shell'], prompt: 'allow', max: 5, grant: 'allow' }
  await fs.writeFile(file, JSON.stringify({ ...policy, open: [opening] }), { mode: 0o600 })
  await writeTokenFile(folder.dir, 'runner', folder.agents['runner']!.token)
  record = path.join(folder.dir, 'bytes')
  const program = [process.execPath, path.join(ROOT, 'test/helpers/recorder.mjs'), record].map(one =>
    JSON.stringify(one),
  )
  app = await startHeadless([
    ...[`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'],
    ...[`--open-command=${program.join(' ')}`, '--name=recorder'],
  ])
  const runner = await connect('SDK v2', null, 'runner')
  await until('the shell', async () => !(await runner.call('submit_text', { surface: 'shell', text: 'true' })).isError)
  await until('the recorder', async () => {
    const { data: read } = await runner.call('read_surface', { surface: 'recorder' })
    return read.lines?.includes('ready')
  })
  const surfaces = (await runner.call('list_surfaces')).data.surfaces ?? []
  shell = surfaces.find(({ name }) => name === 'shell')!.id
  recorder = surfaces.find(({ name }) => name === 'recorder')!.id
})
afterAll(async () => {
  await Promise.all(open.map(client => client.close()))
  await app?.stop()
  await folder?.remove()
})

describe.each(Object.keys(PROMPTS))('/mcp/%s', profile => {
  const prompt = PROMPTS[profile]!

  test.each(Object.keys(CLIENTS) as Kind[])('%s: an agent that may submit runs it through', async kind => {
    const runner = await connect(kind, profile, 'runner')
    const listed = await runner.call(...prompt.list)
    expect(prompt.found(data(listed))).toMatchObject({ level: 'submit' })

    const id = `${profile}-${kind.replace(' ', '')}`
    const own = await connect('SDK v2', null, 'runner')
    // It may answer whatever asks: what it sends before the prompt is there goes to what is still running.
    const prints = (line: string) =>
      until(line, async () => {
        const { lines } = (await own.call('read_surface', { surface: 'shell', what: 'scrollback' })).data
        return lines?.includes(line) && /[$#] *$/.test(lines.at(-1) ?? '')
      })
    const send = (step: Step, what: string) =>
      until(`${step[0]} of ${what}`, async () => {
        const sent = await runner.call(...step)
        return isBusy(sent) ? null : sent
      })
    const [typed, submitted] = [`echo "${id}-typed-$((40+2))"`, `echo "${id}-sent-$((40+2))"`]
    if (prompt.typed && prompt.enter) {
      const there = await send(prompt.typed(shell, typed), 'a text without Enter')
      expect(there).toMatchObject({ isError: false, data: { outcome: 'inserted' } })
      await until('the text on the line', async () => {
        const { lines } = (await own.call('read_surface', { surface: 'shell' })).data
        return lines?.at(-1)?.includes(typed)
      })
      // Two texts never become one line.
      const taken = await runner.call(...prompt.submitted(shell, submitted))
      expect(taken).toMatchObject({ isError: true, data: { code: 'line_not_empty' } })
      const entered = await send(prompt.enter(shell), 'Enter')
      expect(['submitted', 'pressed']).toContain(entered.data.outcome)
      await prints(`${id}-typed-42`)
    }
    const sent = await send(prompt.submitted(shell, submitted), 'a text with Enter')
    expect(sent).toMatchObject({ isError: false, data: { outcome: 'submitted' } })
    await prints(`${id}-sent-42`)
    const printed = prompt.printed(data(await runner.call(...prompt.read(shell))))
    if (printed !== null) expect(printed).toContain(`${id}-sent-42`)

    const surface = { id: shell, name: 'shell' }
    const all = (await records('runner')).filter(({ text }) => String(text).includes(id))
    const done = all.filter(({ outcome }) => outcome !== 'denied')
    expect(done).toMatchObject([
      ...(prompt.typed ? [{ intent: 'type', text: typed, keys: null, surface }] : []),
      { intent: 'submit', text: submitted, keys: null, surface },
    ])
    const ends = (await records('runner')).filter(one => done.some(({ seq }) => one['of'] === seq))
    expect(ends.map(({ outcome }) => outcome)).toEqual([...(prompt.typed ? ['inserted'] : []), 'delivered'])
  })

  test.each(['SDK v2', 'mcporter'] as const)('%s: an agent that may only type stages, and nothing runs', async kind => {
    const typist = await connect(kind, profile, 'typist')
    const listed = await typist.call(...prompt.list)
    expect(prompt.found(data(listed))).toMatchObject({ level: 'type' })
    await fs.truncate(record, 0)

    for (const text of kind === 'mcporter' ? ODD.slice(3, 6) : ODD) {
      if (prompt.typed) {
        const [tool, args] = prompt.typed(recorder, text)
        const staged = await typist.call(tool, 'name' in args ? { ...args, name: 'recorder' } : args)
        expect(staged, text).toMatchObject({ isError: false, data: { outcome: 'staged', sent: false } })
        expect((await records('typist')).at(-1)).toMatchObject({ intent: 'type', text, keys: null, outcome: 'staged' })
      }
      const [tool, args] = prompt.submitted(recorder, text)
      const named = Object.fromEntries(
        Object.entries(args).map(([key, value]) => [key, value === 'shell' ? 'recorder' : value]),
      )
      const denied = await typist.call(tool, named)
      expect(denied, text).toMatchObject({ isError: true, data: { code: 'denied', rule: 'r-typist' } })
      expect(denied.data.why).toBeTruthy()
    }
    // The marker of another agent: whatever had gone in would stand before it.
    const marker = await connect('SDK v2', null, 'runner')
    expect((await marker.call('press_key', { surface: 'recorder', keys: ['Z'] })).data.outcome).toBe('pressed')
    await until('the marker', async () => (await fs.readFile(record, 'utf8')).includes('Z'))
    expect(await fs.readFile(record, 'utf8')).toBe('Z')
  })
})

test('claude-sessions: new, send, read and kill by the name that was given', async () => {
  const runner = await connect('SDK v2', 'claude-sessions', 'runner')
  const made = await runner.call('new_session', { name: 'work', command: 'echo "new-$((6*7))"', cwd: folder.dir })
  expect(made).toMatchObject({ isError: false, data: { outcome: 'opened', name: 'work', command_result: {} } })
  await until('its command', async () => {
    const { data: read } = await runner.call('capture_pane', { name: 'work' })
    return String((read as Args)['text']).includes('new-42')
  })
  expect(await runner.call('new_session', { name: 'work' })).toMatchObject({ isError: true, data: { field: 'name' } })
  await until('a second', async () => {
    return !(await runner.call('send_keys', { name: 'work', keys: 'echo "more-$((6*7))"' })).isError
  })
  expect((await runner.call('kill_session', { name: 'shell' })).isError).toBe(true)
  expect(await runner.call('kill_session', { name: 'work' })).toMatchObject({ isError: false, data: { killed: true } })
  expect((await runner.call('has_session', { name: 'work' })).data).toEqual({ name: 'work', exists: false })
})

test.each([
  ['SDK v1', legacyStdio],
  ['SDK v2', currentStdio],
] as const)('%s: the stdio bridge speaks a profile, and what is not offered says what to use', async (_kind, start) => {
  const client = await start(['--agent', 'runner', '--profile', 'cmux', `--user-data-dir=${folder.dir}`])
  open.push(client)
  expect(await client.tools()).toContain('cmux_send_submit')
  expect(await client.tools()).not.toContain('submit_text')
  const answer = await client.call('cmux_list_panels')
  expect(item(data(answer), 'surfaces', 'shell', 'title')).toMatchObject({ ref: shell })
  const left = await client.call('cmux_batch', { steps: [] })
  expect(left).toMatchObject({ isError: true, data: { code: 'denied' } })
  expect(left.data.why).toContain('one by one')
})

test('the stdio bridge refuses to start with a profile there is not, and names those there are', async () => {
  const bridge = rawBridge(['--agent', 'runner', '--profile', 'tmux', `--user-data-dir=${folder.dir}`])
  expect(await bridge.exited).toBe(2)
  expect(bridge.errors()).toContain('there are climux, cmux, yaver, claude-sessions.')
})
