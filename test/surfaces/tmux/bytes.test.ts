import { createHash } from 'node:crypto'
import { closeSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../../main/surfaces/clock.ts'
import { until } from '../support.ts'
import { adopt, tmuxRig } from './support.ts'

/** Ascii, colours, UTF-8, long lines and bytes that are nothing, the same for each seed. */
function mixed(bytes: number, seed: number): Buffer {
  let state = seed
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return (state >>> 8) % below
  }
  const parts: Buffer[] = []
  for (let size = 0; size < bytes; ) {
    const kind = random(6)
    let part: Buffer
    if (kind === 0) part = Buffer.from(`\x1b[${random(8)}${random(8)}m${'word '.repeat(random(40))}\x1b[0m\r\n`)
    else if (kind === 1) part = Buffer.from('ž€漢字🙂e\u0301'.repeat(1 + random(300)))
    else if (kind === 2) part = Buffer.alloc(random(9_000), 'x')
    else if (kind === 3) part = Buffer.from(Array.from({ length: random(2_000) }, () => random(256)))
    else if (kind === 4) part = Buffer.from(`%end 1700000000 ${random(99)} 1\n%output %${random(9)} \\033\\\\134\n`)
    else part = Buffer.from(`${'a\\b"$~{};#'.repeat(random(200))}\n`)
    parts.push(part)
    size += part.byteLength
  }
  return Buffer.concat(parts).subarray(0, bytes)
}
const hash = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

describe('the bytes of a pane', () => {
  test('50 MB of everything arrive as they were printed, while another pane floods and reading is paused and resumed', async () => {
    const rig = tmuxRig()
    const file = path.join(rig.folder, 'mixed')
    const whole = mixed(5_000_000, 7)
    const fd = openSync(file, 'w')
    for (let part = 0; part < 10; part += 1) writeSync(fd, whole)
    closeSync(fd)
    const all = createHash('sha256')
    for (let part = 0; part < 10; part += 1) all.update(whole)
    const wanted = all.digest('hex')

    const id = rig.session(
      'work',
      `stty raw -echo; printf ready; read -n 1 x 2>/dev/null || head -c 1 > /dev/null; cat '${file}'; exec sleep 1000`,
    )
    // A key that comes before its terminal is raw is shown, among the bytes that are counted.
    await until('it waits', () => rig.tmux('capture-pane', '-p', '-t', id).startsWith('ready'))
    const flood = rig.session('flood', 'while :; do echo flooding the other one; done')
    const server = rig.server()
    const [heard, other] = [await adopt(server, id), await adopt(server, flood)]
    await until('both are drawn', () => heard.drawn() === 1 && other.drawn() === 1)
    let count = 0
    const got = createHash('sha256')
    let paused = 0
    heard.terminal.onData(bytes => {
      got.update(bytes)
      count += bytes.byteLength
    })
    const pausing = setInterval(() => {
      paused += 1
      heard.terminal.pause()
      setTimeout(() => heard.terminal.resume(), 15)
    }, 60)
    await heard.terminal.write(Buffer.from('g'), 'agent')
    await until('all of it', () => count >= 50_000_000, 100_000)
    clearInterval(pausing)
    expect(paused).toBeGreaterThan(5)
    expect(count).toBe(50_000_000)
    expect(got.digest('hex')).toBe(wanted)
    // Nothing was drawn anew: nothing was missed.
    expect([heard.drawn(), other.drawn()]).toEqual([1, 1])
  }, 120_000)

  test('every byte from 00 to ff goes in, 64 KiB of each kind, and concurrent writes are never mixed', async () => {
    // Those of an agent that wait here for a second behind the others would never go: nothing here is said to be fast.
    const rig = tmuxRig({ ...systemClock, after: (ms, run) => systemClock.after(30 * ms, run) })
    const file = path.join(rig.folder, 'in')
    writeFileSync(file, '')
    const id = rig.session('work', `stty raw -echo; printf ready; exec cat > '${file}'`)
    const { terminal, drawing, text } = await adopt(rig.server(), id)
    await until('it reads', () => `${drawing()}${text()}`.includes('ready'))
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const texts = [
      bytes,
      Buffer.from('plain text, \\"$HOME" ~ {};#'.repeat(2_500)).subarray(0, 65_536),
      Buffer.from('漢字🙂'.repeat(7_000)).subarray(0, 65_536),
      mixed(65_536, 3),
      Buffer.alloc(65_536, 0xff),
      Buffer.from('-l'),
      Buffer.from('--'),
      Buffer.from(';'),
    ]
    const many = Array.from({ length: 60 }, (_, at) => Buffer.from(`<${at}:${'y'.repeat(at * 13)}>`))
    const sent = [...texts, ...many]
    const taken = await Promise.all(sent.map((one, at) => terminal.write(one, at % 3 === 0 ? 'person' : 'agent')))
    expect(taken).toEqual(sent.map(one => ({ bytes: one.byteLength, why: null })))
    const wanted = Buffer.concat(sent)
    await until('all of it', () => readFileSync(file).byteLength >= wanted.byteLength, 20_000)
    expect(hash(readFileSync(file))).toBe(hash(wanted))
  }, 60_000)
})
