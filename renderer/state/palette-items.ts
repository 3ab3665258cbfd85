// Everything the palette can list, from what the window knows now. Pure.
import {
  type AppState,
  COMMAND_IDS,
  COMMANDS,
  type CommandId,
  type Dormant,
  type PresetView,
  type SurfaceSummary,
  type TextHit,
  type TmuxServerView,
} from '../../preload/contract.ts'
import { inOrder } from './app-state.ts'
import { asksLine, asksOf } from './approval-words.ts'
import { type Facts, whyNot } from './doable.ts'
import { draftsOf } from './drafts.ts'
import { ANY } from './grants.ts'
import type { PaletteItem } from './palette.ts'
import { deedItems } from './palette-deeds.ts'
import { placeKey } from './tmux-tree.ts'
import { isAdopted, serverWords, whereWords } from './tmux-words.ts'
import { count, exitWord, grantSentence, programName, shortFolder, workspaceName } from './words.ts'

export type Known = Pick<
  AppState,
  'about' | 'surfaces' | 'dormant' | 'agents' | 'cells' | 'grants' | 'policy' | 'drafts' | 'approvals' | 'gate'
>

export interface Moment {
  readonly facts: Facts
  /** the surface that has the person's attention */
  readonly surface: SurfaceSummary | null
  /** what can be opened by name */
  readonly presets: readonly PresetView[]
  /** the folder in which a shell would open */
  readonly folder: string
  readonly allKeys: boolean
  /** servers of tmux and other machines */
  readonly places?: readonly TmuxServerView[]
}

/** All but what stands on the screens. */
export function itemsOf(known: Known, moment: Moment): PaletteItem[] {
  return [
    ...inOrder(known.surfaces).map(surface => surfaceItem(surface, known)),
    ...known.dormant.map(dormantItem),
    ...COMMAND_IDS.flatMap(command => commandItem(command, known, moment)),
    ...moment.presets.flatMap(preset => presetItem(preset)),
    ...(moment.places ?? []).map(placeItem),
    ...deedItems(known),
    ...grantItems(known),
  ]
}

function surfaceItem(surface: SurfaceSummary, known: Known): PaletteItem {
  const drafts = draftsOf(known.drafts, surface.id)
  const ask = asksLine(asksOf(known.approvals.waiting, surface.id))
  const state =
    ask ??
    (drafts.length === 1
      ? `draft by ${drafts[0]!.agentName}`
      : drafts.length > 1
        ? count(drafts.length, 'draft')
        : surface.exit
          ? exitWord(surface.exit)
          : shortFolder(surface.cwd, known.about.home))
  const more = [workspaceName(surface.workspace), whereWords(surface), state].filter(Boolean).join(', ')
  const deed = { is: 'surface', surface: surface.id } as const
  return {
    id: `surface:${surface.id}`,
    group: 'surfaces',
    title: surface.name,
    more,
    also: surface.preset,
    off: null,
    deed,
  }
}

/** Of the last run; it has a pane, but no program yet. */
function dormantItem({ id, name, workspace, title }: Dormant): PaletteItem {
  const more = `${workspaceName(workspace)}, not started again`
  const deed = { is: 'surface', surface: id } as const
  return { id: `surface:${id}`, group: 'surfaces', title: name, more, also: title, off: null, deed }
}

function commandItem(command: CommandId, known: Known, moment: Moment): PaletteItem[] {
  if (command === 'palette') return []
  const off = whyNot(command, moment.facts)
  const place = /^surface-([1-9])$/.exec(command)
  if (place && off !== null) return []
  const words = place
    ? { more: inOrder(known.surfaces)[Number(place[1]) - 1]?.name ?? '' }
    : off === null
      ? wordsOf(command, known, moment)
      : {}
  const own = COMMANDS[command].title
  const title = words.title ?? own
  return [
    {
      ...{ id: `do:${command}`, group: 'do', title, more: off ?? words.more ?? '', off },
      ...(title === own ? {} : { also: own }),
      deed: { is: 'command', command },
    },
  ]
}

