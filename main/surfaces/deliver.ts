// One delivery: an agent's text into the program, then perhaps one Enter, then a look whether the line left. It asks
// nobody for permission; it makes sure that nothing changed since the check and never sends a second Enter.
import { type AtOnce, isShown } from './at-once.ts'
import type { Clock } from './clock.ts'
import { sameTold } from './dialog.ts'
import { awaitEcho, awaitSubmit } from './echo.ts'
import type { LineLedger, OwnLine } from './line.ts'
import { assertPlain, pasteBytes, whyNotUnwrapped } from './plain-text.ts'
import type { Look } from './screen.ts'
import type { Delivered, Delivery, Dialog, TtyState } from './surface.ts'
import type { Taken } from './terminal.ts'
import type { Typing } from './typed-rows.ts'

/** The screen, and what the shell has said by its own marks. */
export type LookNow = Look & {
  /** how many commands it started so far, and how many prompts began */
  readonly commands: number
  readonly prompts: number
  /** how often the screen was drawn anew: what changed by that says nothing of the program */
  readonly redraws: number
  /** it reads a command, and will say what becomes of it */
  readonly marked: boolean
}

/** What a delivery sees of its surface. */
export interface Target {
  readonly line: LineLedger
  alive(): boolean
  settled(): Promise<void>
  look(): LookNow
  /** the terminal's foreground process group; null = not known */
  group(): number | null
  /** what the terminal does with bytes; null = not known */
  tty(): TtyState | null
  /** what the preset's hooks say now of a dialog; null = nothing */
  told(): Dialog | null
  /** Why Enter may follow a text as soon as that is shown; null = it may not. */
  atOnce(): AtOnce | null
  /** That group took a whole line as the kernel put it together, after the usual wait. */
  tookLine(group: number): void
  /** Why the surface is not as the last `readiness` found it, or null. */
  changed(): string | null
  /** Why no text may be put on the line of a prompt now, or null. */
  whyNotInsertable(): string | null
  /** One unit; see Terminal.write. */
  write(bytes: Uint8Array): Promise<Taken>
  /** What becomes of a write is told from elsewhere: it is waited for before anything else is looked at. */
  readonly far: boolean
  /** Why nothing can be written there now, as a part of a sentence; null = it can. */
  unreached(): string | null
  /** Marks the rows the text lands on, from now until the returned function is called. */
  typing(by: string, record: number | undefined): Typing
  /** Counts the person's keys so far. */
  personKeys(): number
  /** Hears of each parsed chunk, each of the person's keys, and the end. Returns the unsubscriber. */
  onEvent(listener: (event: 'parsed' | 'person' | 'exit') => void): () => void
}

const CR = Buffer.from('\r')

/** Throws SurfaceFault `unfit_text` before anything is written. */
export async function deliver(delivery: Delivery, target: Target, clock: Clock): Promise<Delivered> {
  assertPlain(delivery.text)
  await target.settled()
  // From here to the first byte nothing is awaited: what is checked is what is written to.
  const refusal = refusalNow(delivery, target)
  if (refusal) return refusal
  const before = target.look()
  const groupBefore = target.group()
  const ttyBefore = target.tty()
  const toldBefore = target.told()
  const keysBefore = target.personKeys()
  if (delivery.text === '') {
    const own = target.line.own(delivery.by)
    if (delivery.enter) return pressEnter(target, clock, 0, boxBefore(own, before), own?.text ?? '')
    return { outcome: 'inserted', bytes: 0, evidence: 'there was no text' }
  }

  const bytes = before.bracketedPaste ? pasteBytes(delivery.text) : Buffer.from(delivery.text)
  const typed = target.typing(delivery.author ?? delivery.by, delivery.record)
  const became = target.line.attempt(() => {
    target.line.insert(delivery.by, bytes.byteLength, delivery.text, before)
  })
  typed.holds(delivery.text, target.line.own(delivery.by)?.text ?? delivery.text)
  let taken: Taken | null = null
  const writing = target.write(bytes).then(how => {
    taken = how
    return how
  })
  const lost = target.far ? notTaken(await writing, bytes.byteLength) : null
  if (lost) {
    if (lost.outcome === 'unreached') typed.never()
    else typed()
    became(lost.outcome === 'unreached' ? 'never' : 'unknown')
    return lost
  }
  // From here on what the program shows comes after the bytes: far away, too, all waits count from now.
  const isTaken = () => taken !== null
  const soon = delivery.enter ? target.atOnce() : null
  const isThere = () => isShown(delivery.text, before, target.look()) && target.atOnce() === soon
  const echo = await awaitEcho(target, clock, isTaken, before, bytes.byteLength, soon && isThere)
  typed()
  if (!target.alive()) {
    const { bytes: some } = await writing
    return { outcome: 'failed', bytes: some ?? bytes.byteLength, evidence: 'the program ended while the text went in' }
  }
  if (!delivery.enter)
    return { outcome: 'inserted', bytes: bytes.byteLength, evidence: insertEvidence(taken !== null, echo) }

  const stop = (evidence: string): Delivered => ({ outcome: 'unconfirmed', bytes: bytes.byteLength, evidence })
  if (target.personKeys() !== keysBefore) return stop('a person typed before Enter; Enter was not sent')
  if (taken === null) return stop('the program is not reading; Enter was not sent')
  const unreached = target.unreached()
  if (unreached) return stop(`the text went in, then ${unreached}; Enter was not sent`)
  const now = target.look()
  if (now.redraws !== before.redraws) return stop('the screen was drawn anew before Enter; Enter was not sent')
  if (now.alt !== before.alt || now.pasteOffs !== before.pasteOffs || target.group() !== groupBefore) {
    return stop('the program changed before Enter; Enter was not sent')
  }
  if (asksOther(toldBefore, target.told())) {
    const evidence = 'another dialog, or none, was open before Enter; Enter was not sent'
    return delivery.dialog === undefined ? stop(evidence) : { outcome: 'failed', bytes: bytes.byteLength, evidence }
  }
  const tty = target.tty()
  if (tty?.canonical !== ttyBefore?.canonical || tty?.echo !== ttyBefore?.echo) {
    return stop('the program changed its terminal modes before Enter; Enter was not sent')
  }
  const done = await pressEnter(target, clock, bytes.byteLength, before, delivery.text)
  if (done.outcome === 'submitted' && tty?.canonical && tty.echo && groupBefore !== null) target.tookLine(groupBefore)
  return done
}

