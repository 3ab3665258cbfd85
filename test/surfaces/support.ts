// What the surface tests share: a registry with an empty home, and waiting for something to be true instead of sleeping.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { createRegistry, type RegistryOptions } from '../../main/surfaces/registry.ts'
import type { OpenSpec, PersonSurface, Readiness, ReadRequest, Registry } from '../../main/surfaces/surface.ts'

export const RECORDER = path.resolve(import.meta.dirname, '../helpers/recorder.mjs')

/** Polls until `check` gives something truthy. Fails with `what` after `ms`. */
export async function until<T>(what: string, check: () => T | Promise<T>, ms = 8000): Promise<NonNullable<T>> {
  const deadline = performance.now() + ms
  for (;;) {
    const value = await check()
    if (value) return value as NonNullable<T>
    if (performance.now() > deadline) throw new Error(`waited ${ms} ms in vain for: ${what}`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
}

/** A folder of this test alone, gone afterwards. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-surfaces-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** A registry whose surfaces see an empty home and are all ended after the test. */
export function testRegistry(options: RegistryOptions = {}): { registry: Registry; home: string } {
  const home = testFolder()
  const env = { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, PS1: '$ ' }
  const registry = createRegistry({ shell: '/bin/bash', env, ...options })
  onTestFinished(() => registry.closeAll())
  return { registry, home }
}

export async function openSurface(registry: Registry, spec: Partial<OpenSpec> = {}): Promise<PersonSurface> {
  const opened = await registry.open({ preset: 'shell', openedBy: 'person', ...spec })
  if (!opened.ok) throw new Error(`${opened.code}: ${opened.message}`)
  return opened.value
}

/** A shell that surely waits at its prompt. */
export async function openShell(registry: Registry, spec: Partial<OpenSpec> = {}): Promise<PersonSurface> {
  const surface = await openSurface(registry, spec)
  await atPrompt(surface)
  return surface
}

export async function atPrompt(surface: PersonSurface): Promise<Readiness> {
  return until('the shell to be at its prompt', async () => {
    const ready = await surface.readiness()
    return ready.dialog.open === 'no' ? ready : null
  })
}

/** A recorder as the surface's own program, ready to read. */
export async function openRecorder(registry: Registry, file: string, flags = ''): Promise<PersonSurface> {
  const surface = await openSurface(registry, { command: `exec node '${RECORDER}' '${file}' ${flags}` })
  await shows(surface, 'ready')
  return surface
}

export async function lines(surface: PersonSurface, what: ReadRequest['what'] = 'screen', cursor?: string) {
  const read = await surface.read({ what, cursor })
  if (!read.ok) throw new Error(read.code)
  return read.value
}

/** Waits until the screen or the scrollback shows a line that contains `text`. */
export async function shows(surface: PersonSurface, text: string): Promise<void> {
  await until(`"${text}" on the screen`, async () =>
    (await lines(surface, 'scrollback')).lines.some(l => l.includes(text)),
  )
}

/** Delivers as an agent would after its check. */
export async function send(surface: PersonSurface, text: string, enter: boolean, by = 'cursor') {
  const { line } = await surface.readiness()
  return surface.deliver({ by, text, enter, lineVersion: line.version })
}
