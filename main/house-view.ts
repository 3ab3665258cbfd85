// What each slice of the window is made of, from the rooms of the house. It decides nothing; when a slice is computed is view.ts.
import os from 'node:os'
import path from 'node:path'
import type { AppState, McpStatus } from '../preload/contract.ts'
import type { AgentsSeen } from './agents-seen.ts'
import type { Gate } from './gate/gate-api.ts'
import type { Today } from './gate/log/today.ts'
import type { Agent } from './gate/model.ts'
import { grantsSlice } from './grants/slice.ts'
import { createCells } from './policy/cells-kept.ts'
import type { Policy } from './policy/model.ts'
import { reachThrough } from './policy/reach-through.ts'
import type { PolicyRoom } from './policy-room.ts'
import type { Settings } from './store/settings.ts'
import type { EarlierLeft } from './surfaces/earlier.ts'
import type { Registry } from './surfaces/surface.ts'
import type { SliceSources } from './view.ts'

export interface Rooms {
  readonly gate: Gate
  readonly registry: Registry
  readonly rules: Pick<PolicyRoom, 'policy' | 'file' | 'undo'>
  readonly mcpStatus: () => McpStatus
  /** what this run has seen of each agent */
  readonly seen: Pick<AgentsSeen, 'of'>
  /** the agents in surfaces whose program runs */
  readonly inside: () => readonly (Agent & { readonly surface: string })[]
  readonly earlier: () => readonly EarlierLeft[]
  readonly settings: Settings
  /** what of the last run waits to be started */
  readonly dormant: () => AppState['dormant']
  readonly today: Today
  /** left out: there is no window, and nothing is looked for */
  readonly updates?: (() => AppState['updates']) | undefined
}

export interface AboutFacts {
  readonly version: string
  readonly dataDir: string
  /** the person's shell; empty = none that can be run */
  readonly shell: string
  readonly developmentElectron: boolean
  readonly programs: AppState['about']['programs']
}

export function houseSlices(rooms: Rooms, about: AboutFacts): SliceSources {
  const { version, dataDir, shell, developmentElectron, programs } = about
  const { gate, registry, rules, mcpStatus, seen, inside, earlier, settings, dormant, today, updates } = rooms
  const agent = ({ id, name }: { id: string; name: string }, surface: string | null) => {
    const paused = gate.agentPaused(id)
    return { id, name, inside: surface, ...seen.of(id), paused }
  }
  const facts = () => registry.all().map(surface => surface.facts)
  const cells = createCells()
  return {
    about: () => ({
      version,
      platform: process.platform,
      home: os.homedir(),
      dataDir,
      shell: { name: path.basename(shell), path: shell },
      developmentElectron,
      programs,
    }),
    surfaces: () => registry.all().map(surface => surface.summary()),
    agents: () => [
      ...Object.entries(rules.policy().agents).map(([id, { name }]) => agent({ id, name }, null)),
      ...inside().map(one => agent(one, one.surface)),
    ],
    cells: () => cells(rules.policy(), facts(), inside()) as AppState['cells'],
    drafts: () => [...gate.drafts()],
    approvals() {
      const { waiting, handled } = gate.approvals()
      return { waiting: [...waiting], handled: [...handled] }
    },
    notices: () => [...gate.notices()],
    detours: () => detours(rules.policy(), gate, facts()),
    gate: () => gate.status(),
    policy: () => rules.file.status(),
    mcp: mcpStatus,
    earlier: () => earlier().map(one => ({ ...one, left: [...one.left] })),
    dormant,
    activity: () => today.value(),
    grants: grantsSlice(rules, registry, Date.now),
    updates: updates ?? (() => ({ is: 'unavailable', why: 'Without a window nothing is looked for.' })),
    settings: () => ({ values: settings.get(), file: settings.file, warning: settings.warning }),
  }
}

/** Where agents could get to through others, on the surfaces there are. */
function detours(policy: Policy, gate: Gate, surfaces: Parameters<typeof reachThrough>[2]): AppState['detours'] {
  const agents = Object.keys(policy.agents).map(id => ({ id }))
  const found = reachThrough(policy, gate.inside(), surfaces, agents)
  return found.map(({ through, ...one }) => ({ ...one, through: [...through] }))
}
