// endpoint.json: where the running instance listens, for scripts and the bridge. It holds no secret.
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { writeAtomic } from './atomic.ts'

/** The ready line's object (contract). */
export interface Endpoint {
  readonly mcp: string
  readonly pid: number
  readonly dataDir: string
}

const shape = z.object({ mcp: z.string(), pid: z.int().positive(), dataDir: z.string() })

const nameIn = (dir: string) => path.join(dir, 'endpoint.json')

/** Writes `dir`/endpoint.json, mode 0600. Throws the system's error. */
export async function writeEndpoint(dir: string, { mcp, pid, dataDir }: Endpoint): Promise<void> {
  await writeAtomic(nameIn(dir), `${JSON.stringify({ mcp, pid, dataDir })}\n`)
}

/** Where an instance on `dir` listens, or did when it ended without taking its file away; null = none. Never throws. */
export async function readEndpoint(dir: string): Promise<Endpoint | null> {
  try {
    return shape.parse(JSON.parse(await readFile(nameIn(dir), 'utf8')))
  } catch {
    return null
  }
}

/** Takes it away if it is this process's own (or `pid`'s): another instance may have written it since. Never throws. */
export async function removeEndpoint(dir: string, pid: number = process.pid): Promise<void> {
  try {
    const found: unknown = JSON.parse(await readFile(nameIn(dir), 'utf8'))
    if (typeof found === 'object' && found !== null && 'pid' in found && found.pid === pid) await rm(nameIn(dir))
  } catch {
    // gone already, or not ours to judge
  }
}