/** What it is called here and now, and what helps to choose it. */
function wordsOf(command: CommandId, known: Known, moment: Moment): { title?: string; more?: string } {
  const { surface } = moment
  const name = surface?.name ?? ''
  const folder = shortFolder(moment.folder, known.about.home)
  switch (command) {
    case 'new':
      return { more: folder }
    case 'split-right':
      return { title: 'New shell in a split', more: folder }
    case 'split-down':
      return { title: 'New shell in a split below', more: folder }
    case 'close':
      return surface && isAdopted(surface)
        ? { title: `Let go of ${name}`, more: 'It runs on in tmux' }
        : { title: `Close ${name}` }
    case 'let-go':
      return { title: `Let go of ${name}`, more: 'It runs on in tmux' }
    case 'reconnect':
      return { more: surface ? (whereWords(surface) ?? '') : '' }
    case 'rename':
      return { title: `Rename ${name}…` }
    case 'move':
      return {
        title: `Move ${name} to a workspace…`,
        more: surface ? `now in ${workspaceName(surface.workspace)}` : '',
      }
    case 'all-keys':
      return moment.allKeys
        ? { title: 'Take back the keys of Gatehouse', more: `${name} gets every key now` }
        : { more: `In ${name}; only Pause stays` }
    case 'pause':
      return { title: known.gate.paused ? 'Resume all agents' : 'Pause all agents' }
    case 'drafts':
      return known.drafts.some(draft => draft.surface !== null) ? { title: 'Show drafts', more: draftWords(known) } : {}
    case 'approvals': {
      const { length } = known.approvals.waiting
      return { title: 'Show approvals', more: length === 0 ? 'Nothing waiting' : `${length} waiting` }
    }
    default:
      return {}
  }
}

/** `2 in shell, not in the program` */
function draftWords({ drafts, surfaces }: Known): string {
  const docked = drafts.filter(draft => draft.surface !== null)
  const where = new Set(docked.map(draft => draft.surface))
  const [only] = where
  const name = where.size === 1 ? surfaces.find(({ id }) => id === only)?.name : undefined
  return `${docked.length} in ${name ?? count(where.size, 'surface')}, not in the program`
}

/** The shell is there by its own command. */
function presetItem(preset: PresetView): PaletteItem[] {
  if (preset.file === null || preset.kind === 'shell') return []
  const deed = { is: 'preset', preset: preset.id } as const
  const more = preset.version ?? ''
  return [
    { id: `open:${preset.id}`, group: 'do', title: `Open ${preset.title}`, more, also: preset.id, off: null, deed },
  ]
}

/** There may be very many hosts: each is listed only for who looks for it. */
function placeItem(server: TmuxServerView): PaletteItem {
  const { place, title } = server
  const deed = { is: 'place', place } as const
  const own = place.host === null ? `Adopt from ${title}…` : `Connect to ${title}…`
  const id = `place:${placeKey(place)}`
  return { id, group: 'do', sought: true, title: own, more: serverWords(server), also: 'tmux ssh', off: null, deed }
}

/** Each agent on each surface there is, but not an agent on the surface it runs in. */
function grantItems({ cells, agents, surfaces }: Known): PaletteItem[] {
  const names = new Map(agents.map(({ id, name }) => [id, name]))
  const places = new Map(surfaces.map(({ id, name }) => [id, name]))
  return cells.flatMap((cell): PaletteItem[] => {
    const { agent, surface } = cell
    const name = names.get(agent)
    const place = places.get(surface)
    if (agent === ANY || name === undefined || place === undefined || agent.endsWith(`@${surface}`)) return []
    const deed = { is: 'grant', agent, surface } as const
    const id = `grant:${agent}:${surface}`
    return [{ id, group: 'agents', title: `${name} in ${place}`, more: grantSentence(cell), off: null, deed }]
  })
}

/** Lines that hold what was looked for. */
export function hitItems(hits: readonly TextHit[], surfaces: readonly SurfaceSummary[]): PaletteItem[] {
  return hits.flatMap(({ surface, line }): PaletteItem[] => {
    const name = surfaces.find(({ id }) => id === surface)?.name
    if (name === undefined) return []
    const deed = { is: 'surface', surface } as const
    return [{ id: `text:${surface}:${line}`, group: 'screen', title: line, more: name, off: null, deed }]
  })
}

function closeWords(surface: SurfaceSummary, known: Known): string {
  if (surface.exit) return exitWord(surface.exit)
  return `Ends ${surface.preset === 'command' ? 'its program' : programName(surface, known.about)}`
}

/** What Tab offers for a surface. */
export function actionsOf(surface: SurfaceSummary, known: Known, allKeys: boolean): PaletteItem[] {
  const titles: readonly (readonly [CommandId, string, string])[] = [
    ['rename', 'Rename…', ''],
    ['move', 'Move to workspace…', `now in ${workspaceName(surface.workspace)}`],
    ['split-right', 'Split right', `A shell beside ${surface.name}`],
    ['split-down', 'Split down', `A shell below ${surface.name}`],
    ['all-keys', allKeys ? 'Take back the keys of Gatehouse' : 'Send every key to the program', 'Only Pause stays'],
    ...(surface.link?.is === 'lost' ? ([['reconnect', 'Reconnect', whereWords(surface) ?? '']] as const) : []),
    ...(surface.tmux ? ([['let-go', 'Let go', 'It runs on in tmux']] as const) : []),
    ...(isAdopted(surface) ? [] : ([['close', 'Close', closeWords(surface, known)]] as const)),
  ]
  return titles.map(([command, title, more]) => {
    return { id: `on:${command}`, group: 'do', title, more, off: null, deed: { is: 'command', command } }
  })
}
