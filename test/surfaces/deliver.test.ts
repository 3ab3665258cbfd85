import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { atPrompt, lines, openRecorder, openShell, openSurface, send, shows, testFolder, testRegistry, until } from './support.ts'

describe('a delivery to a real bash', () => {
  test('submits a command, sees the line leave, and the output is on the mirror', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    const sent = await send(shell, 'echo hi-$((40+2))', true)
    expect(sent).toMatchObject({ outcome: 'submitted' })
    await shows(shell, 'hi-42')
    expect((await atPrompt(shell)).line.by).toEqual([])
  })

  test('an insert stays on the line, is attributed to its agent, and runs nothing', async () => {
    const { registry, home } = testRegistry()
    const shell = await openShell(registry)
    const sent = await send(shell, `touch ${home}/ran`, false)
    expect(sent.outcome).toBe('inserted')
    expect((await shell.readiness()).line.by).toEqual(['cursor'])
    const read = await lines(shell)
    expect(read.typed).toHaveLength(1)
    expect(read.lines[read.typed[0]!.line]).toContain('touch')
    expect(existsSync(path.join(home, 'ran'))).toBe(false)
    expect((await send(shell, '', true)).outcome).toBe('submitted')
    await until('the command to run', () => existsSync(path.join(home, 'ran')))
  })
})
