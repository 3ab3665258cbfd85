// The policy as the house uses it: the file with what was accepted of it, without temporary rules that have ended, and
// what is wrong with it in words. It decides nothing and knows no window.
import path from 'node:path'
import { systemClock } from './gate/clock.ts'
import type { PolicyFault } from './gate/core.ts'
import { pastSends } from './gate/history.ts'
import { steadyTime } from './gate/steady.ts'
import { createUndoLog, type UndoLog } from './grants/undo.ts'
import { pruneSurface } from './policy/edit.ts'
import { type PastSend, windowMs } from './policy/limits.ts'
import type { Policy } from './policy/model.ts'
import type { Seal } from './store/accepted.ts'
import { openPolicyFile, type PolicyFile } from './store/policy-file.ts'
import { createPolicyInForce } from './store/policy-in-force.ts'

/** What changed: the file, or temporary rules that ended by time. */
export type PolicyChange = { readonly agentsGone: readonly string[] } | { readonly ended: readonly string[] }

export interface PolicyRoom {
  readonly file: PolicyFile
  /** what a person changed in this run */
  readonly undo: UndoLog
  /** as of now */
  policy(): Policy
  fault(): PolicyFault | null
  /** What whoever reads stderr should know; null = the file is what rules. */
  trouble(): string | null
  /** What agents sent before this start, as far back as the longest limit looks. */
  past(): Promise<PastSend[]>
  /** A surface's id is never used again, so rules for it alone can go (docs/decisions/0004). */
  forget(surface: string): Promise<void>
  onChange(listener: (change: PolicyChange) => void): void
  close(): Promise<void>
}

/** `managed`: the file that `--policy` names, or null for the folder's own. Never fails; what is wrong is `trouble`. */
export async function openPolicyRoom(options: {
  readonly dataDir: string
  readonly managed: string | null
  readonly seal?: Seal
  readonly isOpen: (surface: string) => boolean
}): Promise<PolicyRoom> {
  const { dataDir, managed, seal, isOpen } = options
  const file = await openPolicyFile({
    path: managed ?? path.join(dataDir, 'policy.json'),
    managed: managed !== null,
    accepted: path.join(dataDir, 'policy.accepted.json'),
    ...(seal ? { seal } : {}),
  })
  const listeners: ((change: PolicyChange) => void)[] = []
  const tell = (change: PolicyChange) => {
    for (const listener of listeners) listener(change)
  }
  const now = steadyTime(systemClock)
  const inForce = createPolicyInForce({ accepted: () => file.policy(), now, isOpen, onEnd: ended => tell({ ended }) })

  let agents = Object.keys(file.policy().agents)
  let said = troubleOf(file)
  file.onChange(() => {
    inForce.changed()
    const known = file.policy().agents
    const agentsGone = agents.filter(id => !Object.hasOwn(known, id))
    agents = Object.keys(known)
    const trouble = troubleOf(file)
    if (trouble !== null && trouble !== said) console.error(`gatehouse: ${trouble}`)
    said = trouble
    tell({ agentsGone })
  })

  return {
    file,
    undo: createUndoLog(),
    policy: inForce.policy,
    fault: () => faultOf(file),
    trouble: () => troubleOf(file),
    async past() {
      const windows = file.policy().rules.flatMap(({ limits = [] }) => limits.map(({ window }) => windowMs(window)))
      return windows.length === 0 ? [] : pastSends(dataDir, now() - Math.max(...windows), now())
    },
    async forget(surface) {
      const status = file.status()
      if (!status.managed && status.ruling === 'file') await file.change(text => pruneSurface(text, surface))
    },
    onChange: listener => void listeners.push(listener),
    async close() {
      inForce.close()
      await file.close()
    },
  }
}

function faultOf(file: PolicyFile): PolicyFault | null {
  const { fault, file: name, ruling } = file.status()
  return fault && { message: `${path.basename(name)}:${fault.line}: ${fault.message}.`, rules: ruling !== 'nothing' }
}

function troubleOf(file: PolicyFile): string | null {
  const { held, managed, ruling, file: name } = file.status()
  const fault = faultOf(file)
  if (fault) {
    const rules = fault.rules ? 'The policy accepted last decides; agents are paused.' : 'Nothing is allowed.'
    return `${fault.message} ${rules}`
  }
  if (!held) return null
  if (ruling === 'nothing') return `${name} waits for a person to accept it. Nothing is allowed until then.`
  const remedy = managed
    ? 'Start again to take it up.'
    : 'Accept it or put it back in the window; without one, remove policy.accepted.json while Gatehouse is not running.'
  return `${name} was changed outside Gatehouse, so the policy accepted last decides. ${remedy}`
}
