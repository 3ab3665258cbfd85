// One press of keys by an agent: their bytes in the modes of that moment, as one write, then a look at what came of it. It
// asks nobody for permission; like deliver.ts it makes sure that nothing changed since the check.
import type { Clock } from './clock.ts'
import { type Target, whyNotNow } from './deliver.ts'
import { awaitEcho, awaitSubmit } from './echo.ts'
import { type KeyModes, keyBytes } from './key-bytes.ts'
import { effectOf } from './keys.ts'
import type { Delivered, Press } from './surface.ts'

export interface PressTarget extends Target {
  keyModes(): KeyModes
  /** Bytes of this author go in that are no text: nothing is marked. */
  wrote(by: string): void
}

export async function press({ by, keys, lineVersion }: Press, target: PressTarget, clock: Clock): Promise<Delivered> {
  await target.settled()
  // From here to the write nothing is awaited: what is checked is what is written to.
  const refusal = whyNotNow(lineVersion, target)
  if (refusal) return refusal
  const modes = target.keyModes()
  const parts = keys.map(key => keyBytes(key, modes))
  const without = parts.indexOf(null)
  if (without >= 0) {
    const evidence = `keys[${without}] ${keys[without]!.name} is no key of its own to this program now`
    return { outcome: 'unencodable', bytes: 0, evidence }
  }
  const bytes = Buffer.from(parts.join(''), 'latin1')

  // After Escape it is Meta-Enter, which sends no line off.
  const effects = keys.map((key, at) => (keys[at - 1]?.base === 'Escape' ? 'text' : effectOf(key)))
  const isText = effects.includes('text')
  const lastEnter = effects.lastIndexOf('enter')
  // Where nothing is on the line, Enter leaves it so.
  const watched = lastEnter >= 0 && (isText || target.line.now().by.length > 0)
  const at = { ...target.look(), group: target.group() }
  let done = () => {}
  if (isText) done = target.typing(by)
  else target.wrote(by)
  target.line.press(by, bytes.byteLength, isText)
  if (watched) {
    target.line.enter()
    if (effects.slice(lastEnter).includes('text')) target.line.press(by, 0, true)
  }
  let taken = -1
  const leaving = watched ? awaitSubmit(target, clock, at) : null
  void target.write(bytes).then(count => {
    taken = count
  })

  if (leaving) {
    const evidence = await leaving
    target.line.settle(evidence !== null)
    done()
    if (evidence !== null) return { outcome: 'pressed', bytes: bytes.byteLength, evidence }
    const unseen = 'Enter went in, and nothing showed that the line left'
    return { outcome: 'unconfirmed', bytes: bytes.byteLength, evidence: unseen }
  }
  const echo = await awaitEcho(target, clock, () => taken >= 0)
  done()
  return { outcome: 'pressed', bytes: bytes.byteLength, evidence: evidenceOf(taken, echo, target.alive()) }
}

function evidenceOf(taken: number, echo: 'echoed' | 'silent' | 'stopped', alive: boolean): string {
  if (!alive) return 'the program ended'
  if (taken < 0) return 'the program is not reading yet; the keys wait in its terminal'
  return echo === 'silent' ? 'the keys went in; the program showed nothing' : 'the keys went in'
}
