// The row that a window is sent to is the row of the prompt, in the real shells, also where one draws it on a cleared screen.
import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import type { PromptPlace } from '../../preload/contract.ts'
import { windowOf } from './hostile-support.ts'
import { until } from './support.ts'
import { run, startShell } from './support-shells.ts'

/** A window on it, and what stands where it is told that prompts are. */
async function promptsIn(shell: PersonSurface): Promise<[string, number | null][]> {
  const { terminal, parsed } = windowOf(80, 24)
  let told: readonly PromptPlace[] | null = null
  let isThere = false
  const attachment = shell.attach({
    screen(data, cols, rows) {
      terminal.resize(cols, rows)
      terminal.write(data)
      isThere = true
    },
    bytes: data => terminal.write(data),
    size() {},
    exit() {},
    prompts(places) {
      told = places
    },
  })
  await until('the screen', () => isThere)
  attachment.prompts()
  const places: readonly PromptPlace[] = await until('the prompts', () => told)
  await parsed()
  attachment.detach()
  const { active } = terminal.buffer
  return places.map(({ row, exit }) => [active.getLine(active.baseY + row)!.translateToString(true), exit])
}

test.each(['/bin/bash', '/usr/bin/zsh', '/usr/bin/fish'].filter(shell => existsSync(shell)))('%s', async file => {
  const { shell } = await startShell(file)
  await run(shell, 'seq 1 40')
  await run(shell, `sh -c 'printf "no line end"; exit 3'`)
  await run(shell, 'echo last')
  expect(await promptsIn(shell)).toEqual([
    [expect.stringMatching(/[$%#>] seq 1 40$/), 0],
    [expect.stringMatching(/[$%#>] sh -c 'printf "no line end"; exit 3'$/), 3],
    [expect.stringMatching(/[$%#>] echo last$/), 0],
  ])
  shell.keys('\x0c')
  await run(shell, 'echo cleared')
  expect((await promptsIn(shell)).at(-1)).toEqual([expect.stringMatching(/[$%#>] echo cleared$/), 0])
})
