// Ten questions of four agents on four surfaces, answered by the keyboard alone, each in another way: every agent gets the answer
// that was meant for its question, and exactly the texts that were let through reach the programs.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, legacyClient, type TestClient, type ToolAnswer } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const AGENTS = { cursor: 'Cursor', codex: 'Codex', gemini: 'Gemini', aider: 'Aider' }
const SURFACES = ['one', 'two', 'three', 'four']

/** What is asked, and what the person wants of it. */
const PLAN = [
  { n: 0, agent: 'cursor', surface: 'one', answer: 'allow' },
  { n: 1, agent: 'codex', surface: 'two', answer: 'deny' },
  { n: 2, agent: 'gemini', surface: 'three', answer: 'draft' },
  { n: 3, agent: 'aider', surface: 'four', answer: 'edit' },
  { n: 4, agent: 'cursor', surface: 'two', answer: 'minutes' },
  { n: 5, agent: 'codex', surface: 'one', answer: 'allow' },
  { n: 6, agent: 'gemini', surface: 'two', answer: 'allow' },
  { n: 7, agent: 'aider', surface: 'three', answer: 'deny' },
  { n: 8, agent: 'cursor', surface: 'four', answer: 'draft' },
  { n: 9, agent: 'codex', surface: 'three', answer: 'allow' },
] as const
type Planned = (typeof PLAN)[number]

let folder: DataFolder
let shown: RunningWindow
const clients: Record<string, TestClient> = {}
const answers = new Map<number, ToolAnswer>()

const out = (surface: string) => path.join(folder.dir, `out-${surface}`)
const textOf = ({ n, surface }: Planned, mark = 'asked') => `echo ${mark}-${n} >> '${out(surface)}'`
const card = () => shown.page.getByTestId('approval-card')
const press = (key: string) => shown.page.keyboard.press(key)
const waiting = (count: number) =>
  until(`${count} waiting`, async () =>
    (await shown.page.getByTestId('waiting').textContent())?.startsWith(`${count} `),
  )

beforeAll(async () => {
  folder = await dataFolder(
    Object.keys(AGENTS),
    [{ id: 'r1', agents: '*', surfaces: '*', level: 'type', ask: 'submit' }],
    [],
    AGENTS,
  )
  const opened = SURFACES.flatMap(name => ['--open=shell', `--name=${name}`])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...opened])
  for (const name of SURFACES) await sees(shown.page, name, /[$#%❯>]\s*$/m)
  await pane(shown.page, 'one').locator('.xterm-screen').click()
  for (const [index, agent] of Object.keys(AGENTS).entries()) {
    const connect = index % 2 === 0 ? currentClient : legacyClient
    clients[agent] = await connect(shown.ready.mcp, folder.agents[agent]!.token)
  }
}, 90_000)
afterAll(async () => {
  await Promise.all(Object.values(clients).map(client => client.close()))
  await shown?.stop()
  await folder?.remove()
})

/** Answers what is in front, by what stands on its card. */
async function answerFront(): Promise<number> {
  // A card that has just come, or changed, takes no key: it is armed again when it has stood still.
  await shown.page.locator('[data-testid=approval-card][data-armed=true]').waitFor()
  const [ref, text, name] = await Promise.all([
    card().getAttribute('data-approval'),
    card().getByTestId('approval-text').textContent(),
    card().getAttribute('aria-label'),
  ])
  const planned = PLAN.find(({ n }) => text!.includes(`asked-${n}·`))!
  expect(name).toBe(`${AGENTS[planned.agent]}, ${planned.surface}`)
  if (await card().locator('[data-answer=look]').count()) {
    await press('y')
    await until('another revision', async () => (await card().getAttribute('data-approval')) !== ref)
    return answerFront()
  }
  if (planned.answer === 'allow') await press('y')
  else if (planned.answer === 'draft') await press('t')
  else if (planned.answer === 'minutes') await press('m')
  else if (planned.answer === 'deny') {
    await press('d')
    await shown.page.keyboard.type(`no to ${planned.n}`)
    await press('Enter')
  } else {
    await press('e')
    await press('Control+A')
    await shown.page.keyboard.type(textOf(planned, 'edited'))
    await press('Control+Enter')
  }
  await until(`${planned.n} is answered`, () => answers.has(planned.n))
  return planned.n
}

test('ten questions by the keyboard alone, none misdirected', async () => {
  for (const planned of PLAN) {
    const { agent, surface, n } = planned
    void clients[agent]!.call('submit_text', { surface, text: textOf(planned) }).then(answer => answers.set(n, answer))
    await waiting(n + 1)
  }
  const began = performance.now()
  await press('Control+Shift+A')
  const order: number[] = []
  while (order.length < PLAN.length) order.push(await answerFront())
  const took = performance.now() - began
  expect([...order].sort()).toEqual(PLAN.map(({ n }) => n))
  await shown.page.getByText('Nothing waiting.').waitFor()
  process.stderr.write(`ten approvals by keyboard: ${(took / 1000).toFixed(1)} s\n`)

  for (const { n, answer, agent } of PLAN) {
    const { isError, data } = answers.get(n)!
    const got = { n, agent, isError, outcome: data.outcome, code: data.code }
    if (answer === 'deny') {
      expect(got).toEqual({ n, agent, isError: true, outcome: undefined, code: 'refused_by_person' })
      expect(data.why).toContain(`no to ${n}`)
    } else if (answer === 'draft') {
      expect(got).toMatchObject({ n, code: 'refused_by_person' })
      expect(data.draft).toMatch(/@1$/)
    } else expect(got).toEqual({ n, agent, isError: false, outcome: 'submitted', code: undefined })
  }
})

test('each program got exactly the texts that were let through, once', async () => {
  for (const surface of SURFACES) {
    const wanted = PLAN.filter(one => one.surface === surface).flatMap(({ n, answer }) =>
      answer === 'deny' || answer === 'draft' ? [] : [`${answer === 'edit' ? 'edited' : 'asked'}-${n}`],
    )
    const lines = await until(`what ${surface} ran`, async () => {
      const text = await fs.readFile(out(surface), 'utf8').catch(() => '')
      const ran = text.split('\n').filter(line => line !== '')
      return ran.length >= wanted.length ? ran : null
    })
    expect([...lines].sort()).toEqual([...wanted].sort())
  }
  for (const { surface, agent, answer } of PLAN) {
    if (answer !== 'draft') continue
    const by = `Draft from ${AGENTS[agent]}, not in the program`
    await pane(shown.page, surface).getByRole('region', { name: by }).waitFor()
  }
})

test('for a while is for that agent and that surface alone', async () => {
  const { surfaces } = (await clients['cursor']!.call('list_surfaces')).data
  const levels = surfaces!.map(({ name, level }) => [name, level])
  expect(levels).toEqual(SURFACES.map(name => [name, name === 'two' ? 'submit' : 'type']))
})

test('what was handled is in Activity, a click away', async () => {
  await press('Escape')
  await press('Control+Shift+A')
  await shown.page.getByTestId('handled').first().getByRole('button').click()
  await shown.page.getByRole('region', { name: 'Activity' }).waitFor()
  expect(await shown.page.getByTestId('approvals').count()).toBe(0)
})
