// The real server with the fake gate behind it, spoken to at a profile's address.
import { listing } from '../fake-gate.ts'
import { callTool, type Served, serve } from '../serve.ts'

export const at = (served: Served, profile: string): Served => ({
  ...served,
  server: { ...served.server, url: `${served.server.url}/${profile}` },
})

const seen = listing as Extract<typeof listing, { workspace: string }>

/** Three that may be read, in two workspaces, and one that may only be asked for. `build` was opened by the caller. */
export const SURFACES = [
  seen,
  { ...seen, id: 's_0c1a', name: 'agent', preset: 'claude' },
  {
    ...seen,
    id: 's_0bu1',
    name: 'shell-2',
    workspace: 'ops',
    opened: true,
    untrusted: { ...seen.untrusted, alias: 'build' },
  },
  { id: 's_0bad', name: 'prod', level: 'none', ask: 'read' },
] as const

export async function served(profile: string): Promise<Served> {
  const all = await serve()
  all.gate.listings = [...SURFACES]
  return at(all, profile)
}

/** What the gate was asked besides what there is, which every tool may ask. */
export const askedOf = ({ gate }: Served) =>
  gate.asked.filter(({ what }) => what !== 'list').map(({ what, request }) => [what, request])

export const call = callTool
