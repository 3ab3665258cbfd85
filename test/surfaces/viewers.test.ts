import { Terminal } from '@xterm/headless/lib-headless/xterm-headless.mjs'
import { describe, expect, test } from 'vitest'
import { createFlow } from '../../main/surfaces/flow.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import type { Attachment, PersonSurface, Viewer } from '../../main/surfaces/surface.ts'
import { createViewers } from '../../main/surfaces/viewers.ts'
import { openSurface, shows, testRegistry, until } from './support.ts'
import { handClock } from './support-clock.ts'

/** A window as the surface sees it: keeps what it got, in order, and acknowledges as it is told. */
function watch(surface: { attach(viewer: Viewer): Attachment }, acks: 'at once' | 'never' = 'at once') {
  const got = {
    screens: [] as string[],
    messages: 0,
    order: [] as string[],
    exit: null as unknown,
  }
  const chunks: Buffer[] = []
  const handle = { got, all: () => Buffer.concat(chunks), count, onBytes: (_total: number) => {} }
  function count() {
    return chunks.reduce((sum, one) => sum + one.length, 0)
  }
  const attachment = surface.attach({
    screen(data) {
      got.screens.push(data)
      got.order.push('screen')
    },
    bytes(data) {
      chunks.push(Buffer.from(data))
      got.messages += 1
      got.order.push('bytes')
      handle.onBytes(count())
      if (acks === 'at once') queueMicrotask(() => attachment.ack(data.byteLength))
    },
    size: (cols, rows) => got.order.push(`size ${cols}x${rows}`),
    exit(exit) {
      got.exit = exit
      got.order.push('exit')
    },
  })
  return Object.assign(handle, { attachment })
}

/** All rows that a window holds which got this screen and these bytes; the last 24 are what it shows. */
async function rowsOf(screen: string, bytes: Buffer, scrollback: number): Promise<string[]> {
  const terminal = new Terminal({ cols: 80, rows: 24, scrollback, allowProposedApi: true })
  terminal.write(screen)
  await new Promise<void>(resolve => terminal.write(bytes, resolve))
  const buffer = terminal.buffer.active
  return Array.from({ length: buffer.length }, (_, y) => buffer.getLine(y)!.translateToString(true))
}

async function draw(screen: string, bytes: Buffer): Promise<string[]> {
  return (await rowsOf(screen, bytes, 500)).slice(-24)
}

function numbersIn(rows: readonly string[]): number[] {
  return rows.flatMap(line => {
    const number = /^line (\d+) colour$/.exec(line)
    return number ? [Number(number[1])] : []
  })
}

async function ended(surface: PersonSurface) {
  return until('the program to end', () => surface.summary().exit, 30_000)
}

describe('an attached window', () => {
  test('that joins at any moment of a flood gets the screen and every later byte, once, in order', async () => {
    const { registry } = testRegistry()
    const flood = 'awk \'BEGIN { for (i = 1; i <= 150000; i++) printf "line %d \\033[3%dmcolour\\n", i, i % 8 }\''
    const command = `printf 'go\\n'; read x; ${flood}; printf 'the end'`
    const surface = await openSurface(registry, { command })
    const first = watch(surface)
    await shows(surface, 'go')
    const start = performance.now()
    surface.keys('\r')
    const later: ReturnType<typeof watch>[] = []
    // Joins from within the stream: what has just arrived is not parsed yet.
    first.onBytes = total => {
      if (total > (later.length + 1) * 600_000 && later.length < 5) later.push(watch(surface))
    }
    await ended(surface)
    await until('the ends to be told', () => [first, ...later].every(one => one.got.exit))
    const took = performance.now() - start
    const whole = first.all()
    const numbers = whole
      .toString()
      .match(/(?<=line )\d+/g)!
      .map(Number)
    expect(numbers).toEqual(Array.from({ length: 150_000 }, (_, i) => i + 1))
    const final = await draw(first.got.screens[0]!, whole)
    expect(final.some(line => line.includes('the end'))).toBe(true)
    expect(later).toHaveLength(5)
    for (const one of later) {
      expect(one.got.screens).toHaveLength(1)
      expect(one.got.order[0]).toBe('screen')
      expect(one.got.order.at(-1)).toBe('exit')
      expect(one.count()).toBeGreaterThan(0)
      expect(whole.subarray(-one.count()).equals(one.all())).toBe(true)
      const rows = await rowsOf(one.got.screens[0]!, one.all(), 200_000)
      expect(rows.slice(-24)).toEqual(final)
      const seen = numbersIn(rows)
      expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => 150_000 - seen.length + 1 + i))
    }
    // What comes within 4 ms goes together: that is little where others have the processor most of the time.
    expect(first.got.messages).toBeLessThan(Math.max(whole.length / 4096, took / 2))
  })

  test('that stops reading holds the program up, and leaving lets it go on', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `printf 'go\\n'; read x; seq 1 300000` })
    await shows(surface, 'go')
    const slow = watch(surface, 'never')
    surface.keys('\r')
    await until('the window to be full', () => slow.count() > 100_000)
    const full = slow.count()
    await new Promise(resolve => setTimeout(resolve, 300))
    expect(slow.count() - full).toBeLessThan(200_000)
    expect(surface.summary().exit).toBeNull()
    slow.attachment.detach()
    await ended(surface)
    await shows(surface, '300000')
  })

  test('that never reads does not swallow the last words of a program', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `printf 'go\\n'; read x; seq 1 16200; printf 'last words'` })
    await shows(surface, 'go')
    const slow = watch(surface, 'never')
    surface.keys('\r')
    await ended(surface)
    await shows(surface, 'last words')
    expect(slow.all().toString().endsWith('last words')).toBe(true)
    expect(slow.got.order.at(-1)).toBe('exit')
  })

  test('hears of a new size after the bytes before it, and one that joins after the end gets screen and exit', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `printf 'go\\n'; read x; stty size` })
    const one = watch(surface)
    await shows(surface, 'go')
    surface.resize(100, 30)
    await until('the size', () => one.got.order.includes('size 100x30'))
    expect(one.got.order.indexOf('bytes')).toBeLessThan(one.got.order.indexOf('size 100x30'))
    surface.keys('\r')
    await ended(surface)
    await shows(surface, '30 100')
    expect(surface.summary()).toMatchObject({ cols: 100, rows: 30 })
    const late = watch(surface)
    await until('the exit', () => late.got.exit)
    expect(late.got.order).toEqual(['screen', 'exit'])
    expect(late.got.screens[0]).toContain('30 100')
  })
})

