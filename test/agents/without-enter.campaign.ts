// "Without Enter" on real agents, in their input box and with their real permission dialog open: at level type nothing
// reaches the program at all, and at level submit nothing does while a dialog may be open.
import { describe, expect, test } from 'vitest'
import { until } from '../helpers/app.ts'
import { agents } from './support/options.ts'
import { keepResult } from './support/results.ts'
import { type RunningAgent, startAgent } from './support/running.ts'
import { actingTexts, refusedTexts } from './support/texts.ts'

/** A person's key: what could have come before it would stand in front of it. */
const END = 'Z'
const BACKSPACE = '\x7f'

/** What a terminal answers when a program asks it something; nobody typed it. */
const REPLIES = /\x1b\[\?[\d;]*c|\x1b\[\d+;\d+R|\x1b\[\?\d+;\d\$y|\x1b\]\d+;[^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[IO]/g

interface Figures {
  staged: number
  refused: number
  given: string
  /** rows that show something else than before, of a program that changes its screen by itself */
  changed: string[]
}

describe.each(agents)('$title', agent => {
  test('no text of an agent reaches it, neither its input box nor its open permission dialog', async () => {
    const running = await startAgent(agent, { tap: true })
    try {
      const box = await tryAll(running)
      running.surface.keys(BACKSPACE)
      await running.still(500)
      await running.openDialog()
      const dialog = await tryAll(running)
      expect(await running.screen(), 'the dialog is still open').toMatch(agent.dialog)
      expect(await running.markerExists(), 'the command has not run').toBe(false)
      // The dialog was real and open all the time: a person's Enter answers it (apart: one right after a key is a paste).
      await running.still(500)
      running.surface.keys('\r')
      await until('the command to run once a person agreed', () => running.markerExists(), 15_000)
      await keepResult('without-enter', running, { box, dialog })
    } finally {
      await running.close()
    }
  })
})

/** Everything at both levels, then a person's key: the one byte that the program was given. */
async function tryAll(running: RunningAgent): Promise<Figures> {
  const { house, surface, stub, marker } = running
  const figures: Figures = { staged: 0, refused: 0, given: '', changed: [] }
  const typist = await house.client('typist')
  const runner = await house.client('runner')
  const at = (await running.given()).length
  const prompts = stub.prompts.length
  const before = await running.screen()

  for (const text of actingTexts(marker)) {
    const name = JSON.stringify(text.slice(0, 30))
    const answer = await typist.call('type_text', { surface: agentName(running), text })
    expect(answer, name).toMatchObject({ isError: false, data: { outcome: 'staged' } })
    figures.staged += 1
  }
  const denied = await typist.call('submit_text', { surface: agentName(running), text: '1' })
  expect(denied).toMatchObject({ isError: true, data: { code: 'denied' } })
  for (const text of refusedTexts(marker)) {
    const name = JSON.stringify(text.slice(0, 30))
    const args = { surface: agentName(running), text }
    const answers = await Promise.all(['submit_text', 'type_text'].map(tool => runner.call(tool, args)))
    for (const answer of answers) expect(answer, name).toMatchObject({ isError: true, data: { code: 'dialog_open' } })
    figures.refused += answers.length
  }
  const alone = await runner.call('submit_text', { surface: agentName(running) })
  expect(alone, 'Enter alone').toMatchObject({ isError: true })
  figures.refused += 2

  const rows = before.split('\n')
  figures.changed = (await running.screen()).split('\n').filter((row, index) => row !== rows[index])
  surface.keys(END)
  const typed = async () => (await running.given()).subarray(at).toString('latin1').replace(REPLIES, '')
  await until('the key of the person', async () => (await typed()).includes(END))
  figures.given = await typed()
  expect(figures.given).toBe(END)
  expect(stub.prompts.length, 'no prompt has left').toBe(prompts)
  expect(await running.markerExists()).toBe(false)
  return figures
}

function agentName({ agent }: RunningAgent): string {
  return agent.id
}
