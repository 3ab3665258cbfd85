// The main job, on real input: a person in a real window, independent MCP clients on the port, a program that writes down
// every byte it is sent.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyActivity } from '../../main/gate/verify.ts'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, legacyClient, mcporterClient, type TestClient } from '../helpers/mcp-clients.ts'
import { mutant } from '../helpers/mutant.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

const RULES = [
  { id: 'r-reader', agents: 'reader', surfaces: '*', level: 'read' },
  { id: 'r-typist', agents: 'typist', surfaces: '*', level: 'type' },
  { id: 'r-runner', agents: 'runner', surfaces: '*', level: 'submit' },
]
const CLIENTS = { 'SDK v1': legacyClient, 'SDK v2': currentClient, mcporter: mcporterClient }
/** Texts that act somewhere when they reach a program, with and without a line end. */
const TEXTS = ['1', 'y', 'yes', 'q', 'ZQ', 'rm -rf ~', 'two\nlines', '!touch x', `${'a'.repeat(4000)}\n`]

const recorder = (file: string) =>
  `--open-command=${JSON.stringify(process.execPath)} ${JSON.stringify(path.join(ROOT, 'test/helpers/recorder.mjs'))} ${JSON.stringify(file)}`

/** Sent to the shell as soon as nobody has just typed there. */
const submitted = (by: TestClient, text: string) =>
  until('the person to have stopped typing', async () => {
    const answer = await by.call('submit_text', { surface: 'shell', text })
    return answer.data.code === 'person_typing' ? null : answer
  })