function bench() {
  const { clock, move } = handClock()
  const screen = createScreen(80, 24, 'here', { onReply() {}, onParsed() {}, onPasteOn() {}, onClaim() {} })
  const log: string[] = []
  let gone = false
  const flow = createFlow({ pause: () => log.push('pause'), resume: () => log.push('resume') }, () => gone, clock)
  const viewers = createViewers(screen, flow, clock)
  const put = (bytes: Uint8Array) => {
    screen.write(bytes)
    viewers.push(bytes)
  }
  const end = () => {
    gone = true
  }
  return { move, screen, log, viewers, flow, put, end }
}

describe('the pace', () => {
  test('the first bytes go at once, the next within 4 ms or at 64 KB', async () => {
    const { move, screen, viewers, put } = bench()
    const one = watch(viewers)
    await screen.settled()
    move(100)
    put(Buffer.from('a'))
    expect(one.all().toString()).toBe('a')
    put(Buffer.from('b'))
    put(Buffer.from('c'))
    expect(one.all().toString()).toBe('a')
    move(4)
    expect(one.all().toString()).toBe('abc')
    put(Buffer.alloc(65_536, 'd'))
    expect(one.count()).toBe(3 + 65_536)
  })

  test('100 000 unread bytes pause the program, 5 000 resume it', async () => {
    const { move, screen, log, viewers, put } = bench()
    const one = watch(viewers, 'never')
    await screen.settled()
    move(100)
    put(Buffer.alloc(99_000, 'x'))
    expect(log).toEqual([])
    put(Buffer.alloc(70_000, 'x'))
    expect(log).toEqual(['pause'])
    one.attachment.ack(160_000)
    expect(log).toEqual(['pause'])
    one.attachment.ack(4_000)
    expect(log).toEqual(['pause', 'resume'])
  })

  test('a window that acknowledges nothing for 5 s is left behind and gets the screen anew when it is back', async () => {
    const { move, screen, log, viewers, put } = bench()
    const one = watch(viewers, 'never')
    const other = watch(viewers)
    await screen.settled()
    move(100)
    put(Buffer.alloc(150_000, 'x'))
    await screen.settled()
    move(4_999)
    expect(log).toEqual(['pause'])
    move(2)
    expect(log).toEqual(['pause', 'resume'])
    put(Buffer.from('\r\nmissed'))
    await screen.settled()
    expect(one.count()).toBe(150_000)
    expect(other.all().toString().endsWith('missed')).toBe(true)
    one.attachment.ack(150_000)
    put(Buffer.from('\r\nafter'))
    await screen.settled()
    move(10)
    expect(one.got.screens).toHaveLength(2)
    expect(one.got.screens[1]).toMatch(/^\x1bc/)
    expect((await draw(one.got.screens[1]!, one.all().subarray(150_000))).join('\n')).toMatch(/missed\nafter/)
  })

  test('nothing holds up a program that has ended', () => {
    const { move, log, flow, end } = bench()
    flow.hold('someone', true)
    move(60)
    expect(log).toEqual(['pause'])
    end()
    move(60)
    expect(log).toEqual(['pause', 'resume'])
    flow.hold('other', true)
    expect(log).toEqual(['pause', 'resume'])
  })
})
