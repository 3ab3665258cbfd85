// What comes back at the next start: keeps which surfaces a person has open and their last lines, opens the shells of the last run
// again, and holds the rest, started by nobody, until a person says so. The text of the last run is for the window alone: it is on
// no mirror, so no agent reads it and nothing is judged by it. What is opened goes through the house like all else.
import path from 'node:path'
import {
  type Before,
  type CallName,
  type CallOutput,
  type CallParsed,
  conversationSchema,
  type Dormant,
  type Failure,
  type Result,
} from '../preload/contract.ts'
import type { House } from './house.ts'
import { type KeptSurface, type LayoutFile, MOST_FORMER } from './store/layout-file.ts'
import { withIds } from './store/layout-ids.ts'
import { isFolder } from './store/named-files.ts'
import { createScrollback, type KeptText } from './store/scrollback.ts'
import type { Settings } from './store/settings.ts'
import { PRESETS } from './surfaces/presets/index.ts'
import type { Preset } from './surfaces/presets/model.ts'
import type { OpenSpec, PersonSurface, Registry } from './surfaces/surface.ts'

/** Changes within this many ms are written together. */
const TOGETHER_MS = 300
/** how often texts are written, in ms */
const TEXTS_MS = 30_000
/** of layout.json */
const MOST_SURFACES = 1000
/** Shells that a start opens by itself; more of them wait as the rest does. */
const MOST_OPENED = 50
/** They take up conversations; a shell has none, and what a person's own preset can is not known. */
const RESUMING = PRESETS.filter(preset => !preset.interactiveShell).map(({ id }) => id)
const MOST_CHARACTERS = { cwd: 4096, command: 65_536 } as const

export interface Restore {
  /** Once, when everything else is open: shells of the last run are opened, the rest is dormant. Until then nothing is written. */
  begin(): Promise<void>
  dormant(): Dormant[]
  /** What stood in the terminal that this surface takes the place of; null = it takes none's. */
  before(surface: string): Before | null
  /** A person opened it. `command`: the line it runs, null = a preset */
  opened(surface: PersonSurface, command: string | null): void
  /** A person closed it. */
  closed(surface: string): void
  start(id: string, resume: boolean): Promise<Result<{ id: string }>>
  drop(id: string): Promise<Result<Record<string, never>>>
  /** Writes what is to be kept. Surfaces that end from now on come back. */
  close(): Promise<void>
}

export interface RestoreOptions {
  readonly dataDir: string
  readonly registry: Registry
  readonly layout: LayoutFile
  readonly settings: Pick<Settings, 'get'>
  /** all there are */
  readonly presets: readonly Pick<Preset, 'id' | 'title'>[]
  open(spec: OpenSpec): Promise<Result<PersonSurface>>
  /** What is dormant is another list now. */
  changed(): void
}

interface Asleep {
  readonly kept: KeptSurface
  readonly text: KeptText | null
}

