// One press of keys by an agent: their bytes in the modes of that moment, as one write, then a look at what came of it. It
// asks nobody for permission; like deliver.ts it makes sure that nothing changed since the check. Keys that answer one
// dialog go in one by one: each may have answered it, and the next must not answer another.
import type { Clock } from './clock.ts'
import { dialogGone, notTaken, type Target, unseen, whyNotNow } from './deliver.ts'
import { awaitEcho, awaitSubmit } from './echo.ts'
import { type KeyModes, keyBytes } from './key-bytes.ts'
import { effectOf } from './keys.ts'
import type { Delivered, Key, Press } from './surface.ts'
import type { Taken } from './terminal.ts'

export interface PressTarget extends Target {
  keyModes(): KeyModes
  /** Bytes of this author go in that are no text: nothing is marked. */
  wrote(by: string): void
}

interface Part {
  readonly key: Key
  readonly effect: ReturnType<typeof effectOf>
}

export async function press(pressed: Press, target: PressTarget, clock: Clock): Promise<Delivered> {
  await target.settled()
  // From here to the write nothing is awaited: what is checked is what is written to.
  const refusal = whyNotNow(pressed, target)
  if (refusal) return refusal
  // After Escape it is Meta-Enter, which sends no line off.
  const parts = pressed.keys.map((key, at): Part => {
    return { key, effect: pressed.keys[at - 1]?.base === 'Escape' ? 'text' : effectOf(key) }
  })
  const without = parts.findIndex(({ key }) => keyBytes(key, target.keyModes()) === null)
  if (without >= 0) {
    const evidence = `keys[${without}] ${parts[without]!.key.name} is no key of its own to this program now`
    return { outcome: 'unencodable', bytes: 0, evidence }
  }
  return pressed.dialog === undefined
    ? pressAll(pressed, parts, target, clock)
    : oneByOne(pressed, parts, target, clock)
}

/** Each key, then what it did, then whether the same dialog is still the open one. */
async function oneByOne(pressed: Press, parts: readonly Part[], target: PressTarget, clock: Clock) {
  const { dialog } = pressed
  const keysBefore = target.personKeys()
  let bytes = 0
  let done: Delivered = { outcome: 'pressed', bytes, evidence: 'there was no key' }
  for (const [at, part] of parts.entries()) {
    const stopped = at === 0 ? null : whyStop(dialog, keysBefore, part, target)
    if (stopped)
      return { outcome: 'failed', bytes, evidence: `${stopped}; keys[${at}] and what follows did not go in` } as const
    const one = await pressAll(pressed, [part], target, clock)
    bytes += one.bytes
    if (one.outcome === 'unreached' && at > 0) {
      const evidence = `${one.evidence}; keys[${at}] and what follows did not go in`
      return { outcome: 'failed', bytes, evidence } as const
    }
    if (one.outcome === 'unreached' || one.outcome === 'unknown') return { ...one, bytes } as Delivered
    // An Enter that nothing was seen of stays that, whatever came after it.
    if (done.outcome !== 'unconfirmed') done = one
  }
  return { ...done, bytes } as Delivered
}

function whyStop(dialog: string | undefined, keysBefore: number, { key }: Part, target: PressTarget): string | null {
  if (!target.alive()) return 'the program ended'
  const unreached = target.unreached()
  if (unreached) return unreached
  if (dialogGone(dialog, target)) return 'the dialog it was to answer is no longer the one that is open'
  if (target.personKeys() !== keysBefore) return 'a person typed meanwhile'
  return keyBytes(key, target.keyModes()) === null ? 'the program has changed its modes' : null
}

/** All of them as one write. Call it with nothing awaited since the last check, which says that each has bytes. */
async function pressAll(
  { by, record }: Pick<Press, 'by' | 'record'>,
  parts: readonly Part[],
  target: PressTarget,
  clock: Clock,
): Promise<Delivered> {
  const modes = target.keyModes()
  const bytes = Buffer.from(parts.map(({ key }) => keyBytes(key, modes) ?? '').join(''), 'latin1')
  const effects = parts.map(({ effect }) => effect)
  const isText = effects.includes('text')
  const lastEnter = effects.lastIndexOf('enter')
  // Where nothing is on the line, Enter leaves it so.
  const watched = lastEnter >= 0 && (isText || target.line.now().by.length > 0)
  const look = () => ({ ...target.look(), group: target.group() })
  const at = look()
  const typed = isText ? target.typing(by, record) : null
  if (!typed) target.wrote(by)
  const became = target.line.attempt(() => {
    target.line.press(by, bytes.byteLength, isText)
    if (!watched) return
    target.line.enter()
    if (effects.slice(lastEnter).includes('text')) target.line.press(by, 0, true)
  })
  let taken: Taken | null = null
  const near = watched && !target.far ? awaitSubmit(target, clock, at) : null
  const writing = target.write(bytes).then(how => {
    taken = how
    return how
  })
  const lost = target.far ? notTaken(await writing, bytes.byteLength) : null
  if (lost) {
    if (lost.outcome === 'unreached') typed?.never()
    else typed?.()
    became(lost.outcome === 'unreached' ? 'never' : 'unknown')
    return lost
  }
  if (watched) {
    const evidence = await (near ?? awaitSubmit(target, clock, look()))
    target.line.settle(evidence !== null)
    typed?.()
    if (evidence !== null) return { outcome: 'pressed', bytes: bytes.byteLength, evidence }
    return { outcome: 'unconfirmed', bytes: bytes.byteLength, evidence: unseen(target, at) }
  }
  const echo = await awaitEcho(target, clock, () => taken !== null)
  typed?.()
  return { outcome: 'pressed', bytes: bytes.byteLength, evidence: evidenceOf(taken !== null, echo, target.alive()) }
}

function evidenceOf(taken: boolean, echo: 'echoed' | 'silent' | 'stopped', alive: boolean): string {
  if (!alive) return 'the program ended'
  if (!taken) return 'the program is not reading yet; the keys wait in its terminal'
  return echo === 'silent' ? 'the keys went in; the program showed nothing' : 'the keys went in'
}
