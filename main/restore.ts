// What comes back at the next start: keeps which surfaces a person has open and their last lines, takes up what runs on in tmux,
// opens the shells of the last run again, and holds the rest, started by nobody, until a person says so. The text of the last run
// is for the window alone: it is on no mirror, so no agent reads it and nothing is judged by it. What is opened goes through the
// house like all else. Without a window only what is in tmux comes back, and the rest is kept for the next start with one.
import path from 'node:path'
import type { Before, CallName, CallOutput, CallParsed, Dormant, Failure, Result } from '../preload/contract.ts'
import type { House } from './house.ts'
import { hostOf, inTmux, isGone, isSame, keptOf, specOf, startsAnew } from './restore-kept.ts'
import { takeUpAll } from './restore-tmux.ts'
import type { KeptSurface, LayoutFile } from './store/layout-file.ts'
import { withIds } from './store/layout-ids.ts'
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

export interface Restore {
  /** Once, before anything is opened: what runs on in tmux is taken up, as far as that does not hold up the start. */
  takeUp(): Promise<void>
  /** A surface that was taken up and is what a flag asks for: each is given once. Null = there is none. */
  asked(flag: Pick<OpenSpec, 'preset' | 'command' | 'name' | 'workspace'>): string | null
  /** Once, when everything else is open: shells of the last run are opened, the rest is dormant. Until then nothing is written. */
  begin(): Promise<void>
  dormant(): Dormant[]
  /** What stood in the terminal that this surface takes the place of; null = it takes none's. */
  before(surface: string): Before | null
  /** It was opened. `command`: the line it runs, null = a preset */
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
  /** false: nobody is there to start what sleeps, and no text is kept */
  readonly window: boolean
  /** These ran in tmux and are gone: nobody takes them up any more. */
  gone(surfaces: readonly KeptSurface[]): void
  /** A person wants no more of what runs on in tmux. */
  dropped(surface: string): void
  open(spec: OpenSpec): Promise<Result<PersonSurface>>
  /** What is dormant is another list now. */
  changed(): void
}

interface Asleep {
  readonly kept: KeptSurface
  readonly text: KeptText | null
}

