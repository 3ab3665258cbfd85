// Opens a surface on a pane of tmux that runs already: adopts one, or takes up what an earlier run had, under the id that it had.
// It starts nothing. Whether somebody may is not decided here.
import { type Failure, type Result, samePlace } from '../../preload/contract.ts'
import { KNOWLEDGE } from '../status/agents/index.ts'
import type { Lasting, LastingStart } from './lasting.ts'
import { paneName } from './naming.ts'
import { DEFAULT_SIZE, failure, noTmux, type Opening, opened } from './opening.ts'
import { isOwnPane } from './own-pane.ts'
import { removal } from './ssh/place.ts'
import type { FromTmux, OpenSpec, PersonSurface, SurfaceFacts } from './surface.ts'
import type { SurfaceAgent } from './terminal-surface.ts'
import type { TmuxServer } from './tmux/model.ts'

/** The preset of what somebody else started. */
const ADOPTED = 'tmux'
type Pane = NonNullable<OpenSpec['pane']>

/** What is known of a program that we did not start: nothing. */
const STRANGE = {
  file: '',
  interactiveShell: false,
  integrated: null,
  agent: null,
  lacks: null,
  done() {},
} as const

/** Failures: `own_pane`, `adopted`, `no_such_pane`, and those of `tmux.list` (contract). */
export async function adoptPane(
  spec: OpenSpec & { readonly pane: Pane },
  opening: Opening,
): Promise<Result<PersonSurface>> {
  const { place, id: pane } = spec.pane
  if (!opening.tmux) return noTmux()
  if (isOwnPane(place, pane, process.env))
    return failure('own_pane', 'Gatehouse itself was started from this pane.', 'pane')
  const before = holderOf(spec.pane, opening)
  if (before) return before
  const server = opening.tmux.room.server(place)
  const wrong = await whyNotIt(server, spec.pane, opening)
  if (wrong) return wrong
  const id = opening.newId()
  const got = await server.adopt(pane, id)
  if (!got.ok) return holderOf(spec.pane, opening) ?? got
  const terminal = got.value
  const where = terminal.where()
  const facts: SurfaceFacts = {
    id,
    // Its session and its window have names that programs choose: locks go by them, rules do not.
    name: spec.name ?? opening.newName(id, paneName(where)),
    named: spec.name !== undefined,
    formerNames: [...new Set([...(spec.former?.names ?? []), where.session, where.window])],
    formerIds: spec.former?.ids ?? [],
    alias: spec.alias ?? null,
    workspace: spec.workspace ?? '',
    preset: ADOPTED,
    backend: 'tmux',
    host: place.host,
    openedBy: spec.openedBy,
  }
  const lacks = spec.lacks ?? null
  return opened(opening.put({ ...STRANGE, lacks, facts, terminal, cwd: terminal.cwd(), ...DEFAULT_SIZE }))
}

/**
 * Takes up what runs on from an earlier run: by its mark in tmux and its id. Where its server is not reached yet, it is a surface
 * whose link says so. Failures: `no_such_pane` where it is certain that it is gone.
 */
export async function takeUp(was: FromTmux, opening: Opening): Promise<Result<PersonSurface>> {
  if (!opening.tmux) return noTmux()
  const { facts, place, ours, cwd, conversation } = was
  const there = opening.all().some(surface => surface.facts.id === facts.id)
  if (there) return failure('adopted', `"${facts.name}" is there already.`)
  const { room, lasting } = opening.tmux
  const found = await room.server(place).find(facts.id)
  if (!found.ok) return found
  const terminal = found.value
  const start = ours ? lasting.read(facts.id) : null
  const tidy = () => {
    if (start?.folder !== undefined) room.server(place).tell(removal(start.folder))
  }
  if (start?.folder !== undefined) void terminal.exited.then(tidy)
  const running = start ? knownAs(start, was.facts, conversation, lasting) : STRANGE
  const done = () => {
    lasting.drop(facts.id)
    tidy()
  }
  const more = ours ? { done, letGo: () => lasting.letGo(facts.id) } : {}
  const whole = { ...running, facts, terminal, cwd: terminal.cwd() || cwd, ...DEFAULT_SIZE, ...more }
  return opened(opening.put(whole))
}

function knownAs(start: LastingStart, facts: SurfaceFacts, conversation: string | null, lasting: Lasting) {
  const { file, interactiveShell, lacks, nonce } = start
  const knowledge = KNOWLEDGE[facts.preset]
  const events = knowledge ? lasting.events(facts.id) : null
  const agent: SurfaceAgent | null = knowledge && events ? { knowledge, events, conversation } : null
  const integrated = nonce === null ? null : { args: [], env: {}, nonce, done() {} }
  return { file, interactiveShell, integrated, agent, lacks, done() {} }
}

function holderOf(pane: Pane, opening: Opening): Failure | null {
  const holder = opening.all().find(surface => {
    const where = surface.summary().tmux
    return where !== null && where.pane === pane.id && samePlace(where.place, pane.place)
  })
  return holder ? adopted(holder) : null
}

const adopted = ({ facts }: PersonSurface) =>
  failure('adopted', `This pane is the surface "${facts.name}" already.`, 'pane')

/** Its program is another than it was, or it is a surface already that is reached in another way: its id has rules of its own. */
async function whyNotIt(server: TmuxServer, { id, pid }: Pane, opening: Opening): Promise<Failure | null> {
  const ways = opening.tmux?.room.servers().length ?? 0
  if (pid === undefined && ways < 2) return null
  const list = await server.list()
  if (!list.ok) return null // What is wrong, adopting says.
  const panes = list.value.sessions.flatMap(({ windows }) => windows.flatMap(one => one.panes))
  const pane = panes.find(one => one.id === id)
  if (pid !== undefined && (!pane || (pane.pid ?? pid) !== pid))
    return failure('no_such_pane', `Another program than before runs in ${id}.`, 'pane')
  const holder = opening.all().find(({ facts }) => facts.id === pane?.surface)
  return holder ? adopted(holder) : null
}
