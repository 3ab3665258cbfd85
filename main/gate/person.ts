// What a person does with drafts: run, insert, change, discard. Their own act: no policy and no pause stops it, but it is
// recorded first, takes its turn in the surface's queue and never lands on a line that holds something.
import type { DraftView, Result } from '../../preload/contract.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import { entry, surfaceOf } from './entries.ts'
import { type Trouble, toFailure } from './refusals.ts'
import { say } from './sentences.ts'
import { endDrafts, sweep, watchExpiry } from './sweep.ts'
import { checkText } from './text-filter.ts'
import { write } from './write.ts'

type Nothing = Record<string, never>

export function draftViews(core: Core): DraftView[] {
  sweep(core)
  const left = core.drafts.left().map(({ target: { name, workspace }, ...draft }) => {
    return { ...draft, surface: null, left: { name, workspace } }
  })
  return [...left, ...core.drafts.all()].map(draft => {
    return { ...draft, agentName: core.nameOf(draft.agent), notices: deceiving(draft.text) }
  })
}

/** Runs or inserts exactly this revision. The draft goes once bytes were written. Throws `ActivityError`. */
export async function release(core: Core, ref: string, how: 'run' | 'insert'): Promise<Result<{ outcome: string }>> {
  sweep(core)
  const started = core.clock.monotonic()
  const draft = core.drafts.find(ref)
  const trouble = core.closed() ?? draftTrouble(core, ref)
  if (trouble || typeof draft === 'string') return toFailure(trouble ?? gone(ref))
  const surface = core.options.surfaces.get(draft.surface)
  if (!surface) return toFailure({ code: 'surface_exited', why: say.gone() })
  const enter = how === 'run'
  const written = await write(core, {
    surface,
    gesture: { by: 'person', author: draft.agent, text: draft.text, enter },
    started,
    facts: { intent: enter ? 'submit' : 'type', text: draft.text, draft: ref, releasedBy: 'person' },
    recheck() {
      const left = core.options.surfaces.get(draft.surface) !== surface
      const closed: Trouble | null = left ? { code: 'surface_exited', why: say.gone() } : null
      const trouble = core.closed() ?? closed ?? draftTrouble(core, ref)
      return { verdict: null, troubles: trouble ? [trouble] : [] }
    },
    beyond: null,
    consent: null,
    onBytes() {
      if (core.drafts.remove(ref)) core.emit('drafts')
    },
  })
  if ('blocked' in written) throw new Error('a person is not asked for their own send')
  if ('trouble' in written) return toFailure(written.trouble)
  if (written.outcome === 'failed' || written.outcome === 'unknown')
    return { ok: false, code: written.outcome, message: written.evidence }
  return { ok: true, value: { outcome: written.outcome } }
}

/** A new revision with the person's text. Throws `ActivityError`. */
export async function change(core: Core, ref: string, text: string): Promise<Result<{ ref: string }>> {
  const bad = checkText(text, { allowTab: true })
  if (bad) return toFailure({ code: 'bad_text', why: say.badText(bad.name, bad.codePoint, bad.index) })
  if (text === '') return toFailure({ code: 'bad_arguments', why: say.emptyText() })
  sweep(core)
  const broken = core.closed()
  if (broken) return toFailure(broken)
  const place = core.drafts.change(ref, text, core.clock.now())
  if (!place) return toFailure(draftTrouble(core, ref) ?? gone(ref))
  try {
    await core.record(
      entry('send', 'person', {
        surface: where(core, place.draft.surface),
        intent: 'type',
        text,
        draft: place.draft.ref,
        verdict: { effect: 'allow', rule: null, why: say.personChanged() },
        outcome: 'staged',
        bytes: place.draft.bytes,
      }),
    )
    if (!place.commit()) return toFailure({ code: 'draft_changed', why: say.draftChanged(ref) })
  } finally {
    place.release()
  }
  watchExpiry(core, place.draft.at)
  core.emit('drafts')
  return { ok: true, value: { ref: place.draft.ref } }
}

/** Works while the gate is closed, too: it takes something away. */
export async function discard(core: Core, ref: string): Promise<Result<Nothing>> {
  const draft = core.drafts.takeLeft(ref) ?? core.drafts.find(ref)
  if (typeof draft === 'string' || ('surface' in draft && !core.drafts.remove(ref)))
    return toFailure(draftTrouble(core, ref) ?? gone(ref))
  endDrafts(core, [draft], 'person', say.personDiscarded())
  return { ok: true, value: {} }
}

function draftTrouble(core: Core, ref: string): Trouble | null {
  const found = core.drafts.find(ref)
  if (found === 'changed') return { code: 'draft_changed', why: say.draftChanged(ref) }
  if (found !== 'gone') return null
  const target = core.drafts.left().find(draft => draft.ref === ref)?.target
  return target ? { code: 'no_such_surface', why: say.leftUnbound(target.name, target.workspace) } : gone(ref)
}

const gone = (ref: string): Trouble => ({ code: 'draft_changed', why: say.draftGone(ref) })

function where(core: Core, surface: string) {
  const facts = core.options.surfaces.get(surface)?.facts
  return facts ? surfaceOf(facts) : { id: surface, name: '' }
}
