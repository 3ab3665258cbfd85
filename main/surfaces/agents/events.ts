// What the hooks of one CLI told: files in its folder, each read once, in the order they were written, and removed. What they
// mean is not its matter. Anything that runs in the surface can write there, so every size is bounded.
import { readdirSync, readFileSync, renameSync, rmSync, statSync, watch, writeFileSync } from 'node:fs'
import path from 'node:path'

/** What a hook was registered as, and what it handed over. */
export interface Told {
  readonly name: string
  readonly payload: unknown
}

export interface Events {
  /** What was told since the last call. Synchronous, so that it can be asked right before a byte is written. */
  take(): Told[]
  stop(): void
}

/** A larger one is removed unread: no hook's own has that much. */
const MOST_BYTES = 4 * 1024 * 1024
const MOST_AT_ONCE = 500

/** `heard` is called soon after something was told. */
export function openEvents(folder: string, heard: () => void): Events {
  const watcher = watch(folder, (_, name) => {
    if (name === null || isWhole(name)) heard()
  })
  // Where watching ends (a removed folder), `take` still finds what is there.
  watcher.on('error', () => watcher.close())
  return {
    take: () => takeAll(folder),
    stop: () => watcher.close(),
  }
}

let written = 0

/** As a hook does it: what came from one that ran elsewhere. What cannot be written is lost, as it is for a hook. */
export function writeEvent(folder: string, { name, payload }: Told): void {
  const file = path.join(folder, `${Date.now()}-${String(written++).padStart(8, '0')}`)
  try {
    writeFileSync(`${file}.part`, `${name}\n${JSON.stringify(payload ?? null)}`, { mode: 0o600 })
    renameSync(`${file}.part`, `${file}.json`)
  } catch {
    rmSync(`${file}.part`, { force: true })
  }
}

function isWhole(name: string): boolean {
  return name.endsWith('.json')
}

function takeAll(folder: string): Told[] {
  let names: string[]
  try {
    names = readdirSync(folder).filter(isWhole)
  } catch {
    return []
  }
  if (names.length === 0) return []
  const files = names.slice(0, MOST_AT_ONCE).flatMap(name => {
    const file = path.join(folder, name)
    const stat = statSync(file, { bigint: true, throwIfNoEntry: false })
    return stat ? [{ name, file, at: stat.mtimeNs, size: Number(stat.size), plain: stat.isFile() }] : []
  })
  files.sort((one, two) => (one.at === two.at ? one.name.localeCompare(two.name) : one.at < two.at ? -1 : 1))
  return files.flatMap(({ file, size, plain }) => {
    const told = plain && size <= MOST_BYTES ? read(file) : null
    rmSync(file, { recursive: true, force: true })
    return told ? [told] : []
  })
}

function read(file: string): Told | null {
  try {
    const text = readFileSync(file, 'utf8')
    const end = text.indexOf('\n')
    if (end < 0) return null
    const rest = text.slice(end + 1).trim()
    return { name: text.slice(0, end), payload: rest === '' ? null : JSON.parse(rest) }
  } catch {
    return null
  }
}