describe('a person and agents share a window', () => {
  let folder: DataFolder
  let window: RunningWindow
  let record: string
  const open: TestClient[] = []

  const connect = async (kind: keyof typeof CLIENTS, agent: string) => {
    const client = await CLIENTS[kind](window.ready.mcp, folder.agents[agent]!.token)
    open.push(client)
    return client
  }

  beforeAll(async () => {
    folder = await dataFolder(['reader', 'typist', 'runner'], RULES)
    record = path.join(folder.dir, 'bytes')
    window = await startWindow([
      `--user-data-dir=${folder.dir}`,
      '--mcp-port=0',
      '--open=shell',
      '--name=shell',
      recorder(record),
      '--name=recorder',
    ])
    await sees(window.page, 'shell', /[$#%❯>]\s*$/m)
    await sees(window.page, 'recorder', 'ready')
  })
  afterAll(async () => {
    await Promise.all(open.map(client => client.close()))
    await window?.stop()
    await folder?.remove()
  })

  test('a person clicks into a terminal, types, and sees what the program prints', async () => {
    await type(window.page, 'shell', "echo 'h'i-$((6*7))", 'Enter')
    await sees(window.page, 'shell', 'hi-42')
  })

  for (const kind of Object.keys(CLIENTS) as (keyof typeof CLIENTS)[]) {
    test(`${kind}: lists and reads, and is refused above its level with the rule that says so`, async () => {
      const reader = await connect(kind, 'reader')
      const listed = await reader.call('list_surfaces')
      expect(listed.data.surfaces?.map(({ name, level }) => ({ name, level }))).toEqual([
        { name: 'shell', level: 'read' },
        { name: 'recorder', level: 'read' },
      ])
      const screen = await reader.call('read_surface', { surface: 'shell' })
      expect(screen.data.lines).toContain('hi-42')
      for (const [tool, args] of [
        ['type_text', { surface: 'shell', text: 'echo no' }],
        ['submit_text', { surface: 'shell', text: 'echo no' }],
      ] as const) {
        const refused = await reader.call(tool, args)
        expect(refused).toMatchObject({ isError: true, data: { code: 'denied', rule: 'r-reader' } })
      }
    })

    test(`${kind}: an agent that may only type stages drafts, and not one byte reaches the program`, async () => {
      const typist = await connect(kind, 'typist')
      for (const text of TEXTS) {
        const staged = await typist.call('type_text', { surface: 'recorder', text })
        expect(staged.data, `text ${JSON.stringify(text.slice(0, 20))}`).toMatchObject({ outcome: 'staged' })
      }
      const submit = await typist.call('submit_text', { surface: 'recorder', draft: await newestDraft(typist) })
      expect(submit).toMatchObject({ isError: true, data: { code: 'denied', rule: 'r-typist' } })
      // A person's key marks the end: everything that could have come before it would be in front of it.
      await fs.truncate(record, 0)
      await type(window.page, 'recorder', 'Z')
      await until('the marker', async () => (await fs.readFile(record, 'utf8')).includes('Z'))
      expect(await fs.readFile(record, 'utf8')).toBe('Z')
    })

    test(`${kind}: an agent with submit runs a command and reads its output back`, async () => {
      const runner = await connect(kind, 'runner')
      const { cursor } = (await runner.call('read_surface', { surface: 'shell' })).data
      const sent = await submitted(runner, `echo "${kind}"-$((20+22))`)
      expect(sent).toMatchObject({ isError: false, data: { outcome: 'submitted' } })
      const read = await until('the output', async () => {
        const answer = await runner.call('read_surface', { surface: 'shell', what: 'since', cursor })
        return answer.data.lines?.includes(`${kind}-42`) ? answer : null
      })
      expect(read.data.typed).toEqual([{ line: expect.any(Number), by: 'runner' }])
      await sees(window.page, 'shell', `${kind}-42`)
    })
  }

  test('Run on the card sends exactly the draft and Enter, and only then', async () => {
    const typist = await connect('SDK v2', 'typist')
    await typist.call('type_text', { surface: 'shell', text: "echo 'drafted'-$((1+1))" })
    const card = pane(window.page, 'shell').getByTestId('draft-card')
    await card.waitFor()
    expect(await card.textContent()).toContain('not in the program yet')
    await card.getByRole('button', { name: /^Run/ }).click()
    await sees(window.page, 'shell', 'drafted-2')
    await card.waitFor({ state: 'detached' })
    const { lines, typed } = (await typist.call('read_surface', { surface: 'shell' })).data
    const row = lines!.findIndex(line => line.includes("echo 'drafted'"))
    expect(typed, 'what an agent wrote is marked as its own, whoever released it').toContainEqual({
      line: row,
      by: 'typist',
    })
  })

  test('a key typed into the terminal releases no draft', async () => {
    const typist = await connect('SDK v2', 'typist')
    await typist.call('type_text', { surface: 'shell', text: 'echo not-released' })
    await pane(window.page, 'shell').getByTestId('draft-card').waitFor()
    await type(window.page, 'shell', 'echo by-hand', 'Enter')
    await sees(window.page, 'shell', /^by-hand/m)
    expect(await pane(window.page, 'shell').getByTestId('draft-card').count()).toBe(1)
    await pane(window.page, 'shell')
      .getByRole('button', { name: /^Discard/ })
      .click()
    await pane(window.page, 'shell').getByTestId('draft-card').waitFor({ state: 'detached' })
  })

  test('pause by its key stops the next send while a terminal has the focus; the same key lets it go on', async () => {
    const runner = await connect('SDK v2', 'runner')
    await pane(window.page, 'shell').locator('.xterm-screen').click()
    await window.page.keyboard.press('Control+Shift+Period')
    await until('the pause', async () => (await runner.call('my_access')).data.paused)
    const refused = await runner.call('submit_text', { surface: 'shell', text: 'echo while-paused' })
    expect(refused).toMatchObject({ isError: true, data: { code: 'paused' } })
    const draft = await (await connect('SDK v2', 'typist')).call('type_text', { surface: 'shell', text: 'x' })
    expect(draft.data.code).toBe('paused')
    expect((await runner.call('read_surface', { surface: 'shell' })).isError).toBe(false)
    // Which of the two the key does goes by what the window knows.
    await window.page.getByText('All agents paused').first().waitFor()
    await window.page.keyboard.press('Control+Shift+Period')
    await until('the end of the pause', async () => (await runner.call('my_access')).data.paused === false)
    const sent = await submitted(runner, "echo 'after'-pause")
    expect(sent.data).toMatchObject({ outcome: 'submitted' })
    await sees(window.page, 'shell', /^after-pause/m)
  })

  test('a change in the Grants panel holds for the next call', async () => {
    const reader = await connect('SDK v2', 'reader')
    const id = (await reader.call('list_surfaces')).data.surfaces![0]!.id
    await window.page.keyboard.press('Control+Shift+G')
    const cell = window.page.getByTestId(`cell-reader-${id}`)
    await cell.click()
    await window.page.keyboard.press('3')
    await until('submit for the reader', async () => {
      const access = await reader.call('my_access', { surface: id })
      return access.data.surfaces?.[0]?.level === 'submit'
    })
    await window.page.keyboard.press('0')
    await until('the surface to be gone for the reader', async () => {
      const answer = await reader.call('read_surface', { surface: id })
      return answer.data.code === 'no_such_surface'
    })
    await window.page.keyboard.press('Backspace')
    await until(
      'the rule for any surface again',
      async () => !(await reader.call('read_surface', { surface: id })).isError,
    )
    await window.page.keyboard.press('Control+Shift+G')
  })

  test('every step is in the record, and its chain is whole', async () => {
    const records = await folder.activity()
    const outcomes = new Set(records.map(record => `${record['actor']} ${record['intent']} ${record['outcome']}`))
    for (const step of [
      'person open delivered',
      'reader type denied',
      'reader submit denied',
      'typist type staged',
      'typist submit denied',
      'runner submit delivered',
      'person submit delivered',
      'runner submit denied',
      'reader read delivered',
    ]) {
      expect(outcomes, step).toContain(step)
    }
    expect(records.filter(record => record['kind'] === 'pause').map(record => record['intent'])).toEqual([
      'pause',
      'resume',
    ])
    expect(records.some(record => record['kind'] === 'policy')).toBe(true)
    // Reads are recorded after their answer: the last of them may still be on its way to the file.
    await until('a count that both agree on', async () => {
      const checked = await verifyActivity(folder.dir)
      expect(checked.ok).toBe(true)
      return checked.ok && checked.records === (await folder.activity()).length
    })
  })
})

/** The ref of the caller's newest draft on the recorder. */
async function newestDraft(client: TestClient): Promise<string> {
  const { surfaces } = (await client.call('list_surfaces')).data
  return surfaces!.find(({ name }) => name === 'recorder')!.drafts!.at(-1)!.draft
}

test('the recorder sees a gate that writes at level type: the proof above can fail', async () => {
  const root = await mutant(
    /return stage\(core, call, surface\.facts, text, known\.verdict\)/,
    'return writeAndStage(core, call, surface.facts, text, known.verdict)',
  )
  const folder = await dataFolder(['typist'], RULES.slice(1, 2))
  const record = path.join(folder.dir, 'bytes')
  const window = await startWindow(
    [`--user-data-dir=${folder.dir}`, '--mcp-port=0', recorder(record), '--name=recorder'],
    root,
  )
  try {
    await sees(window.page, 'recorder', 'ready')
    const typist = await currentClient(window.ready.mcp, folder.agents['typist']!.token)
    const staged = await typist.call('type_text', { surface: 'recorder', text: 'y' })
    expect(staged.data.outcome).toBe('staged')
    await until('the byte that must never come', async () => (await fs.readFile(record, 'utf8')) === 'y')
    await typist.close()
  } finally {
    await window.stop()
    await folder.remove()
    await fs.rm(root, { recursive: true, force: true })
  }
})
