// The only place where a delivery is started. In one turn of the surface's queue: check, record on disk, check all of it
// again, deliver, record the outcome. Agents' sends and a person's releases both go through here; who may send what is
// the caller's `recheck`.
import type { Verdict } from '../../preload/contract.ts'
import type { AgentSurface, Delivered, Readiness } from '../surfaces/surface.ts'
import type { Blocked, Consent } from './ask.ts'
import { firstNo, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import { keysReady } from './keys-ready.ts'
import { PATIENCE_MS, readiness, unseen } from './looking.ts'
import type { ActivityEntry, Agent } from './model.ts'
import { answerGone, type Beyond, type Gesture, present, ready } from './ready.ts'
import { askedOf, effectOf, type Trouble } from './refusals.ts'
import { RECORDED, say, type WrittenOutcome } from './sentences.ts'
import { differences, standOf } from './stand.ts'
import { firstUnpasted } from './text-filter.ts'

/** How long a send waits for a dialog that is only unknown to turn out to be none. */
const SETTLE_MS = 1000
/** How long it waits for a shell whose command is over to come to its prompt: what runs there first may look at a large folder. */
const PROMPT_MS = 5000
const POLL_MS = 100
/** How often a line may change between the check and the first byte. */
const MAX_CHANGES = 3

export interface Write {
  readonly surface: AgentSurface
  readonly gesture: Gesture
  /** ms, monotonic: when it was asked for */
  readonly started: number
  /** what all its records say */
  readonly facts: Partial<
    Pick<ActivityEntry, 'intent' | 'text' | 'keys' | 'draft' | 'key' | 'releasedBy' | 'onBehalfOf' | 'dialog'>
  >
  /** Everything that can change while it waits, as of now. No awaits: it runs right before the first byte. */
  recheck(): { readonly verdict: Verdict | null; readonly troubles: readonly Trouble[] }
  readonly beyond: Beyond
  /** the agent that sends; absent = a person */
  readonly caller?: Agent
  /** What a person agreed to; null = nobody was asked. Its record is this send's record. */
  readonly consent: Consent | null
  /**
   * True = as things are it is not to go in at all, which refuses nobody and asks nobody. `state` null = it could not be
   * looked at in time. No awaits. Absent = it goes in, is refused, or asks.
   */
  unfit?(state: Readiness | null): boolean
  /** Awaited before the last look, right before the first byte; throws nothing. */
  mark?(): Promise<void>
  /** Bytes went in. */
  onBytes(): void
}

export type Written =
  | { readonly trouble: Trouble; readonly verdict: Verdict | null }
  | Blocked
  | { readonly outcome: WrittenOutcome; readonly evidence: string }

/** It was not to go in, and not a byte did. `unfit`: its record, which has no end yet; null = there is none. */
export interface Unfit {
  readonly unfit: number | null
}

interface Progress {
  seq: number | null
  changes: number
  /** ms, monotonic: since when this one tries */
  readonly began: number
}

/** Throws `ActivityError` and whatever else breaks before the first byte; after it, answers with what happened. */
export async function write(core: Core, job: Write & { readonly unfit?: never }): Promise<Written>
export async function write(core: Core, job: Write): Promise<Written | Unfit>
export async function write(core: Core, job: Write): Promise<Written | Unfit> {
  const progress: Progress = { seq: job.consent?.seq ?? null, changes: 0, began: core.clock.monotonic() }
  const id = job.surface.facts.id
  for (;;) {
    const done = await core.queue
      .run(id, () => attempt(core, job, progress), job.gesture.by === 'person')
      .catch(async (error: unknown) => {
        // Not a byte went in, and the record of the intent should not be left without an end.
        const left =
          progress.seq === null ? null : outcomeEntry(core, job, progress.seq, { outcome: 'failed', bytes: 0 })
        if (left) await core.record(left).catch(() => {})
        throw error
      })
    if (done !== 'wait') return done
    await core.clock.sleep(POLL_MS)
  }
}

async function attempt(core: Core, job: Write, progress: Progress): Promise<Written | Unfit | 'wait'> {
  for (;;) {
    // Recorded, so this look is the last one before the first byte.
    if (progress.seq !== null) await job.mark?.()
    const checked = await check(core, job, progress)
    if (checked === 'wait') return 'wait'
    if (checked === 'unfit') return { unfit: progress.seq }
    if ('blocked' in checked) return checked
    if ('trouble' in checked) return refuse(core, job, progress, checked.trouble, checked.verdict)
    if (progress.seq === null) {
      progress.seq = await core.record(intentEntry(job, checked.verdict))
      // The disk took its time: everything is looked at again before the first byte.
      continue
    }
    // No await between this look and the first byte.
    const last = job.recheck()
    const late = open(job, last.troubles)[0]
    if (late) return refuse(core, job, progress, late, last.verdict)
    if (job.unfit?.(checked.state)) return { unfit: progress.seq }
    const done = await deliver(core, job, progress.seq, checked.state)
    // Right before the first byte it was not as it was looked at.
    if (job.unfit && (done === 'changed' || ('code' in done && done.code !== 'surface_exited'))) {
      return { unfit: progress.seq }
    }
    if (done === 'changed') progress.changes += 1
    else if ('code' in done) return refuse(core, job, progress, done, last.verdict)
    else return done
    if (progress.changes === MAX_CHANGES) {
      const unsteady: Trouble = { code: 'line_not_empty', why: say.lineUnsteady() }
      return refuse(core, job, progress, unsteady, last.verdict)
    }
  }
}

type Checked =
  | { trouble: Trouble; verdict: Verdict | null }
  | { state: Readiness; verdict: Verdict | null }
  | Blocked
  | 'wait'
  | 'unfit'

async function check(core: Core, job: Write, progress: Progress): Promise<Checked> {
  const early = job.recheck()
  const never = firstNo(core, open(job, early.troubles))
  if (never) return { trouble: never, verdict: early.verdict }
  const state = await readiness(core, job.surface)
  const { troubles, verdict } = job.recheck()
  if (job.unfit) {
    const no = firstNo(core, open(job, troubles))
    if (no) return { trouble: no, verdict }
    return state !== 'late' && !job.unfit(state) ? { state, verdict } : 'unfit'
  }
  if (state === 'late') {
    return { trouble: firstNo(core, open(job, troubles)) ?? unseen(), verdict }
  }
  const told = open(job, troubles)
  const here = open(job, stateTroubles(core, job, state))
  const waits = patience(job, told, here, state)
  if (waits > 0 && core.clock.monotonic() - progress.began < waits) return 'wait'
  const all = present([...told, ...here])
  const no = job.gesture.by === 'person' ? all[0] : firstNo(core, all)
  if (no) return { trouble: no, verdict }
  const { consent } = job
  const changed = consent?.stand ? differences(consent.stand, standOf(state)).length > 0 : false
  if (all.length === 0 && !changed) return { state, verdict }
  // Nothing of it may be answered by what the person saw before, and one who types is no question beside others.
  const asks = all.filter(one => one.code !== 'person_typing')
  // Half recorded, it cannot be asked any more: somebody typed while the disk was busy.
  const first = asks[0] ?? all[0]
  if (progress.seq !== null && !consent && first) return { trouble: first, verdict }
  return { blocked: asks.length > 0 ? asks : all, state, verdict }
}

function stateTroubles(core: Core, { gesture, beyond }: Write, state: Readiness): Trouble[] {
  const { by, keys, answers } = gesture
  const gone = answers && state.alive && !state.unreached ? answerGone(state, answers) : null
  if (gone) return [gone]
  return keys ? keysReady(state, { by, keys }, core.nameOf, beyond) : ready(state, gesture, core.nameOf, beyond)
}

/** Without what a person has agreed to. */
function open({ consent }: Write, troubles: readonly Trouble[]): Trouble[] {
  return troubles.filter(one => effectOf(one) === 'deny' || !consent?.covers.has(askedOf(one)))
}

/** How long these may take to pass by themselves, in ms; 0 = they do not. `told` do not depend on the surface's state. */
function patience({ gesture }: Write, told: readonly Trouble[], here: readonly Trouble[], state: Readiness): number {
  if (told.some(one => effectOf(one) === 'deny')) return 0
  const isNo = (one: Trouble) => effectOf(one) === 'deny' && one.code !== 'dialog_open'
  const types = told.length === 0 && here.some(one => one.code === 'person_typing')
  if (types && !here.some(isNo)) return PATIENCE_MS
  // What may answer whatever asks does not mean what a shell runs before its prompt. A key may be meant to end that.
  if (state.betweenCommands && !gesture.keys && !here.some(isNo)) return PROMPT_MS
  // A shell that has just been given a command knows in a moment whether it is back at its prompt.
  return state.dialog.open === 'unknown' && here.some(one => one.code === 'dialog_open') ? SETTLE_MS : 0
}

async function deliver(core: Core, job: Write, seq: number, state: Readiness): Promise<Written | Trouble | 'changed'> {
  let delivered: Delivered
  try {
    const { keys, answers: _, ...gesture } = job.gesture
    const lineVersion = state.line.version
    // Before the first byte: what runs there may act on it before the delivery is confirmed.
    if (job.caller) core.behalf.submitted(job.caller, job.surface.facts.id)
    const seen = { lineVersion, record: seq, ...(state.dialog.id == null ? {} : { dialog: state.dialog.id }) }
    delivered = keys
      ? await job.surface.press({ by: gesture.by, keys: keys.keys, ...seen })
      : await job.surface.deliver({ ...gesture, ...seen })
  } catch (error) {
    return brokeOff(core, job, seq, error)
  }
  const { outcome, evidence, bytes } = delivered
  if (outcome === 'changed') return 'changed'
  if (outcome === 'gone') return { code: 'surface_exited', why: say.exited() }
  if (outcome === 'unreached') return { code: 'not_connected', why: say.notTaken(evidence) }
  if (outcome === 'dialog_gone') return { code: 'dialog_gone', why: say.dialogGone() }
  if (outcome === 'unencodable') {
    return { code: 'bad_arguments', why: say.unencodable(evidence), field: 'keys', fix: say.plainKeys() }
  }
  if (outcome === 'unwrapped') {
    const loose = firstUnpasted(job.gesture.text)
    const place = loose ? { index: loose.index, codePoint: loose.codePoint } : {}
    return { code: 'bad_text', why: loose ? say.unpasted(loose.name) : say.unwrapped(evidence), ...place }
  }
  if (bytes > 0) job.onBytes()
  core.meter.count()
  try {
    // How many bytes of what nobody knows of is not known either.
    const went = outcome === 'unknown' ? {} : { bytes }
    // What was meant is on disk. A key's first answer has to stand whatever happens to the machine.
    const until = job.facts.key == null ? 'written' : 'synced'
    await core.record(outcomeEntry(core, job, seq, { outcome: RECORDED[outcome], ...went }), until)
  } catch (error) {
    // It was recorded and delivered; only how it ended is not. The gate closes, and the caller is told the truth.
    core.fail(error)
  }
  return { outcome, evidence: outcome === 'unknown' ? unknown(job, evidence) : evidence }
}

async function brokeOff(core: Core, job: Write, seq: number, error: unknown): Promise<Written> {
  core.fail(error)
  await core.record(outcomeEntry(core, job, seq, { outcome: 'unknown' })).catch(() => {})
  const why = say.halfWay(error instanceof Error ? error.message : String(error))
  return { outcome: 'unknown', evidence: unknown(job, why) }
}

function unknown({ caller }: Write, why: string): string {
  return caller ? say.unknownDelivery(why) : say.unknownToPerson(why)
}

async function refuse(
  core: Core,
  job: Write,
  { seq }: Progress,
  trouble: Trouble,
  verdict: Verdict | null,
): Promise<Written> {
  const fields = refusedFields(trouble, verdict)
  if (seq === null) await core.record({ ...intentEntry(job, verdict), ...fields, tookMs: tookMs(core, job.started) })
  else await core.record(outcomeEntry(core, job, seq, fields))
  return { trouble, verdict }
}

function intentEntry(job: Write, verdict: Verdict | null): ActivityEntry {
  const said = verdict ?? { effect: 'allow' as const, rule: null, why: say.personRan() }
  return entry('send', job.gesture.by, {
    ...job.facts,
    surface: surfaceOf(job.surface.facts),
    verdict: { effect: said.effect, rule: said.rule, why: said.why },
    // How many bytes keys are is known when they are written.
    bytes: job.gesture.keys ? null : Buffer.byteLength(job.gesture.text),
  })
}

/** The second record of a send: how it ended. The text stands in the first. */
function outcomeEntry(core: Core, job: Write, seq: number, fields: Partial<ActivityEntry>): ActivityEntry {
  return entry('send', job.gesture.by, {
    ...job.facts,
    text: null,
    surface: surfaceOf(job.surface.facts),
    ...fields,
    ...(job.consent ? { approval: job.consent.approval } : {}),
    tookMs: tookMs(core, job.started),
    of: seq,
  })
}
