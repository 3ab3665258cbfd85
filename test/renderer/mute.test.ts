// The emulator core is the same as the window's; its replies would come out of onData.
import { Terminal } from '@xterm/headless'
import { expect, it } from 'vitest'
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
