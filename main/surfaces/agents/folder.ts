// The folders of agents' CLIs: one for each surface, with the files of its preset, the script that its hooks run, and what they
// tell. In a folder that only the person can open: of this run, or one that outlives it (lasting.ts). It starts nothing and reads
// nothing.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Launch, Start } from '../presets/model.ts'
import { createRunFolder, type RunFolder } from '../run-folder.ts'

export interface AgentFolder {
  readonly folder: string
  /** where its hooks leave what they tell */
  readonly events: string
  /** how its hooks tell it; null where there is no shell to run them with */
  readonly hook: Start['hook']
  put(files: Launch['files']): void
  remove(): void
}

export interface AgentFolders {
  /** Throws when no folder can be made. */
  make(surface: string): AgentFolder
  /** Removes all of them. */
  close(): void
}

/**
 * Prints nothing, decides nothing and never fails, so that no CLI waits for it or reads an answer from it. The file gets its
 * name once it is whole. `--arg` is for those that hand over what they tell as an argument.
 */
const HOOK = `#!/bin/sh
# Tells Gatehouse what happened here: hook.sh NAME [--arg TEXT], else the text is read from standard input.
{
  to="\${0%/*}/events/$$-$(date +%s)"
  {
    printf '%s\\n' "$1"
    if [ "$2" = --arg ]; then printf '%s' "$3"; else cat; fi
  } > "$to.part" && mv "$to.part" "$to.json"
} > /dev/null 2>&1
exit 0
`

export function createAgentFolders(
  root: RunFolder = createRunFolder('gatehouse-agents-'),
  platform: NodeJS.Platform = process.platform,
): AgentFolders {
  return {
    make(surface) {
      const folder = path.join(root.path(), surface)
      const events = path.join(folder, 'events')
      mkdirSync(events, { recursive: true, mode: 0o700 })
      const script = path.join(folder, 'hook.sh')
      writeFileSync(script, HOOK, { mode: 0o600 })
      return {
        folder,
        events,
        hook: platform === 'win32' ? null : { sh: '/bin/sh', args: [script], folder },
        put(files = []) {
          for (const { name, text } of files) {
            const file = path.join(folder, name)
            mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
            writeFileSync(file, text, { mode: 0o600 })
          }
        },
        remove: () => rmSync(folder, { recursive: true, force: true }),
      }
    },
    close: root.close,
  }
}
