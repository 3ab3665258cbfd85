// Of the rules in rules.ts, those for what both sides of the bridge share: the contract with its parts, and the bridge itself.
import type { Rule } from './rules.ts'

const CONTRACT = 'preload/contract.ts'

/** A part of the contract, and what else it is made of. */
const PARTS: Readonly<Record<string, readonly string[]>> = {
  activity: ['zod', 'preload/words.ts'],
  approvals: ['zod', 'preload/words.ts'],
  cells: [],
  clients: ['zod', 'preload/words.ts'],
  commands: ['zod'],
  files: ['zod', 'preload/words.ts'],
  grants: ['zod', 'preload/words.ts'],
  keys: ['preload/commands.ts'],
  layout: ['zod', 'preload/words.ts'],
  presets: ['zod', 'preload/patterns.ts', 'preload/words.ts'],
  restore: ['zod', 'preload/words.ts'],
  search: ['zod', 'preload/words.ts'],
  settings: ['zod', 'preload/commands.ts', 'preload/presets.ts', 'preload/tmux.ts'],
  surfaces: ['zod', 'preload/tmux.ts', 'preload/words.ts'],
  tmux: ['zod', 'preload/words.ts'],
  updates: ['zod'],
  words: ['zod', 'preload/patterns.ts'],
}
const fileOf = (part: string) => `preload/${part}.ts`
const EARLY = 'for what loads before anything that parses'

export const PRELOAD_RULES: readonly Rule[] = [
  {
    room: CONTRACT,
    may: ['zod', 'preload/channels.ts', ...Object.keys(PARTS).map(fileOf)],
    why: 'both sides parse with it, so it depends on neither',
  },
  ...Object.entries(PARTS).map(([part, may]) => {
    return { room: fileOf(part), may, why: 'a part of the contract, imported by it alone' }
  }),
  { room: 'preload/channels.ts', may: [], why: `the names that bridge, page and main meet under, ${EARLY}` },
  { room: 'preload/patterns.ts', may: [], why: `what names and ids look like, ${EARLY}` },
  {
    room: 'preload/bridge.ts',
    may: ['preload/channels.ts', `type:${CONTRACT}`, 'electron'],
    why: 'the one bridge between page and main: small enough to be read in full',
  },
]
