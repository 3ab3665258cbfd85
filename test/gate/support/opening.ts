// A rig whose agents may open surfaces: fake ones, made by an opener that notes what it was asked for. Open rules and folders
// are a test's to change.
import { createGate } from '../../../main/gate/gate.ts'
import type { FoundPane, NewSurface } from '../../../main/gate/opener.ts'
import type { OpenRule } from '../../../main/policy/model.ts'
import { type Rig, rig, rule } from './rig.ts'
import { type FakeSurface, fakeSurface } from './surface.ts'

export const HOME = '/home/ada'

export interface OpenRig extends Rig {
  openRules: OpenRule[]
  /** what was opened, in order */
  readonly made: NewSurface[]
  readonly closed: string[]
  /** surfaces that were let go of */
  readonly letGo: string[]
  /** what runs in tmux */
  panes: FoundPane[]
  /** sessions that were looked for */
  readonly searched: string[]
  /** named folder to real one; one that is not in it is not there */
  folders: Record<string, string>
  /** awaited before a surface is there; what it gives is why there is none */
  onOpen: ((what: NewSurface) => string | undefined | Promise<string | undefined>) | null
  /** awaited whenever panes are looked for */
  onFind: (() => void | Promise<void>) | null
  /** awaited before one is ended or let go of */
  onClose: (() => void | Promise<void>) | null
  /** changes each surface before anybody sees it */
  fresh: (surface: FakeSurface) => void
}

export const openRule = (more: Partial<OpenRule> = {}): OpenRule => ({
  id: 'o1',
  agents: 'cursor',
  grant: 'allow',
  ...more,
})

interface OpenRigOptions extends NonNullable<Parameters<typeof rig>[0]> {
  readonly openRules?: OpenRule[]
}

/** Agents may read everywhere unless `rules` say else, so that nobody is asked whether they may come in. */
export function openRig({ openRules = [openRule()], rules, ...given }: OpenRigOptions = {}): OpenRig {
  const state: Omit<OpenRig, keyof Rig> = {
    openRules,
    made: [],
    closed: [],
    letGo: [],
    panes: [],
    searched: [],
    folders: {
      '~': HOME,
      '~/src/app': `${HOME}/src/app`,
      '~/src/link': '/etc',
      [`${HOME}/src/app`]: `${HOME}/src/app`,
      '/etc': '/etc',
    },
    onOpen: null,
    onFind: null,
    onClose: null,
    fresh: () => {},
  }
  let count = 0
  let made: OpenRig | null = null
  const now = () => made ?? state
  const base = rig({
    rules: rules ?? [rule('r1', '*', 'read', { ask: 'submit', surfaces: { openedBy: 'person' } })],
    ...given,
    make: options =>
      createGate({
        ...options,
        policy: () => ({ ...options.policy(), open: now().openRules }),
        opener: {
          presets: ['shell', 'claude'],
          home: HOME,
          resolveFolder: folder => now().folders[folder] ?? null,
          async open(what) {
            const fault = await all.onOpen?.(what)
            if (fault !== undefined) return { ok: false, code: 'launch_failed', message: fault }
            count += 1
            const { pane, alias = null, workspace, openedBy } = what
            const preset = pane ? 'tmux' : (what.preset ?? 'command')
            const facts = { name: `${preset} ${count}`, preset, alias, workspace, openedBy }
            const surface = fakeSurface(`s_new${count}`, all.clock, facts)
            if (pane) surface.tmux = { ...pane, ours: false, agent: null }
            surface.log = event => all.log.push(event)
            all.fresh(surface)
            all.made.push(what)
            all.log.push(`opened ${surface.facts.id}`)
            all.surfaces.push(surface)
            return { ok: true, value: surface }
          },
          async findPanes(session) {
            all.searched.push(session)
            await all.onFind?.()
            return all.panes.filter(one => one.session === session)
          },
          async close(id) {
            await all.onClose?.()
            return away(id, 'closed')
          },
          async letGo(id) {
            await all.onClose?.()
            return away(id, 'letGo')
          },
        },
      }),
  })
  function away(id: string, how: 'closed' | 'letGo') {
    const index = all.surfaces.findIndex(({ facts }) => facts.id === id)
    if (index < 0) return null
    all.surfaces.splice(index, 1)
    all[how].push(id)
    all.log.push(`${how === 'closed' ? 'closed' : 'let go of'} ${id}`)
    return { code: null, signal: how === 'closed' ? 'SIGHUP' : null }
  }
  const all = Object.assign(base, state)
  made = all
  return all
}

/** Every record, short. */
export const openStory = ({ records }: OpenRig) =>
  records.map(({ kind, actor, intent, text, verdict, outcome, of }) => [
    kind,
    actor,
    intent,
    text,
    verdict?.effect ?? null,
    outcome,
    of ?? null,
  ])
