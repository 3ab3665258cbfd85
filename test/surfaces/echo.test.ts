import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../main/surfaces/clock.ts'
import type { LookNow, Target } from '../../main/surfaces/deliver.ts'
import { awaitEcho, awaitSubmit, echoMost } from '../../main/surfaces/echo.ts'
import { openSurface, send, shows, testFolder, testRegistry } from './support.ts'

const LONG = 'a line of a long text\n'.repeat(3000).slice(0, 65_536)

test('the wait grows with the text, up to 5 s for 64 KiB and not beyond', () => {
  expect([0, 32_768, 65_536, 1_000_000].map(echoMost)).toEqual([500, 2750, 5000, 5000])
  fc.assert(
    fc.property(fc.nat(100_000), fc.nat(100_000), (one, two) => {
      expect(echoMost(Math.min(one, two))).toBeLessThanOrEqual(echoMost(Math.max(one, two)))
    }),
  )
})

/** A wait of which the test says what happens when. */
function waiting(bytes: number) {
  let now = 0
  let timers: { at: number; run: () => void }[] = []
  const clock: Clock = {
    now: () => now,
    mono: () => now,
    after(ms, run) {
      const timer = { at: now + ms, run }
      timers.push(timer)
      return () => {
        timers = timers.filter(one => one !== timer)
      }
    },
    wait: () => Promise.reject(new Error('nothing here waits')),
  }
  let hear: (event: 'parsed') => void = () => {}
  let left = ''
  const look = () => ({ left, above: '' }) as LookNow
  const target = {
    look,
    onEvent(listener: typeof hear) {
      hear = listener
      return () => {}
    },
  } as unknown as Target
  const state = { written: false, ended: null as null | { how: string; at: number } }
  awaitEcho(target, clock, () => state.written, look(), bytes).then(how => {
    state.ended = { how, at: now }
  })
  return {
    state,
    print(text: string) {
      left = text
      hear('parsed')
    },
    async until(ms: number) {
      for (;;) {
        const next = timers.filter(({ at }) => at <= ms).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = next.at
        timers = timers.filter(one => one !== next)
        next.run()
        await Promise.resolve()
      }
      now = ms
      await Promise.resolve()
    },
  }
}

describe('the wait for the echo', () => {
  test('ends 500 ms after a short text that nothing is shown of, taken or not', async () => {
    for (const written of [true, false]) {
      const { state, until } = waiting(20)
      state.written = written
      await until(499)
      expect(state.ended).toBeNull()
      await until(600)
      expect(state.ended).toMatchObject({ how: 'silent' })
    }
  })

  test('goes on while a long text is not taken, and ends after 5 s of it', async () => {
    const { state, until } = waiting(65_536)
    await until(4999)
    expect(state.ended).toBeNull()
    await until(5000)
    expect(state.ended).toEqual({ how: 'silent', at: 5000 })
  })

  test('does not go on for a long text that was taken and is not shown', async () => {
    const { state, until } = waiting(65_536)
    state.written = true
    await until(500)
    expect(state.ended).toEqual({ how: 'silent', at: 500 })
  })

  test('goes on while a long text is being shown, and ends with its quiet', async () => {
    const { state, until, print } = waiting(65_536)
    state.written = true
    for (let at = 50; at <= 2000; at += 50) {
      await until(at)
      print(`shown ${at}`)
    }
    expect(state.ended).toBeNull()
    await until(2100)
    expect(state.ended).toEqual({ how: 'echoed', at: 2100 })
  })
})

describe('the look whether a text left the box that was not shown in it before Enter', () => {
  const box = { row: 5, alt: true, bracketedPaste: true, pasteOffs: 0, left: '›', above: '' }
  const rest = { commands: 0, prompts: 0, redraws: 0, marked: false }
  async function saw(text: string, looks: Partial<LookNow>[]) {
    let now: LookNow = { ...box, ...rest }
    let hear: (event: 'parsed' | 'exit') => void = () => {}
    const target = {
      look: () => now,
      group: () => 7,
      onEvent(listener: typeof hear) {
        hear = listener
        return () => {}
      },
    } as unknown as Target
    const clock = { after: () => () => {} } as unknown as Clock
    const left = awaitSubmit(target, clock, { ...now, group: 7 }, box, text)
    for (const look of looks) {
      now = { ...now, ...look }
      hear('parsed')
    }
    hear('exit')
    return left
  }

  test('it was seen there and is gone', async () => {
    const shown = [{ left: 'and say DONE.', above: '› tidy up' }, box]
    expect(await saw('tidy up\nand say DONE.', shown)).toBe('the text left the input box')
  })

  test.each<[string, string, Partial<LookNow>[]]>([
    ['it was never shown', 'say DONE', [{}, {}]],
    ['the cursor was elsewhere for a moment', 'say DONE', [{ left: '• Working' }, box]],
    ['a letter of it stood at the cursor', 'say DONE', [{ left: '2 E' }, { left: 'E' }, box]],
    ['Enter made a new line', 'say DONE', [{ left: '› say DONE' }, { left: '', above: '› say DONE' }]],
    ['it is there still', 'say DONE', [{ left: '› say DONE' }]],
  ])('nothing is known where %s', async (_what, text, looks) => {
    expect(await saw(text, looks)).toBe('the program ended')
  })
})

describe('64 KiB and then Enter', () => {
  test('Enter goes to a program that begins to read after a second and a half', async () => {
    const folder = testFolder()
    const [script, got] = [path.join(folder, 'slow.mjs'), path.join(folder, 'got')]
    writeFileSync(
      script,
      `import { appendFileSync } from 'node:fs'
      process.stdin.setRawMode(true)
      process.stdout.write('\\x1b[?2004hready')
      let all = ''
      setTimeout(() => process.stdin.on('data', data => {
        const before = all.includes('[201~')
        all += data
        appendFileSync(${JSON.stringify(got)}, data)
        if (!before && all.includes('[201~')) process.stdout.write('\\r\\n[pasted]')
        if (all.endsWith('[201~\\r')) process.exit(0)
      }), 1500)`,
    )
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `exec node '${script}'` })
    await shows(surface, 'ready')
    expect(await send(surface, LONG, true)).toMatchObject({ outcome: 'submitted', evidence: 'the program ended' })
    expect(readFileSync(got, 'utf8')).toBe(`\x1b[200~${LONG.replaceAll('\n', '\r')}\x1b[201~\r`)
  })

  test.runIf(existsSync('/usr/bin/vim'))('vim gets both', async () => {
    const { registry, home } = testRegistry()
    const surface = await openSurface(registry, {
      command: `exec /usr/bin/vim -u NONE -N -n -i NONE +startinsert '${home}/text'`,
    })
    await shows(surface, 'INSERT')
    const sent = await send(surface, LONG, true)
    expect(sent.evidence).not.toMatch(/Enter was not sent/)
    expect(sent.bytes).toBeGreaterThan(LONG.length)
  })
})
