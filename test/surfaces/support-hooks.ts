// A surface whose preset has hooks: what they say is the test's.
import { onTestFinished } from 'vitest'
import { systemClock } from '../../main/surfaces/clock.ts'
import type { DialogHook } from '../../main/surfaces/dialog.ts'
import { openPty } from '../../main/surfaces/pty.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { createTerminalSurface } from '../../main/surfaces/terminal-surface.ts'

/** Ended after the test. `command` runs in sh. */
export function openHooked(hook: DialogHook, command: string): PersonSurface {
  const size = { cols: 80, rows: 24 }
  const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color' }
  const pty = openPty({ file: '/bin/sh', args: ['-c', command], env, cwd: '/', ...size }, systemClock)
  const own = { id: 's_hooked', name: 'agent', formerNames: [], alias: null, workspace: 'w', preset: 'command' }
  const surface = createTerminalSurface({
    facts: { ...own, backend: 'pty', host: null, openedBy: 'person' },
    terminal: pty,
    shell: '/bin/sh',
    interactiveShell: false,
    hook,
    cwd: '/',
    ...size,
    clock: systemClock,
    changed: () => {},
  })
  onTestFinished(async () => void (await surface.close()))
  return surface
}
