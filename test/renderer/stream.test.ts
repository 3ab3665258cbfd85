// What a terminal in the window tells main by itself.
import { expect, test } from 'vitest'
import type { PortUp } from '../../preload/contract.ts'
import { connectStream } from '../../renderer/terminal/stream.ts'
import { windowOf } from '../surfaces/hostile-support.ts'

const nobody = {
  ...{ drawn() {}, exited() {}, prompts() {}, sends() {}, copy() {}, sized() {}, attached() {} },
  told: () => false,
}

test('main hears at once how many rows a terminal keeps, and again when a person has changed that', () => {
  const { terminal } = windowOf(20, 5)
  const sent: PortUp[] = []
  const port = { postMessage: (message: PortUp) => sent.push(message), start() {}, close() {} }
  const stream = connectStream(port as never, terminal as never, nobody)
  expect(sent).toEqual([{ kind: 'room', rows: 5000 }])
  stream.roomy()
  terminal.options.scrollback = 20_000
  stream.roomy()
  expect(sent.slice(1)).toEqual([{ kind: 'room', rows: 20_000 }])
})
