// Agents' own texts in real programs that draw an input box and move what was entered up into a conversation, on either
// screen: what is marked as typed, what a wait takes for an answer, and Enter alone.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import { lettersOf } from '../../main/surfaces/own-text.ts'
import { lines, openSurface, shows, testRegistry, until } from '../surfaces/support.ts'
import { cursor, rig, rule } from './support/rig.ts'

/** Wraps at 40 columns, drops backticks, and answers once the file in argv[3] is there. */
const PROGRAM = `
import { existsSync } from 'node:fs'
const [full, go] = [process.argv[2] === 'full', process.argv[3]]
const out = text => process.stdout.write(text)
const wrap = (sign, text) => text.split('\\r').flatMap(line => line.match(/.{1,38}(?= |$)|.{38}/g) ?? [''])
  .map((row, at) => (at === 0 ? sign + ' ' : '  ') + row.trim())
const RULE = '─'.repeat(40)
let [talk, box, drawn] = [[], '', 0]
function draw(said = []) {
  const rows = wrap(full ? '›' : '❯', box)
  talk.push(...said)
  if (full) out('\\x1b[H\\x1b[2J' + [...talk, '', ...rows].join('\\r\\n'))
  else {
    out((drawn > 0 ? '\\r\\x1b[' + drawn + 'A' : '') + '\\x1b[J' + [...said, RULE, ...rows, RULE].join('\\r\\n'))
    out('\\r\\x1b[1A\\x1b[' + rows.at(-1).length + 'C')
  }
  drawn = rows.length
}
process.stdin.setRawMode(true)
process.stdin.on('data', data => {
  for (const [part, pasted] of String(data).matchAll(/\\x1b\\[200~(.*?)\\x1b\\[201~|\\r|[^\\r]/gs)) {
    if (part !== '\\r') box += pasted ?? part
    else if (box !== '') {
      const entered = box.replaceAll('\`', '')
      box = ''
      draw([...wrap('>', entered), ''])
    }
  }
  draw()
})
const wait = setInterval(() => {
  if (!existsSync(go)) return
  clearInterval(wait)
  draw(['• I am DONE with the list.'])
}, 20)
out(full ? '\\x1b[?1049h' : '')
draw(['ready'])
// The last of it: now the box is drawn, and its cursor in it.
out('\\x1b[?2004h')
`

async function room(screen: 'normal' | 'full') {
  const { registry, home } = testRegistry()
  const [script, go] = [path.join(home, 'box.mjs'), path.join(home, 'go')]
  writeFileSync(script, PROGRAM)
  const surface = await openSurface(registry, { command: `exec node '${script}' ${screen} '${go}'` })
  await until('its box', async () => (await surface.readiness()).bracketedPaste)
  const { gate } = rig({
    rules: [rule('r1', '*', 'submit', { answer: 'allow' })],
    make: options => createGate({ ...options, surfaces: registry, clock: systemClock }),
  })
  const id = surface.facts.id
  return {
    gate,
    surface,
    answer: () => writeFileSync(go, ''),
    type: (text: string) => gate.send(cursor, { intent: 'type', surface: id, text }),
    enter: () => gate.send(cursor, { intent: 'submit', surface: id }),
    next: (text: string) => gate.send(cursor, { intent: 'submit', surface: id, text }),
    submit: (text: string, until: string, timeoutMs: number) =>
      gate.send(cursor, { intent: 'submit', surface: id, text, wait: { until: { text: until }, timeoutMs } }),
    wait: (text: string, timeoutMs: number, from?: string) =>
      gate.wait(cursor, { surface: id, until: { text }, timeoutMs, cursor: from }),
  }
}

const TASK =
  'Please tidy up `the whole list` of what is left, then look it over once more and say DONE when you are done'

describe.each(['normal', 'full'] as const)('on the %s screen', screen => {
  test("a submit's own text is marked wherever it moves, and no wait takes it for an answer", async () => {
    const { surface, submit, wait, answer } = await room(screen)
    const before = await lines(surface)
    const sent = await submit(TASK, 'DONE', 700)
    expect(sent).toMatchObject({ outcome: 'submitted', wait: { reason: 'timeout' } })
    for (const what of ['screen', 'scrollback', 'since'] as const) {
      const { lines: shown, typed } = await lines(surface, what, before.cursor)
      const marked = typed.map(({ line }) => shown[line]!)
      expect(lettersOf(marked.join('')), what).toBe(lettersOf(TASK))
      expect(typed.every(({ by }) => by === 'cursor')).toBe(true)
      expect(shown.filter(line => /say DONE/.test(line)).every(line => marked.includes(line))).toBe(true)
    }
    const waited = wait('DONE', 10_000, before.cursor)
    answer()
    expect(await waited).toMatchObject({
      reason: 'text',
      lines: expect.arrayContaining(['• I am DONE with the list.']),
    })
    expect(await wait('I am DONE', 10_000, before.cursor)).toMatchObject({ reason: 'text' })
  })

  test('Enter alone for an own insert is seen to go, and the next submit may follow', async () => {
    const { type, enter, next, surface } = await room(screen)
    expect(await type('say DONE')).toMatchObject({ outcome: 'inserted' })
    const { lines: shown, typed } = await lines(surface)
    expect(typed.map(({ line }) => shown[line])).toEqual([expect.stringMatching(/^[❯›] say DONE$/)])
    expect(await enter()).toMatchObject({ outcome: 'submitted' })
    expect(await next('and go on')).toMatchObject({ outcome: 'submitted' })
  })

  test('Enter alone for two inserts, of which what stands there is marked as one', async () => {
    const { type, enter, surface } = await room(screen)
    expect(await type('say DO')).toMatchObject({ outcome: 'inserted' })
    expect(await type('NE, please')).toMatchObject({ outcome: 'inserted' })
    expect(await enter()).toMatchObject({ outcome: 'submitted' })
    const { lines: shown, typed } = await lines(surface)
    expect(typed.map(({ line }) => shown[line])).toEqual(['> say DONE, please'])
  })

  test('Enter alone is unconfirmed where a person typed in between', async () => {
    const { type, surface } = await room(screen)
    await type('say DONE')
    surface.keys('x')
    await shows(surface, 'say DONEx')
    const { line } = await surface.readiness()
    const sent = await surface.deliver({ by: 'cursor', text: '', enter: true, lineVersion: line.version })
    expect(sent).toMatchObject({ outcome: 'unconfirmed' })
  })
})