export function createRestore(options: RestoreOptions): Restore {
  const { registry, layout, settings, open } = options
  const texts = createScrollback(path.join(options.dataDir, 'scrollback'))
  const commands = new Map<string, string>()
  const before = new Map<string, Before>()
  const starting = new Set<string>()
  /** they printed something since their text was written */
  const printed = new Set<string>()
  let dormant: readonly Asleep[] = []
  let is: 'before' | 'open' | 'closed' = 'before'
  let noting: NodeJS.Timeout | null = null

  const isOff = () => settings.get().restore === 'nothing'
  const mostLines = () => (isOff() ? 0 : settings.get().restoreLines)

  function keptNow(): KeptSurface[] {
    const running = registry.all().flatMap(surface => keptOf(surface, commands.get(surface.facts.id) ?? null) ?? [])
    return [...running, ...dormant.map(one => one.kept)].slice(0, MOST_SURFACES)
  }

  function note() {
    if (is !== 'open') return
    noting ??= setTimeout(() => {
      noting = null
      layout.save({ surfaces: keptNow() })
    }, TOGETHER_MS)
  }

  async function textOf(id: string): Promise<KeptText | null> {
    const most = mostLines()
    const text = most === 0 ? null : await texts.read(id)
    return text && { ...text, lines: text.lines.slice(-most) }
  }

  async function writeText(id: string): Promise<void> {
    const surface = registry.get(id)
    if (!surface) return
    printed.delete(id)
    const isUnused =
      surface.facts.preset === 'shell' && surface.lastPersonKey() === null && surface.commands().length === 0
    // A shell in which nobody did anything has nothing to say beside what stood there before.
    if (before.has(id) && isUnused) return
    await texts.save(id, await surface.tail(mostLines()))
  }

  /** One after the other: what one writes another must not take for a leftover. */
  let writing: Promise<void> = Promise.resolve()
  function writeTexts(): Promise<void> {
    const due = [...printed]
    writing = writing
      .then(() => writeAll(due))
      .catch((error: Error) => console.error('gatehouse: text of terminals was not kept:', error.message))
    return writing
  }

  async function writeAll(due: readonly string[]): Promise<void> {
    const ids = new Set(keptNow().map(({ id }) => id))
    if (mostLines() === 0) return texts.keep(new Set())
    await Promise.all(due.filter(id => ids.has(id)).map(writeText))
    await texts.keep(ids)
  }

  /** The surface takes the place of the one that was kept. */
  async function replace({ kept, text }: Asleep, surface: string): Promise<void> {
    if (text) before.set(surface, text)
    await texts.move(kept.id, surface)
  }

  async function specOf(kept: KeptSurface, resume: boolean): Promise<OpenSpec> {
    const { name, workspace, preset, command, cwd, conversation } = kept
    const former = { names: kept.formerNames, ids: [...kept.formerIds, kept.id].slice(-MOST_FORMER) }
    const isThere = cwd !== '' && (await isFolder(cwd))
    const lacks = isThere || cwd === '' ? {} : { lacks: `The folder ${cwd} is gone: this starts in your home folder.` }
    return {
      // '' is a workspace that nobody gave: a folder's name would be one that a program may have chosen.
      ...{ name, workspace, openedBy: 'person', former },
      ...(command === null ? { preset } : { preset: 'shell', command }),
      cwd: isThere ? cwd : undefined,
      resume: (resume ? conversation : null) ?? undefined,
      ...lacks,
    }
  }

  const ticking = setInterval(() => {
    note()
    void writeTexts()
  }, TEXTS_MS)
  ticking.unref()
  const unhear = registry.onChange(note)

  const canResume = ({ preset, command, conversation }: KeptSurface) =>
    command === null && conversation !== null && RESUMING.includes(preset)

  return {
    async begin() {
      const there = registry.all().filter(({ facts }) => facts.openedBy === 'person')
      const free = new Set(there.map(({ facts }) => facts.id))
      const ids = new Map<string, string>()
      const asleep: Asleep[] = []
      const found = new Map(layout.kept.surfaces.map(kept => [kept.id, { ...kept, held: kept.held || layout.strange }]))
      const all = isOff() ? [] : [...found.values()]
      // Together: a disk that does not answer is waited for once.
      const specs = await Promise.all(all.map(kept => specOf(kept, false)))
      for (const [at, kept] of all.entries()) {
        const one = { kept, text: await textOf(kept.id) }
        const flagged = there.find(({ facts }) => free.has(facts.id) && isSame(kept, facts, commands.get(facts.id)))
        const isShell = kept.preset === 'shell' && kept.command === null
        let id = canResume(kept) ? undefined : flagged?.facts.id
        const { former } = specs[at]!
        if (id && former) flagged?.was(former)
        // Names and workspaces that are not known to be a person's own start nothing: rules go by them.
        if (!id && isShell && !kept.held && ids.size < MOST_OPENED) {
          const opened = await open(specs[at]!)
          if (opened.ok) id = opened.value.facts.id
        }
        if (id) {
          free.delete(id)
          ids.set(kept.id, id)
          await replace(one, id)
        } else asleep.push(one)
      }
      dormant = asleep
      is = 'open'
      const surfaces = keptNow()
      layout.save({ layout: withIds(layout.kept.layout, ids), surfaces })
      await texts.keep(mostLines() === 0 ? new Set() : new Set(surfaces.map(({ id }) => id)))
    },
    dormant: () =>
      dormant.map(({ kept, text }) => ({
        ...{ id: kept.id, name: kept.name, workspace: kept.workspace, preset: kept.preset, cwd: kept.cwd },
        title: kept.command ?? options.presets.find(({ id }) => id === kept.preset)?.title ?? kept.preset,
        command: kept.command,
        conversation: canResume(kept),
        lines: text?.lines.join('\n') ?? '',
        at: text?.at ?? null,
      })),
    before: surface => before.get(surface) ?? null,
    opened(surface, command) {
      const { id } = surface.facts
      if (command !== null) commands.set(id, command)
      printed.add(id)
      surface.onNews(() => printed.add(id))
      surface.onErased(() => before.delete(id))
    },
    closed(surface) {
      before.delete(surface)
      commands.delete(surface)
      printed.delete(surface)
      void texts.drop(surface)
    },
    async start(id, resume) {
      const one = dormant.find(({ kept }) => kept.id === id)
      if (!one) return gone(id)
      if (starting.has(id)) return { ok: false, code: 'starting', message: `${one.kept.name} is being started.` }
      starting.add(id)
      const opened = await open(await specOf(one.kept, resume && canResume(one.kept))).finally(() =>
        starting.delete(id),
      )
      if (!opened.ok) return opened
      const now = opened.value.facts.id
      await replace(one, now)
      dormant = dormant.filter(other => other !== one)
      layout.save({ layout: withIds(layout.kept.layout, new Map([[id, now]])), surfaces: keptNow() })
      options.changed()
      return { ok: true, value: { id: now } }
    },
    async drop(id) {
      dormant = dormant.filter(({ kept }) => kept.id !== id)
      note()
      options.changed()
      await texts.drop(id)
      return { ok: true, value: {} }
    },
    async close() {
      clearInterval(ticking)
      unhear()
      if (noting) clearTimeout(noting)
      if (is !== 'open') return
      is = 'closed'
      layout.save({ surfaces: keptNow() })
      await writeTexts()
    },
  }
}

