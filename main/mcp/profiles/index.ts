// The profiles there are: what another server's clients find at an address of their own below /mcp.
import { claudeSessions } from './claude-sessions.ts'
import { climux } from './climux.ts'
import { cmux } from './cmux.ts'
import type { Profile } from './tool.ts'
import { yaver } from './yaver.ts'

export const PROFILES: readonly Profile[] = [climux, cmux, yaver, claudeSessions]

export const PROFILE_NAMES: readonly string[] = PROFILES.map(({ name }) => name)

/** Null = there is none of that name. */
export function profileNamed(name: string): Profile | null {
  return PROFILES.find(profile => profile.name === name) ?? null
}
