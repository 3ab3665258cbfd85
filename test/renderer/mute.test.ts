// The emulator core is the same as the window's; its replies would come out of onData.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Terminal } from '@xterm/headless'
import { expect, it, vi } from 'vitest'
import { muteReplies } from '../../renderer/terminal/mute.ts'

const QUERIES = [
  '\x1b[c',
  '\x1b[0c',
  '\x1b[>c',
  '\x1b[=c',
  '\x1b[5n',
  '\x1b[6n',
  '\x1b[?6n',
  '\x1b[?996n',
  '\x1b[4$p',
  '\x1b[?2004$p',
  '\x1b[14t',
  '\x1b[18t',
  '\x1b[>q',
  '\x1b[?u',
  '\x1b[x',
  '\x1bP$qm\x1b\\',
  '\x1bP+q544e\x1b\\',
  '\x1b]4;1;?\x07',
  '\x1b]10;?\x07',
  '\x1b]11;?\x1b\\',
  '\x1b]12;?\x07',
  '\x1b]52;c;?\x07',
  '\x9bc',
  '\x9b6n',
]

async function repliesOf(muted: boolean): Promise<{ replies: string; terminal: Terminal }> {
  const terminal = new Terminal({ allowProposedApi: true, cols: 80, rows: 24 })
  if (muted) muteReplies(terminal as never)
  let replies = ''
  terminal.onData(data => {
    replies += data
  })
  await new Promise<void>(resolve => terminal.write(QUERIES.join(''), resolve))
  return { replies, terminal }
}

it('no terminal query gets an answer from the window', async () => {
  expect((await repliesOf(true)).replies).toBe('')
})

it('the same queries would be answered without the muting', async () => {
  expect((await repliesOf(false)).replies).not.toBe('')
})

it('modes are tracked all the same', async () => {
  const { terminal } = await repliesOf(true)
  await new Promise<void>(resolve => terminal.write('\x1b[?2004h\x1b[?1h', resolve))
  expect(terminal.modes).toMatchObject({ bracketedPasteMode: true, applicationCursorKeysMode: true })
})

it('asked for focus reports, it sends none before the focus changes', async () => {
  for (const muted of [true, false]) {
    const { terminal } = await repliesOf(muted)
    let asked = 0
    // What makes the window's emulator send one at once.
    const { _core: core } = terminal as unknown as {
      _core: { _inputHandler: { onRequestSendFocus(run: () => void): void } }
    }
    core._inputHandler.onRequestSendFocus(() => {
      asked += 1
    })
    await new Promise<void>(resolve => terminal.write('\x1b[?1004h\x1b[?1004;1004;2004h', resolve))
    expect(asked).toBe(muted ? 0 : 3)
    expect(terminal.modes).toMatchObject({ sendFocusMode: true, bracketedPasteMode: true })
  }
})

it('the clipboard is neither read nor written', async () => {
  const clipboard = { readText: vi.fn(), writeText: vi.fn() }
  vi.stubGlobal('navigator', { clipboard })
  const terminal = new Terminal({ allowProposedApi: true })
  const reached = vi.fn(() => true)
  terminal.parser.registerOscHandler(52, reached)
  muteReplies(terminal as never)
  const typed = vi.fn()
  terminal.onData(typed)
  const all = ['c;?', 'p;?', 'c;QUFB', ';QUFB', 'c;!', `c;${'QUFB'.repeat(100_000)}`]
  await new Promise<void>(resolve => terminal.write(all.map(body => `\x1b]52;${body}\x07`).join(''), resolve))
  for (const used of [reached, typed, clipboard.readText, clipboard.writeText]) expect(used).not.toHaveBeenCalled()
  vi.unstubAllGlobals()
})

it('no part that would serve the clipboard to programs is there to be loaded', () => {
  const file = path.resolve(import.meta.dirname, '../../package.json')
  const { dependencies, devDependencies } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
  const parts = Object.keys({ ...dependencies, ...devDependencies }).filter(name => name.startsWith('@xterm/'))
  expect(parts.length).toBeGreaterThan(3)
  expect(parts).not.toContain('@xterm/addon-clipboard')
})

it('counts are cut to the screen, so that no sequence takes long', async () => {
  const terminal = new Terminal({ allowProposedApi: true, cols: 20, rows: 5 })
  muteReplies(terminal as never)
  const finals = [...'STLMIZ'].map(final => `\x1b[2147483647${final}`)
  await new Promise<void>(resolve => terminal.write(`${finals.join('')}\x1b[HA\x1b[2147483647b`, resolve))
  const { active } = terminal.buffer
  expect(active.getLine(active.baseY)?.translateToString()).toBe('A'.repeat(20))
  expect(active.length).toBeLessThan(12)
})