export function createRestore(options: RestoreOptions): Restore {
  const { registry, layout, settings, open, window } = options
  const texts = createScrollback(path.join(options.dataDir, 'scrollback'))
  const commands = new Map<string, string>()
  const before = new Map<string, Before>()
  const starting = new Set<string>()
  /** they printed something since their text was written */
  const printed = new Set<string>()
  let dormant: readonly Asleep[] = []
  /** taken up, on their way or gone: there is nothing more to do for them */
  let done: ReadonlySet<string> = new Set()
  /** what is not taken up yet, and is kept as it was */
  let late: ReadonlySet<KeptSurface> = new Set()
  let gone: readonly KeptSurface[] = []
  /** taken up, and no flag has asked for it */
  const free = new Set<string>()
  let is: 'before' | 'open' | 'closed' = 'before'
  let noting: NodeJS.Timeout | null = null

  const isOff = () => settings.get().restore === 'nothing'
  const mostLines = () => (isOff() || !window ? 0 : settings.get().restoreLines)
  const found = () =>
    [...new Map(layout.kept.surfaces.map(kept => [kept.id, kept])).values()].map(kept => {
      return { ...kept, held: kept.held || layout.strange }
    })

  function keptNow(): KeptSurface[] {
    const last = new Map(layout.kept.surfaces.map(kept => [kept.id, kept]))
    const running = registry.all().flatMap(surface => {
      const { id } = surface.facts
      return keptOf(surface, { command: commands.get(id) ?? null, window, before: last.get(id) }) ?? []
    })
    return [...running, ...late, ...dormant.map(one => one.kept)].slice(0, MOST_SURFACES)
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
    // tmux has the text of an adopted pane, and nothing ever takes its place.
    if (surface.summary().tmux?.ours === false) return
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
    if (!window) return
    if (mostLines() === 0) return texts.keep(new Set())
    await Promise.all(due.filter(id => ids.has(id)).map(writeText))
    await texts.keep(ids)
  }

  /** The surface takes the place of the one that was kept. */
  async function replace({ kept, text }: Asleep, surface: string): Promise<void> {
    if (text) before.set(surface, text)
    await texts.move(kept.id, surface)
  }

  function opened(surface: PersonSurface, command: string | null) {
    const { id } = surface.facts
    if (command !== null) commands.set(id, command)
    if (!window) return
    printed.add(id)
    surface.onNews(() => printed.add(id))
    surface.onErased(() => before.delete(id))
  }

  /** Taken up where it runs on, else opened anew. */
  async function begun(kept: KeptSurface, resume: boolean): Promise<Result<PersonSurface>> {
    const was = inTmux(kept)
    const taken = was && (await registry.takeUp(was))
    if (taken?.ok) opened(taken.value, kept.command)
    if (taken && (!isGone(taken) || !startsAnew(kept))) return taken
    return open(await specOf(kept, resume && canResume(kept)))
  }

  const ticking = setInterval(() => {
    note()
    void writeTexts()
  }, TEXTS_MS)
  ticking.unref()
  const unhear = registry.onChange(note)

  const titleOf = (preset: string) => options.presets.find(({ id }) => id === preset)?.title ?? preset
  const canResume = ({ preset, command, conversation }: KeptSurface) =>
    command === null && conversation !== null && RESUMING.includes(preset)

  return {
    async takeUp() {
      // What was started for us and holds an agent's token runs in any case: better that it is seen.
      const all = found().filter(kept => !kept.held && (!isOff() || kept.tmux?.ours))
      const left = await takeUpAll(all, {
        registry,
        taken(surface, kept) {
          opened(surface, kept.command)
          if (kept.tmux?.openedBy === 'person') free.add(kept.id)
        },
        later(kept, isGone) {
          if (isGone) options.gone([kept])
          note()
        },
      })
      done = left.done
      late = left.late
      gone = left.gone
      if (gone.length > 0) options.gone(gone)
    },
    asked({ preset, command, name, workspace }) {
      const kind = command === undefined ? preset : 'command'
      const unnamed = new RegExp(`^${kind}( \\d+)?$`)
      const same = [...free].find(id => {
        const facts = registry.get(id)?.facts
        if (facts?.preset !== kind || commands.get(id) !== command) return false
        return (
          (workspace ?? facts.workspace) === facts.workspace && (name ? name === facts.name : unnamed.test(facts.name))
        )
      })
      if (same) free.delete(same)
      return same ?? null
    },
    async begin() {
      const there = registry.all().filter(({ facts }) => facts.openedBy === 'person' && !done.has(facts.id))
      const free = new Set(there.map(({ facts }) => facts.id))
      const ids = new Map<string, string>()
      const asleep: Asleep[] = []
      const all = (isOff() && window ? [] : found()).flatMap(kept => {
        if (done.has(kept.id)) return []
        const isGone = kept.tmux && gone.some(({ id }) => id === kept.id)
        return [isGone ? { ...kept, tmux: { ...kept.tmux!, place: null } } : kept]
      })
      // Together: a disk that does not answer is waited for once.
      const specs = await Promise.all(all.map(kept => specOf(kept, false)))
      for (const [at, kept] of all.entries()) {
        const one = { kept, text: await textOf(kept.id) }
        const isLeft = !window || inTmux(kept) !== null
        const flagged = there.find(({ facts }) => free.has(facts.id) && isSame(kept, facts, commands.get(facts.id)))
        // No start waits for another computer.
        const isShell = kept.preset === 'shell' && kept.command === null && hostOf(kept) === null
        let id = isLeft || canResume(kept) ? undefined : flagged?.facts.id
        const { former } = specs[at]!
        if (id && former) flagged?.was(former)
        // Names and workspaces that are not known to be a person's own start nothing: rules go by them.
        if (!id && !isLeft && isShell && !kept.held && ids.size < MOST_OPENED) {
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
      if (window) await texts.keep(mostLines() === 0 ? new Set() : new Set(surfaces.map(({ id }) => id)))
    },
    dormant: () =>
      dormant.map(({ kept, text }) => ({
        ...{ id: kept.id, name: kept.name, workspace: kept.workspace, preset: kept.preset, cwd: kept.cwd },
        title: [kept.command ?? titleOf(kept.preset), kept.host].filter(Boolean).join(' '),
        command: kept.command,
        conversation: canResume(kept),
        lines: text?.lines.join('\n') ?? '',
        at: text?.at ?? null,
      })),
    before: surface => before.get(surface) ?? null,
    opened,
    closed(surface) {
      before.delete(surface)
      commands.delete(surface)
      printed.delete(surface)
      void texts.drop(surface)
    },
    async start(id, resume) {
      const one = dormant.find(({ kept }) => kept.id === id)
      if (!one) return notThere(id)
      if (starting.has(id)) return { ok: false, code: 'starting', message: `${one.kept.name} is being started.` }
      starting.add(id)
      const started = await begun(one.kept, resume).finally(() => starting.delete(id))
      if (!started.ok) return started
      const now = started.value.facts.id
      if (now !== id) await replace(one, now)
      dormant = dormant.filter(other => other !== one)
      layout.save({ layout: withIds(layout.kept.layout, new Map([[id, now]])), surfaces: keptNow() })
      options.changed()
      return { ok: true, value: { id: now } }
    },
    async drop(id) {
      if (dormant.some(({ kept }) => kept.id === id && inTmux(kept))) options.dropped(id)
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

function notThere(id: string): Failure {
  return { ok: false, code: 'no_such_surface', message: `${id} does not wait to be started any more.` }
}

type RestoreCall = Extract<CallName, 'dormant.start' | 'dormant.close'>
type RestoreCalls = { [K in RestoreCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> }

export function createRestoreCalls({ restore }: Pick<House, 'restore'>): RestoreCalls {
  return {
    'dormant.start': async ({ id, resume }) => restore.start(id, resume),
    'dormant.close': async ({ id }) => restore.drop(id),
  }
}
