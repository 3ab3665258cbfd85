// Sends into a real pane while the connection to tmux is broken off again and again, at any moment: nothing goes in twice, and what
// is said of each is true.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Delivered } from '../../../main/surfaces/surface.ts'
import { openSurface, send, testFolder, until } from '../support.ts'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0
const SENDS = 40

describe.skipIf(!hasTmux)('a connection that breaks', () => {
  test('doubles nothing, and every outcome is true', async () => {
    const { run, session, tmux } = tmuxHome()
    const [pane] = session('work', 'exec bash --norc --noprofile')
    const { registry, room } = run()
    const surface = await openSurface(registry, { preset: 'tmux', pane: { place: HERE, id: pane! } })
    const file = path.join(testFolder(), 'ran')
    const again = () => {
      const link = surface.summary().link
      if (link?.is === 'lost' && link.retryAt !== null) room.server(HERE).retry()
      return link?.is === 'live'
    }
    const live = () => until('the connection', again)
    const since = () => surface.summary().link?.since
    // The pauses between tries grow to half a minute: here somebody asks for the next at once.
    const impatient = setInterval(again, 50)
    onTestFinished(() => clearInterval(impatient))
    /** All that our clients are: control clients of this tmux. */
    const cut = () => {
      for (const pid of tmux('list-clients', '-F', '#{client_pid}').split('\n')) {
        // It may have ended since.
        if (Number(pid) > 1) spawnSync('kill', ['-9', pid])
      }
    }
    const said: { text: string; sent: Delivered }[] = []
    for (let at = 0; at < SENDS; at += 1) {
      await live()
      const connected = since()
      const text = `echo ${at} >> ${file}`
      const sending = send(surface, text, true)
      // From right away to after all of it, and none at all now and then.
      const timer = at % 5 === 4 ? undefined : setTimeout(cut, (at * 37) % 260)
      const sent = await sending
      clearTimeout(timer)
      said.push({ text, sent })
      // A dead connection takes nothing from the moment on that its pipe is closed, which is before its end is told.
      if (/is lost/.test(sent.evidence)) await until('its end', () => since() !== connected)
      await live()
      // Nothing may stand on the line for the next one.
      surface.keys('\x15')
    }
    await live()
    surface.keys(`touch ${file}-end\r`)
    await until('the end', () => existsSync(`${file}-end`))
    const ran = readFileSync(file, 'utf8').trim().split('\n').map(Number)
    expect(new Set(ran).size).toBe(ran.length)
    for (const [at, { text, sent }] of said.entries()) {
      const pasted = sent.bytes > Buffer.byteLength(text) + 1
      const enter = sent.bytes - Buffer.byteLength(text) === (pasted ? 13 : 1)
      const ranThen = { submitted: true, unconfirmed: enter, unreached: false }[sent.outcome as string]
      expect([sent, ['submitted', 'unconfirmed', 'unreached', 'unknown']]).toEqual([
        sent,
        expect.arrayContaining([sent.outcome]),
      ])
      if (ranThen !== undefined) expect([sent, ran.includes(at)]).toEqual([sent, ranThen])
    }
    expect(said.filter(({ sent }) => sent.outcome === 'submitted').length).toBeGreaterThan(SENDS / 10)
  }, 120_000)
})
