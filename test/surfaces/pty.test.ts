import { openSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/surfaces/clock.ts'
import { openPty } from '../../main/surfaces/pty.ts'
import type { Terminal } from '../../main/surfaces/terminal.ts'
import { RECORDER, testFolder, until } from './support.ts'

function run(command: string): { pty: Terminal; output: () => string } {
  const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color' }
  const spec = { file: '/bin/sh', args: ['-c', command], env, cwd: '/', cols: 80, rows: 24 }
  const pty = openPty(spec, systemClock)
  const chunks: Uint8Array[] = []
  pty.onData(bytes => chunks.push(bytes))
  onTestFinished(() => {
    if (pty.alive()) process.kill(pty.root!.pid, 'SIGKILL')
  })
  return { pty, output: () => Buffer.concat(chunks).toString('latin1') }
}

describe('a pty', () => {
  test('hands on every byte as it is, all of them before the exit', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { pty, output } = run(
        `stty raw; awk 'BEGIN { for (i = 0; i < 40000; i++) printf "%06d\\n", i }'; printf '\\377\\000\\200'; exit 5`,
      )
      expect(await pty.exited).toEqual({ code: 5, signal: null })
      const text = output()
      expect(text.length).toBe(280_003)
      expect(text.slice(-10)).toBe('039999\n\xff\x00\x80')
    }
  })

  test('loses nothing when it was paused as its program ended', async () => {
    const { pty, output } = run(`printf 'go'; read x; awk 'BEGIN { for (i = 0; i < 400; i++) printf "%06d\\n", i }'`)
    await until('go', () => output().includes('go'))
    pty.pause()
    void pty.write(Buffer.from('\n'), 'agent')
    await pty.exited
    expect(output().trimEnd().slice(-6)).toBe('000399')
    expect(output().match(/\d{6}/g)).toHaveLength(400)
  })

  test('writes more than the kernel takes at once whole and in order, and says how much went in', async () => {
    const file = path.join(testFolder(), 'bytes')
    const { pty, output } = run(`exec node '${RECORDER}' '${file}'`)
    await until('ready', () => output().includes('ready'))
    const parts = Array.from({ length: 40 }, (_, i) => `<${i}${'x'.repeat(9_000)}>`)
    const counts = await Promise.all(parts.map(part => pty.write(Buffer.from(part), 'agent')))
    expect(counts).toEqual(parts.map(part => ({ bytes: part.length, why: null })))
    await until('all of it', () => readFileSync(file).length === parts.join('').length)
    expect(readFileSync(file, 'utf8')).toBe(parts.join(''))
  })

  test('says how little went in when the program ends before it has read', async () => {
    const { pty, output } = run(`stty raw -echo; printf 'ready'; sleep 0.3`)
    await until('ready', () => output() === 'ready')
    const all = Buffer.alloc(500_000, 'x')
    expect((await pty.write(all, 'agent')).bytes).toBeLessThan(all.length)
    await pty.exited
    expect(await pty.write(all, 'agent')).toEqual({ bytes: 0, why: null })
  })

  test('writes nothing after its end, whoever has its descriptor by then', async () => {
    const folder = testFolder()
    const { pty } = run('exit 0')
    await pty.exited
    const files = Array.from({ length: 20 }, (_, i) => path.join(folder, String(i)))
    for (const file of files) openSync(file, 'w')
    expect(pty.alive()).toBe(false)
    expect(await pty.write(Buffer.from('secret'), 'agent')).toEqual({ bytes: 0, why: null })
    pty.resize(10, 10)
    for (const file of files) expect(readFileSync(file, 'utf8')).toBe('')
  })

  test('names the signal that ended its program', async () => {
    const { pty } = run('kill -TERM $$')
    expect(await pty.exited).toEqual({ code: null, signal: 'SIGTERM' })
  })
})
