// The only place where a delivery is started. In one turn of the surface's queue: check, record on disk, check all of it
// again, deliver, record the outcome. Agents' sends and a person's releases both go through here; who may send what is
// the caller's `recheck`.
import type { Verdict } from '../../preload/contract.ts'
import type { AgentSurface, Delivered, Readiness } from '../surfaces/surface.ts'
import { tookMs } from './call.ts'
import type { Core } from './core.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import { keysReady } from './keys-ready.ts'
import type { ActivityEntry } from './model.ts'
import { type Beyond, type Gesture, ready } from './ready.ts'
import type { Trouble } from './refusals.ts'
import { RECORDED, say, type WrittenOutcome } from './sentences.ts'
import { firstUnpasted } from './text-filter.ts'

/** A send gives up waiting for a person, and for a screen that cannot be checked, after this long. */
const PATIENCE_MS = 10_000
/** How long a send waits for a dialog that is only unknown to turn out to be none. */
const SETTLE_MS = 1000
const POLL_MS = 100
/** How often a line may change between the check and the first byte. */
const MAX_CHANGES = 3

export interface Write {
  readonly surface: AgentSurface
  readonly gesture: Gesture
  /** ms, monotonic: when it was asked for */
  readonly started: number
  /** what all its records say */
  readonly facts: Partial<Pick<ActivityEntry, 'intent' | 'text' | 'keys' | 'draft' | 'key' | 'releasedBy'>>
  /** Everything that can change while it waits, as of now. No awaits: it runs right before the first byte. */
  recheck(): { readonly verdict: Verdict | null; readonly trouble: Trouble | null }
  readonly beyond: Beyond
  /** Bytes went in. */
  onBytes(): void
}

export type Written =
  | { readonly trouble: Trouble; readonly verdict: Verdict | null }
  | { readonly outcome: WrittenOutcome; readonly evidence: string }

interface Progress {
  seq: number | null
  changes: number
}

/** Throws `ActivityError` and whatever else breaks before the first byte; after it, answers with what happened. */
export async function write(core: Core, job: Write): Promise<Written> {
  const progress: Progress = { seq: null, changes: 0 }
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

async function attempt(core: Core, job: Write, progress: Progress): Promise<Written | 'wait'> {
  for (;;) {
    const checked = await check(core, job)
    if (checked === 'wait') return 'wait'
    if ('trouble' in checked) return refuse(core, job, progress, checked.trouble, checked.verdict)
    if (progress.seq === null) {
      progress.seq = await core.record(intentEntry(job, checked.verdict))
      // The disk took its time: everything is looked at again before the first byte.
      continue
    }
    // No await between this look and the first byte.
    const last = job.recheck()
    if (last.trouble) return refuse(core, job, progress, last.trouble, last.verdict)
    const done = await deliver(core, job, progress.seq, checked.state)
    if (done === 'changed') progress.changes += 1
    else if ('code' in done) return refuse(core, job, progress, done, last.verdict)
    else return done
    if (progress.changes === MAX_CHANGES) {
      const unsteady: Trouble = { code: 'line_not_empty', why: say.lineUnsteady() }
      return refuse(core, job, progress, unsteady, last.verdict)
    }
  }
}

type Checked = { trouble: Trouble; verdict: Verdict | null } | { state: Readiness; verdict: Verdict | null } | 'wait'

async function check(core: Core, job: Write): Promise<Checked> {
  const before = job.recheck()
  if (before.trouble) return { trouble: before.trouble, verdict: before.verdict }
  const state = await readiness(core, job.surface)
  const { trouble, verdict } = job.recheck()
  if (trouble) return { trouble, verdict }
  if (state === 'late') {
    return { trouble: { code: 'dialog_open', why: say.noAnswerFromScreen(PATIENCE_MS / 1000) }, verdict }
  }
  const { by, keys } = job.gesture
  const problem = keys
    ? keysReady(state, { by, keys }, core.nameOf, job.beyond)
    : ready(state, job.gesture, core.nameOf, job.beyond)
  if (problem === null) return { state, verdict }
  // A shell that has just been given a command knows in a moment whether it is back at its prompt.
  const settling = problem !== 'wait' && problem.code === 'dialog_open' && state.dialog.open === 'unknown'
  const patience = problem === 'wait' ? PATIENCE_MS : settling ? SETTLE_MS : 0
  if (core.clock.monotonic() - job.started < patience) return 'wait'
  return { trouble: problem === 'wait' ? { code: 'person_typing', why: say.personTyping() } : problem, verdict }
}

/** A surface that is being closed may throw; one that is still there and throws is a fault. */
async function readiness(core: Core, surface: AgentSurface): Promise<Readiness | 'late'> {
  let cancel = () => {}
  const late = new Promise<'late'>(resolve => {
    cancel = core.clock.later(PATIENCE_MS, () => resolve('late'))
  })
  try {
    return await Promise.race([surface.readiness(), late])
  } catch (error) {
    if (core.options.surfaces.get(surface.facts.id) === surface) throw error
    return 'late'
  } finally {
    cancel()
  }
}

async function deliver(core: Core, job: Write, seq: number, state: Readiness): Promise<Written | Trouble | 'changed'> {
  let delivered: Delivered
  try {
    const { keys, ...gesture } = job.gesture
    const lineVersion = state.line.version
    delivered = keys
      ? await job.surface.press({ by: gesture.by, keys: keys.keys, lineVersion })
      : await job.surface.deliver({ ...gesture, lineVersion })
  } catch (error) {
    return brokeOff(core, job, seq, error)
  }
  const { outcome, evidence, bytes } = delivered
  if (outcome === 'changed') return 'changed'
  if (outcome === 'gone') return { code: 'surface_exited', why: say.exited() }
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
    await core.record(outcomeEntry(core, job, seq, { outcome: RECORDED[outcome], bytes }))
  } catch (error) {
    // It was recorded and delivered; only how it ended is not. The gate closes, and the caller is told the truth.
    core.fail(error)
  }
  return { outcome, evidence }
}

async function brokeOff(core: Core, job: Write, seq: number, error: unknown): Promise<Written> {
  core.fail(error)
  await core.record(outcomeEntry(core, job, seq, { outcome: 'unknown' })).catch(() => {})
  return { outcome: 'failed', evidence: say.halfWay(error instanceof Error ? error.message : String(error)) }
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
    tookMs: tookMs(core, job.started),
    of: seq,
  })
}