/** Null = it does not come back: an agent opened it, or its program has ended. */
function keptOf(surface: PersonSurface, command: string | null): KeptSurface | null {
  const { facts } = surface
  const { cwd, exit } = surface.summary()
  if (facts.openedBy !== 'person' || exit !== null) return null
  if (facts.preset === 'command' && (command === null || command.length > MOST_CHARACTERS.command)) return null
  const { id, name, workspace, preset } = facts
  const former = {
    formerNames: facts.formerNames.slice(-MOST_FORMER),
    formerIds: (facts.formerIds ?? []).slice(-MOST_FORMER),
  }
  // It comes from a program, and becomes an argument.
  const { data: conversation = null } = conversationSchema.safeParse(surface.conversation())
  const folder = cwd.length > MOST_CHARACTERS.cwd ? '' : cwd
  return { id, name, ...former, workspace, preset, command, cwd: folder, conversation, held: false }
}

/** A flag opened what was kept: it comes back once, not twice. */
function isSame(kept: KeptSurface, facts: PersonSurface['facts'], command: string | undefined): boolean {
  const isAlike = kept.preset === facts.preset && kept.command === (command ?? null)
  return isAlike && kept.name === facts.name && kept.workspace === facts.workspace
}

function gone(id: string): Failure {
  return { ok: false, code: 'no_such_surface', message: `${id} does not wait to be started any more.` }
}

type RestoreCall = Extract<CallName, 'dormant.start' | 'dormant.close'>
type RestoreCalls = { [K in RestoreCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> }

export function createRestoreCalls({ restore }: Pick<House, 'restore'>): RestoreCalls {
  return {
    'dormant.start': async ({ id, resume }) => restore?.start(id, resume) ?? gone(id),
    'dormant.close': async ({ id }) => restore?.drop(id) ?? gone(id),
  }
}