/** What is to be said of a write of so many bytes that surely did not go in, or may not have; null = it went in. */
export function notTaken({ bytes, why }: Taken, given: number): NotTaken | null {
  if (bytes === null) return { outcome: 'unknown', bytes: given, evidence: why }
  return why === null ? null : { outcome: 'unreached', bytes, evidence: why }
}
type NotTaken =
  | { readonly outcome: 'unreached'; readonly bytes: 0; readonly evidence: string }
  | { readonly outcome: 'unknown'; readonly bytes: number; readonly evidence: string }

/** Why not one byte may be written now, whatever it is. Synchronous on purpose. */
export function whyNotNow(
  { lineVersion, dialog }: Pick<Delivery, 'lineVersion' | 'dialog'>,
  target: Target,
): Delivered | null {
  if (!target.alive()) return { outcome: 'gone', bytes: 0, evidence: 'the program has ended' }
  const unreached = target.unreached()
  if (unreached) return { outcome: 'unreached', bytes: 0, evidence: unreached }
  if (dialogGone(dialog, target)) {
    return { outcome: 'dialog_gone', bytes: 0, evidence: 'the dialog it was to answer is not the one that is open' }
  }
  if (target.line.now().version !== lineVersion) {
    return { outcome: 'changed', bytes: 0, evidence: 'something went in since the check' }
  }
  const changed = target.changed()
  return changed ? { outcome: 'changed', bytes: 0, evidence: changed } : null
}

/** True when this dialog was to be answered and is not the open one. */
export function dialogGone(dialog: string | undefined, target: Target): boolean {
  return dialog !== undefined && target.told()?.id !== dialog
}

/** The text itself may open a list of completions or be drawn by halves: what is not sure since then is no other dialog. */
function asksOther(before: Dialog | null, now: Dialog | null): boolean {
  return !(before?.open === 'no' && now?.open === 'unknown') && !sameTold(before, now)
}

function refusalNow(delivery: Delivery, target: Target): Delivered | null {
  const refusal = whyNotNow(delivery, target)
  if (refusal) return refusal
  const occupied = delivery.atPrompt ? whyNotAtPrompt(delivery, target) : null
  if (occupied) return { outcome: 'changed', bytes: 0, evidence: occupied }
  const unwrapped = target.look().bracketedPaste ? null : whyNotUnwrapped(delivery.text)
  return unwrapped ? { outcome: 'unwrapped', bytes: 0, evidence: unwrapped } : null
}

function whyNotAtPrompt({ enter }: Delivery, target: Target): string | null {
  return enter ? 'Enter is never a part of an insert at the prompt' : target.whyNotInsertable()
}

/** The one Enter, as its own write, and whether the line left. Call it with nothing awaited since the last check. */
async function pressEnter(
  target: Target,
  clock: Clock,
  before: number,
  box: Look | null,
  text: string,
): Promise<Delivered> {
  const look = () => ({ ...target.look(), group: target.group() })
  const at = look()
  const became = target.line.attempt(() => target.line.enter())
  const near = target.far ? null : awaitSubmit(target, clock, at, box, text)
  const writing = target.write(CR)
  const lost = target.far ? notTaken(await writing, CR.byteLength) : null
  if (lost) {
    became(lost.outcome === 'unreached' ? 'never' : 'unknown')
    if (lost.outcome === 'unknown') return { ...lost, bytes: before + CR.byteLength }
    const evidence = `the text went in, but not Enter: ${lost.evidence}`
    return before === 0 ? lost : { outcome: 'unconfirmed', bytes: before, evidence }
  }
  // Far away, what Enter does shows after it is known to be in, and not before.
  const evidence = await (near ?? awaitSubmit(target, clock, look(), box, text))
  target.line.settle(evidence !== null)
  const bytes = before + CR.byteLength
  if (evidence !== null) return { outcome: 'submitted', bytes, evidence }
  return { outcome: 'unconfirmed', bytes, evidence: unseen(target, at) }
}

/** Enter is in, and no more is known. */
export function unseen(target: Target, at: Pick<LookNow, 'redraws'>): string {
  const unreached = target.unreached()
  if (unreached) return `Enter went in, and then ${unreached}: nothing showed that the line left`
  if (target.look().redraws !== at.redraws)
    return 'Enter went in, and then the screen was drawn anew: nothing showed that the line left'
  return 'Enter went in, and nothing showed that the line left'
}

/** How the box was before one's own text went in, unless the program has left its screen or its prompt since. */
function boxBefore(own: OwnLine | null, { alt, pasteOffs }: Look): Look | null {
  return own && own.box.alt === alt && own.box.pasteOffs === pasteOffs ? own.box : null
}

function insertEvidence(taken: boolean, echo: 'echoed' | 'silent' | 'stopped'): string {
  if (!taken) return 'the program is not reading yet; the text waits in its terminal'
  return echo === 'silent' ? 'the text went in; the program showed nothing' : 'the text went in'
}
