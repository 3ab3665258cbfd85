// The index in memory: numbers in columns, one place for each record by its seq, in blocks that are never moved. About
// 36 bytes a record, and no text. Records may be put in any order; what came of a record is linked to it whichever came first.
import { begin, follow, type Standing } from './decisions.ts'
import { isLater, kindOf, unpack } from './facts.ts'

const BITS = 16
const BLOCK = 1 << BITS
/** a seq's place in its block */
export const MASK = BLOCK - 1

export interface Block {
  /** ms since the epoch */
  readonly at: Float64Array
  /** where in its segment the line begins */
  readonly offset: Uint32Array
  readonly fact: Uint32Array
  readonly actor: Uint32Array
  readonly surface: Uint32Array
  /** of a first record: the last record of what came of it; of those: the one before. 0 = none */
  readonly link: Uint32Array
  /** of a record of what came of another: that one */
  readonly of: Uint32Array
  /** of a read: how many; else which draft, as a hash. 0 = none */
  readonly more: Uint32Array
  /** which standing it has with all its records, plus one; 0 = not known */
  readonly standing: Uint16Array
  /** how many of its records are first ones */
  entries: number
}

export interface Put {
  readonly at: number
  readonly offset: number
  readonly fact: number
  readonly actor: number
  readonly surface: number
  readonly of: number
  readonly more: number
}

export interface Columns {
  /** False: something is there already. */
  put(seq: number, record: Put): boolean
  has(seq: number): boolean
  /** Its block, for those who walk over many. */
  blockOf(seq: number): Block | undefined
  at(seq: number): number
  offset(seq: number): number
  fact(seq: number): number
  actor(seq: number): number
  surface(seq: number): number
  more(seq: number): number
  /** the record whose entry this one belongs to; itself for a first record */
  entryOf(seq: number): number
  isEntry(seq: number): boolean
  /** Records of what came of it, oldest first, up to `upTo`. */
  laterOf(seq: number, upTo?: number): number[]
  /** Where it stands with its records up to `upTo`: a number that `standing` knows. */
  standingOf(seq: number, upTo?: number): number
  standing(number: number): Standing
  entries(): number
  /** First records up to `seq`. */
  entriesUpTo(seq: number): number
  /** The first record that has `rank` first records before it, from the oldest there is; 0 = there is none. */
  entryAt(rank: number): number
  /** the highest seq; 0 = none */
  head(): number
  /** how many bytes the columns take */
  bytes(): number
}

export function createColumns(): Columns {
  const blocks: (Block | undefined)[] = []
  const standings: Standing[] = []
  const numbers = new Map<string, number>()
  const begun = new Map<number, number>()
  const followed = new Map<number, number>()
  let head = 0
  let entries = 0

  const blockOf = (seq: number) => blocks[seq >>> BITS]
  function newBlock(seq: number): Block {
    const u32 = () => new Uint32Array(BLOCK)
    const columns = { offset: u32(), fact: u32(), actor: u32(), surface: u32(), link: u32(), of: u32(), more: u32() }
    const block = { at: new Float64Array(BLOCK), ...columns, standing: new Uint16Array(BLOCK), entries: 0 }
    blocks[seq >>> BITS] = block
    return block
  }

  function numberOf(standing: Standing): number {
    const key = JSON.stringify(standing)
    const known = numbers.get(key)
    if (known !== undefined) return known
    standings.push(standing)
    numbers.set(key, standings.length - 1)
    return standings.length - 1
  }
  function first(fact: number): number {
    let number = begun.get(fact)
    if (number === undefined) {
      number = numberOf(begin(unpack(fact)))
      begun.set(fact, number)
    }
    return number
  }
  function next(standing: number, fact: number): number {
    const key = standing * 2 ** 32 + fact
    let number = followed.get(key)
    if (number === undefined) {
      number = numberOf(follow(standings[standing]!, unpack(fact)))
      followed.set(key, number)
    }
    return number
  }

  /** Into the chain of its entry, the newest first. */
  function link(of: number, seq: number): void {
    const start = blockOf(of) ?? newBlock(of)
    start.standing[of & MASK] = 0
    let block = start
    let place = of & MASK
    while (block.link[place]! > seq) {
      const later = block.link[place]!
      block = blockOf(later)!
      place = later & MASK
    }
    const own = blockOf(seq)!
    own.link[seq & MASK] = block.link[place]!
    block.link[place] = seq
  }

  const columns: Columns = {
    put(seq, { at, offset, fact, actor, surface, of, more }) {
      const block = blockOf(seq) ?? newBlock(seq)
      const place = seq & MASK
      if (block.fact[place] !== 0) return false
      block.at[place] = at
      block.offset[place] = offset
      block.fact[place] = fact
      block.actor[place] = actor
      block.surface[place] = surface
      block.more[place] = more
      if (seq > head) head = seq
      if (of > 0) {
        block.of[place] = of
        link(of, seq)
      } else {
        block.entries += 1
        entries += 1
      }
      return true
    },
    blockOf,
    has: seq => (blockOf(seq)?.fact[seq & MASK] ?? 0) !== 0,
    at: seq => blockOf(seq)?.at[seq & MASK] ?? 0,
    offset: seq => blockOf(seq)?.offset[seq & MASK] ?? 0,
    fact: seq => blockOf(seq)?.fact[seq & MASK] ?? 0,
    actor: seq => blockOf(seq)?.actor[seq & MASK] ?? 0,
    surface: seq => blockOf(seq)?.surface[seq & MASK] ?? 0,
    more: seq => blockOf(seq)?.more[seq & MASK] ?? 0,
    entryOf: seq => blockOf(seq)?.of[seq & MASK] || seq,
    isEntry(seq) {
      const fact = columns.fact(seq)
      return kindOf(fact) !== 0 && !isLater(fact)
    },
    laterOf(seq, upTo = head) {
      const found: number[] = []
      for (let at = blockOf(seq)?.link[seq & MASK] ?? 0; at !== 0; at = blockOf(at)!.link[at & MASK]!) {
        if (at <= upTo) found.push(at)
      }
      return found.reverse()
    },
    standingOf(seq, upTo = head) {
      const block = blockOf(seq)
      const place = seq & MASK
      if (!block) return first(0)
      const newest = block.link[place]!
      const known = block.standing[place]!
      if (newest <= upTo && known !== 0) return known - 1
      let standing = first(block.fact[place]!)
      if (newest !== 0) for (const later of columns.laterOf(seq, upTo)) standing = next(standing, columns.fact(later))
      if (newest <= upTo && standing < 0xffff) block.standing[place] = standing + 1
      return standing
    },
    standing: number => standings[number]!,
    entries: () => entries,
    entriesUpTo(seq) {
      let count = 0
      for (let index = 0; index < blocks.length; index += 1) {
        const block = blocks[index]
        if (!block) continue
        const from = index * BLOCK
        if (from + MASK <= seq) count += block.entries
        else for (let at = from; at <= Math.min(seq, from + MASK); at += 1) if (columns.isEntry(at)) count += 1
      }
      return count
    },
    entryAt(rank) {
      let left = rank
      for (let index = 0; index < blocks.length; index += 1) {
        const block = blocks[index]
        if (!block) continue
        if (left >= block.entries) {
          left -= block.entries
          continue
        }
        for (let at = index * BLOCK; ; at += 1) {
          if (!columns.isEntry(at)) continue
          if (left === 0) return at
          left -= 1
        }
      }
      return 0
    },
    head: () => head,
    bytes: () => blocks.reduce(sum => sum + BLOCK * (8 + 7 * 4 + 2), 0),
  }
  return columns
}
