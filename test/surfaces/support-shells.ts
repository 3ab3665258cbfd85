// What the tests of shell integration share: a shell in a home with given files, one command in it, and what it marked.
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'vitest'
import type { Command, PersonSurface } from '../../main/surfaces/surface.ts'
import { atPrompt, lines, openShell, send, testFolder, testRegistry, until } from './support.ts'

export interface Home {
  /** by their path in the home */
  readonly files?: Readonly<Record<string, string>>
  readonly env?: NodeJS.ProcessEnv
}

/** A shell at its first prompt in a home with these files and nothing else. */
export async function startShell(shell: string, { files = {}, env = {} }: Home = {}) {
  const home = testFolder()
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(home, file)), { recursive: true })
    writeFileSync(path.join(home, file), text)
  }
  const own = { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, ...env }
  const { registry } = testRegistry({ shell, env: own })
  return { shell: await openShell(registry), registry, home }
}

/** Submits it as an agent, and resolves with the command once its prompt is back. */
export async function run(shell: PersonSurface, text: string): Promise<Command> {
  const before = shell.commands().length
  expect((await send(shell, text, true)).outcome).toBe('submitted')
  await atPrompt(shell)
  const command = shell.commands()[before]
  if (!command) throw new Error(`no command was marked for ${text}`)
  return command
}

export function inBrief({ text, exit }: Command) {
  return [text, exit]
}

/** Every row with text, trimmed. */
export async function shown(shell: PersonSurface): Promise<string[]> {
  return (await lines(shell, 'scrollback')).lines.map(line => line.trim()).filter(line => line !== '')
}

/** The rows that it printed. */
export async function output(shell: PersonSurface, { rows }: Command): Promise<string[]> {
  const all = (await lines(shell, 'scrollback')).lines
  return all.slice(rows?.first, rows?.end ?? undefined)
}

/**
 * Two commands are marked as they are, and a line editor that the shell opens within a third (`edits`) is not taken for its
 * prompt, though the terminal is as it is there.
 */
export async function marksWell(shell: PersonSurface, edits = 'read -e x'): Promise<void> {
  const before = shell.commands().length
  expect(inBrief(await run(shell, `sh -c 'exit 3'`))).toEqual([`sh -c 'exit 3'`, 3])
  expect(inBrief(await run(shell, 'echo hi'))).toEqual(['echo hi', 0])
  await send(shell, edits, true)
  await until('the editor', async () => {
    const { tty } = await shell.readiness()
    return shell.commands().length === before + 3 && tty && !tty.canonical && !tty.echo
  })
  expect((await shell.readiness()).dialog.open).toBe('unknown')
  shell.keys('x\r')
  await atPrompt(shell)
  expect(shell.commands().slice(before).map(inBrief)[2]).toEqual([edits, 0])
}

/** What the shell prints from now on, as the window gets it. */
export function bytesOf(shell: PersonSurface): () => string {
  const chunks: string[] = []
  const bytes = (data: Uint8Array) => void chunks.push(Buffer.from(data).toString('latin1'))
  shell.attach({ bytes, screen() {}, size() {}, exit() {} })
  return () => chunks.join('')
}
