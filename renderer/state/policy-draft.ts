// The text of the policy as a person edits it here. What they wrote stays until they save or discard it, whatever happens
// to the file, the page or the window. What a text means, and whether it may be written, comes from main.
import { create } from 'zustand'
import type { CallOutput, PolicyCheck, Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { createAsker, stands } from './policy-check.ts'
import { keepText, keptText } from './policy-kept.ts'

/** A text with the hash that names it; empty = main never named it, so nothing is written over it. */
export type Source = CallOutput<'policy.text'>

interface PolicyDraft {
  /** as main said last; null = not asked yet */
  accepted: Source | null
  /** what the text in the editor started from; null = there is none yet */
  base: Source | null
  text: string
  /** what main said of a text, which may be an older one */
  check: { readonly text: string; readonly value: PolicyCheck } | null
  /** why the text or what is to be said of it could not be read, in words */
  unread: string | null
  /** why it was not written, in words */
  trouble: string | null
  busy: boolean
  /** what was discarded last */
  discarded: { readonly base: Source; readonly text: string } | null
  /** where the text came from, if nobody typed it: `4 rules of a document` */
  from: string | null
}

export const usePolicyDraft = create<PolicyDraft>(() => ({
  accepted: null,
  base: null,
  text: '',
  check: null,
  unread: null,
  trouble: null,
  busy: false,
  discarded: null,
  from: null,
}))

const { getState: get, setState: set } = usePolicyDraft
const CHECK_MS = 200

type Texts = Pick<PolicyDraft, 'accepted' | 'base' | 'text'>

export function isUnsaved({ base, text }: Texts): boolean {
  return base !== null && text !== base.text
}

/** Something else was accepted since the person began to write. */
export function isBehind(texts: Texts): boolean {
  return isUnsaved(texts) && texts.accepted !== null && texts.accepted.hash !== texts.base!.hash
}

const asker = createAsker<string, Result<PolicyCheck>>(
  text => call('policy.check', { text }),
  (text, answer) => set(answer.ok ? { check: { text, value: answer.value } } : { unread: answer.message }),
  CHECK_MS,
  { set: (run, ms) => window.setTimeout(run, ms), clear: timer => window.clearTimeout(timer) },
)

let asked = 0
let restored = false

/** Asks for the accepted text. Where nothing unsaved stands, the editor follows it. */
export async function lookAtText(): Promise<void> {
  restore()
  asked += 1
  const mine = asked
  const answer = await call('policy.text', {})
  if (mine !== asked) return
  if (!answer.ok) return set({ unread: answer.message })
  heard(answer.value)
}

function heard(accepted: Source): void {
  const before = get()
  const follows = !isUnsaved(before) || before.text === accepted.text
  set({ accepted, unread: null, ...(follows ? { base: accepted, text: accepted.text, from: null } : {}) })
  // What a text would change depends on what is in force.
  if (before.accepted?.hash !== accepted.hash || before.check === null) void asker.now(get().text)
  keep()
}

export function edit(text: string): void {
  if (text === get().text) return
  set({ text, trouble: null })
  asker.later(text)
  keep()
}

/** A text that was made elsewhere, as unsaved. False: another stands there, which is not given up for it. */
export function takeUp(base: Source, text: string, from: string): boolean {
  if (isUnsaved(get())) return false
  set({ base, text, from, trouble: null })
  void asker.now(text)
  keep()
  return true
}

type Saved = 'saved' | 'same' | 'faulty' | 'changed' | 'refused'

/** Writes what stands in the editor now, if it has no fault. It stays there in any case. */
export async function save(): Promise<Saved> {
  const { base, text, busy } = get()
  if (!base || busy || text === base.text) return 'same'
  set({ busy: true, trouble: null })
  const saved = await write(base, text)
  set({ busy: false })
  keep()
  return saved
}

async function write(base: Source, text: string): Promise<Saved> {
  const check = await call('policy.check', { text })
  if (!check.ok) return refused(check.message)
  if (get().text === text) set({ check: { text, value: check.value } })
  if (!stands(check.value)) return 'faulty'
  const written = await call('policy.write', { text, hash: base.hash })
  if (!written.ok) {
    await lookAtText()
    return written.code === 'changed_again' ? 'changed' : refused(written.message)
  }
  // What was typed meanwhile goes on from here; the hash is main's to say.
  set({ base: { text, hash: '' }, from: null })
  await lookAtText()
  const { accepted } = get()
  if (accepted?.text === text) set({ base: accepted })
  return 'saved'
}

function refused(trouble: string): 'refused' {
  set({ trouble })
  return 'refused'
}

/** Back to the accepted text. What stood there can be put back, until other text is discarded. */
export function discard(): void {
  const { base, text, accepted } = get()
  if (!base || !accepted) return
  set({ base: accepted, text: accepted.text, discarded: { base, text }, from: null, trouble: null })
  void asker.now(accepted.text)
  keep()
}

export function putBackDiscarded(): void {
  const { discarded } = get()
  if (!discarded || isUnsaved(get())) return
  set({ ...discarded, discarded: null })
  void asker.now(discarded.text)
  keep()
}

/** Goes on from what is accepted now: with what was written as it is, or with both changes put together. */
export function goOnFrom(accepted: Source, text: string): void {
  set({ base: accepted, text, trouble: null })
  void asker.now(text)
  keep()
}

function keep(): void {
  const { base, text } = get()
  keepText(base && text !== base.text ? { base, text } : null)
}

/** What was unsaved when the window went. */
function restore(): void {
  if (restored) return
  restored = true
  const kept = keptText()
  if (kept && !isUnsaved(get())) set(kept)
}
