// Pictures that a person pasted, as files a program can be told of: in the data folder, for this user alone, the newest kept.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Result } from '../../preload/contract.ts'
import { failure, reasonOf } from './failure.ts'

const MOST_FILES = 50
const MOST_BYTES = 64 * 1024 * 1024
const OURS = /^pasted-[\d-]+\.png$/

/** Keeps `png` as a file of `dir`; its path. `now`: ms since the epoch. Failures: `too_large`, `not_written`. */
export async function keepPicture(dir: string, png: Uint8Array, now: number): Promise<Result<{ path: string }>> {
  if (png.byteLength > MOST_BYTES) return failure('too_large', 'The image on the clipboard is larger than 64 MB.')
  const name = `pasted-${stamp(now)}.png`
  try {
    await fs.mkdir(dir, { recursive: true, mode: 0o700 })
    await fs.writeFile(path.join(dir, name), png, { mode: 0o600, flag: 'wx' })
    await prune(dir)
  } catch (error) {
    return failure('not_written', `The image on the clipboard could not be saved (${reasonOf(error)}).`)
  }
  return { ok: true, value: { path: path.join(dir, name) } }
}

/** `2026-11-22-001530-042` in UTC: names sort by time. */
function stamp(now: number): string {
  return new Date(now).toISOString().replace('T', '-').replaceAll(':', '').replace('.', '-').replace('Z', '')
}

async function prune(dir: string): Promise<void> {
  const names = (await fs.readdir(dir)).filter(name => OURS.test(name)).sort()
  const old = names.slice(0, Math.max(0, names.length - MOST_FILES))
  await Promise.all(old.map(name => fs.rm(path.join(dir, name), { force: true })))
}
