// The calls of the window that change the policy, over a real policy file: surfaces and the record are stood in for.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { grantsSlice } from '../../main/grants/slice.ts'
import type { House } from '../../main/house.ts'
import type { AgentFacts, SurfaceSubject } from '../../main/policy/model.ts'
import { createPolicyCalls } from '../../main/policy-calls.ts'
import { openPolicyRoom } from '../../main/policy-room.ts'
import { surface } from '../policy/subjects.ts'

const token = (digit: string) => `sha256:${digit.repeat(64)}`

export const TEXT = `// mine
{
  "version": 1,
  "agents": {
    "cursor": { "name": "Cursor", "token": "${token('1')}" },
    "codex": { "name": "Codex", "token": "${token('2')}" }
  },
  "rules": [
    { "id": "r1", "agents": "*", "surfaces": "*", "level": "read", "ask": "type" }, // all
    { "id": "r2", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "type" }
  ],
  "locks": [
    { "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "reason": "hands off" }
  ],
  "tests": [
    { "agent": "cursor", "surface": { "name": "prod-1" }, "intent": "submit", "expect": "deny" }
  ]
}
`

const SURFACES: readonly SurfaceSubject[] = [
  surface({ id: 's_aaaa', name: 'shell' }),
  surface({ id: 's_bbbb', name: 'api', workspace: 'infra' }),
  surface({ id: 's_cccc', name: 'prod-1' }),
]
const INSIDE: readonly AgentFacts[] = [{ id: 'claude@s_bbbb', preset: 'claude', workspace: 'infra' }]

/** `write`: changes the file as somebody else would. `surfaces` may be changed while it runs. */
export async function grants(options: { readonly text?: string; readonly managed?: boolean } = {}) {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-grants-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const file = path.join(dir, 'policy.json')
  await writeFile(file, options.text ?? TEXT, { mode: 0o600 })
  const surfaces = [...SURFACES]
  const get = (id: string) => {
    const facts = surfaces.find(one => one.id === id)
    return facts && { facts }
  }
  const isOpen = (id: string) => get(id) !== undefined
  const room = await openPolicyRoom({ dataDir: dir, managed: options.managed ? file : null, isOpen })
  onTestFinished(() => room.close())
  const recorded: { text: string | null; outcome: string | null; inForce: string }[] = []
  const touched: string[] = []
  let onAppend: () => unknown = () => {}
  const registry = { get, all: () => surfaces.map(facts => ({ facts })) }
  const house = {
    policyFile: room.file,
    policyUndo: room.undo,
    policy: room.policy,
    registry,
    inside: () => INSIDE,
    view: { touch: (...names: string[]) => touched.push(...names) },
    activity: {
      async append({ text, outcome }: { readonly text: string; readonly outcome: string }) {
        await onAppend()
        recorded.push({ text, outcome, inForce: room.file.text()?.text ?? '' })
        return recorded.length
      },
    },
  }
  const slice = grantsSlice(room, registry as never, Date.now)
  return {
    calls: createPolicyCalls(house as unknown as House),
    room,
    surfaces,
    slice,
    touched,
    /** what was recorded, and the text that was in force at that moment */
    recorded,
    words: () => recorded.map(({ text }) => text),
    written: () => readFile(file, 'utf8'),
    write: (text: string) => writeFile(file, text),
    /** what happens while a change is being recorded */
    whileRecording(run: () => unknown) {
      onAppend = run
    },
  }
}

/** Lines that are only in one of the two, with - and +. */
export function difference(before: string, after: string): string[] {
  const [old, now] = [before.split('\n'), after.split('\n')]
  return [
    ...old.filter(line => !now.includes(line)).map(line => `-${line.trim()}`),
    ...now.filter(line => !old.includes(line)).map(line => `+${line.trim()}`),
  ]
}
