// The files under DIR/activity: their names, their order, and what the last one ends with when it is opened again.
// It does not write records; activity.ts does.
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { FIRST_PREV, follow, isTorn, type Link } from './chain.ts'

const NAME = /^\d{12}\.jsonl$/

export const activityFolder = (dir: string) => join(dir, 'activity')

/** A segment is named by the first record in it, so that names sort as records do. */
export const segmentName = (firstSeq: number) => `${String(firstSeq).padStart(12, '0')}.jsonl`

export const firstSeqOf = (name: string) => Number(name.slice(0, 12))

/** Segment names in order. Throws where there is no folder. */
export async function listSegments(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter(name => NAME.test(name)).sort()
}

/** A file's lines as bytes, without their line ends; `whole` is false for a last line that has none. */
export async function* linesOf(path: string): AsyncGenerator<{ bytes: Buffer; whole: boolean }> {
  let rest: Buffer[] = []
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    let from = 0
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      yield { bytes: Buffer.concat([...rest, chunk.subarray(from, at)]), whole: true }
      rest = []
      from = at + 1
    }
    if (from < chunk.length) rest.push(chunk.subarray(from))
  }
  if (rest.length > 0) yield { bytes: Buffer.concat(rest), whole: false }
}

export interface Opened {
  readonly link: Link
  /** the segment to go on in; null = none yet */
  readonly segment: { readonly name: string; readonly bytes: number } | null
  readonly notice: string | null
  readonly fault: string | null
}

/**
 * Makes the folder, checks the last segment and repairs a last line that a crash cut off: the piece goes to
 * `torn-<time>.txt` (it was never acknowledged). Damage is a fault in words, naming file and line. Throws what
 * the file system throws.
 */
export async function openSegments(dir: string, now: number): Promise<Opened> {
  const folder = activityFolder(dir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await chmod(folder, 0o700)
  const names = await listSegments(folder)
  const last = names.at(-1)
  if (last === undefined) return { link: { seq: 0, hash: FIRST_PREV }, segment: null, notice: null, fault: null }
  const found = await openLast(folder, last, now)
  if (found.fault !== null || found.link.seq >= firstSeqOf(last)) return found
  // The last segment holds no record yet, so the chain goes on from the one before it.
  const before = names.at(-2)
  if (before === undefined) return { ...found, link: { seq: 0, hash: FIRST_PREV } }
  const earlier = await openLast(folder, before, now)
  const fault = earlier.fault ?? gap(last, earlier.link)
  return { ...found, link: earlier.link, notice: found.notice ?? earlier.notice, fault }
}

function gap(name: string, link: Link): string | null {
  return link.seq + 1 === firstSeqOf(name) ? null : `Activity is damaged: ${name} does not follow record ${link.seq}.`
}

async function openLast(folder: string, name: string, now: number): Promise<Opened> {
  const path = join(folder, name)
  const first = firstSeqOf(name)
  let at: { seq: number; hash: string | null } = { seq: first - 1, hash: first === 1 ? FIRST_PREV : null }
  let line = 0
  let bytes = 0
  let notice: string | null = null
  for await (const { bytes: content, whole } of linesOf(path)) {
    line += 1
    const next = follow(content, at)
    if (typeof next !== 'string') {
      at = next
      if (!whole) await finishLine(path)
      bytes += content.length + 1
    } else if (whole || !isTorn(content)) {
      const fault = `Activity is damaged: ${name} line ${line}: ${next}.`
      return { link: { seq: at.seq, hash: at.hash ?? FIRST_PREV }, segment: { name, bytes }, notice, fault }
    } else {
      notice = await setAside(folder, name, bytes, now)
    }
  }
  return { link: { seq: at.seq, hash: at.hash ?? FIRST_PREV }, segment: { name, bytes }, notice, fault: null }
}

/** The record is whole and only its line end was lost. */
async function finishLine(path: string): Promise<void> {
  const file = await open(path, 'a')
  try {
    await file.appendFile('\n')
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function setAside(folder: string, name: string, end: number, now: number): Promise<string> {
  const path = join(folder, name)
  const aside = `torn-${new Date(now).toISOString().replaceAll(':', '-')}.txt`
  await writeFile(join(folder, aside), (await readFile(path)).subarray(end), { mode: 0o600 })
  await truncate(path, end)
  return `A record at the end of ${name} was cut off while it was written. It was never acknowledged; the piece is in ${aside}.`
}
