// What a terminal of this size must hold once a file and a last line have been printed: by the emulator itself, without a window and
// without anything of ours.
import fs from 'node:fs'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/headless'
import type { Size } from './drivers.ts'

/** as the settings have it */
const SCROLLBACK = 5000
const SAMPLES = 40

export interface Expected {
  readonly screen: readonly string[]
  /** some rows above it, by their number in the buffer */
  readonly scrollback: readonly (readonly [row: number, text: string])[]
  readonly length: number
}

const known = new Map<string, { readonly rows: readonly string[] }>()

export async function expected(file: string, last: string, { cols, rows }: Size): Promise<Expected> {
  const name = `${file} ${cols} ${rows}`
  if (!known.has(name)) known.set(name, { rows: await parsed(file, cols, rows) })
  const all = [...known.get(name)!.rows.slice(0, -1), last]
  const above = all.length - rows
  const step = Math.max(1, Math.floor(above / SAMPLES))
  return {
    screen: all.slice(-rows),
    scrollback: Array.from({ length: Math.floor(above / step) }, (_, nth) => [nth * step, all[nth * step]!]),
    length: all.length,
  }
}

async function parsed(file: string, cols: number, rows: number): Promise<string[]> {
  const terminal = new Terminal({ cols, rows, scrollback: SCROLLBACK, allowProposedApi: true })
  terminal.loadAddon(new Unicode11Addon() as never)
  terminal.unicode.activeVersion = '11'
  // As the kernel turns it: a line's end goes back to the first column.
  const bytes = fs.readFileSync(file, 'latin1').replaceAll('\n', '\r\n')
  await new Promise<void>(resolve => terminal.write(Buffer.from(bytes, 'latin1'), resolve))
  const { active } = terminal.buffer
  const all = Array.from({ length: active.length }, (_, row) => active.getLine(row)!.translateToString(true))
  terminal.dispose()
  return all
}
