// Checks of a tree's shape that collect faults instead of stopping at the first: objects with known keys, lists, words.
// It knows nothing of policies.
import type { Node } from 'jsonc-parser'
import type { Fault } from './model.ts'
import { nearest } from './nearest.ts'
import type { Place } from './tree.ts'

const MAX_FAULTS = 50

/** Keys of one kind of object. */
export interface Keys {
  readonly required: readonly string[]
  readonly optional: readonly string[]
}

/** A value and where it stands, for faults about it. */
export interface At {
  readonly node: Node
  /** `rules[2].level` */
  readonly path: string
}

/** Once there are faults enough nothing more is looked at: what it would find is lost, and the time with it. */
export interface Checker {
  readonly faults: readonly Fault[]
  /** Characters of the file that hide or act do not get into the words. */
  fault(at: At, message: string): void
  /** Values by key, of which the required ones may still be missing; null when it is no object. */
  object(at: At, keys: Keys): Map<string, At> | null
  /** The same for an object whose keys are free; each is reported once. */
  entries(at: At): Map<string, At> | null
  list(at: At): At[] | null
  /** A string that `wrong` has nothing against (it says what is wrong), or null. */
  text(at: At, wrong: (text: string) => string | null): string | null
  /** `or`: what else is possible, said after the words. */
  oneOf<T extends string>(at: At, words: readonly T[], or?: string): T | null
  /** A whole number within the bounds, or null. */
  whole(at: At, least: number, most: number): number | null
  yesNo(at: At): boolean | null
}

/** A kind of value: reads it, reports what is wrong with it. Null = nothing usable. */
export type Read<T> = (check: Checker, at: At) => T | null

/** What `fields` has of `readers`, each read by its own; keys that are absent or faulty are left out. */
export function readFields<T extends object>(
  check: Checker,
  fields: ReadonlyMap<string, At>,
  readers: { readonly [K in keyof T]-?: Read<NonNullable<T[K]>> },
): Partial<T> {
  const made: Partial<T> = {}
  for (const key of Object.keys(readers) as (keyof T & string)[]) {
    const at = fields.get(key)
    const value = at ? readers[key](check, at) : null
    if (value !== null) made[key] = value
  }
  return made
}

/** A list of one kind, without the faulty ones. `most` items. `empty`: what none at all would do; absent = it may be. */
export function listOf<T>(one: Read<T>, most: number, empty?: string): Read<T[]> {
  return (check, at) => {
    const items = check.list(at)
    if (!items) return null
    if (items.length === 0 && empty !== undefined) check.fault(at, `${named(at)} is an empty list and ${empty}`)
    if (items.length > most) check.fault(at, `${named(at)} has ${items.length} items; at most ${most} are possible`)
    return items.map(item => one(check, item)).filter(value => value !== null)
  }
}

export function createChecker(placeOf: (offset: number) => Place): Checker {
  const faults: Fault[] = []
  const isFull = () => faults.length >= MAX_FAULTS
  const check: Checker = {
    faults,
    fault({ node, path }, message) {
      if (!isFull()) faults.push({ ...placeOf(node.offset), path: plain(path), message: plain(message) })
    },
    object(at, keys) {
      const found = check.entries(at)
      if (!found) return null
      const meant = new Set<string | null>()
      for (const [key, value] of found) {
        if (isFull()) return null
        if (keys.required.includes(key) || keys.optional.includes(key)) continue
        const near = nearest(key, [...keys.required, ...keys.optional])
        meant.add(near)
        // the fault stands at the key, not at its value
        check.fault({ node: value.node.parent ?? value.node, path: value.path }, unknownKey(key, near, keys))
      }
      for (const key of keys.required) {
        // a misspelt key is one mistake, not two
        if (!found.has(key) && !meant.has(key)) check.fault(at, `${named(at)} has no \`${key}\`; it needs one`)
      }
      return found
    },
    entries(at) {
      if (isFull()) return null
      if (at.node.type !== 'object') {
        check.fault(at, `${named(at)} must be an object in braces; it is ${shown(at.node)}`)
        return null
      }
      const found = new Map<string, At>()
      for (const property of at.node.children ?? []) {
        const [keyNode, node] = property.children ?? []
        const key: unknown = keyNode?.value
        if (!node || typeof key !== 'string') continue
        const path = at.path === '' ? key.slice(0, 80) : `${at.path}.${key.slice(0, 80)}`
        if (found.has(key)) check.fault({ node: property, path }, `the key \`${cut(key)}\` stands here a second time`)
        else found.set(key, { node, path })
      }
      return found
    },
    list(at) {
      if (isFull()) return null
      if (at.node.type === 'array') {
        return (at.node.children ?? []).map((node, index) => ({ node, path: `${at.path}[${index}]` }))
      }
      check.fault(at, `${named(at)} must be a list in brackets; it is ${shown(at.node)}`)
      return null
    },
    text(at, wrong) {
      if (isFull()) return null
      const value: unknown = at.node.value
      if (at.node.type !== 'string' || typeof value !== 'string') {
        check.fault(at, `${named(at)} must be a text in double quotes; it is ${shown(at.node)}`)
        return null
      }
      const message = wrong(value)
      if (message !== null) check.fault(at, `${named(at)}: ${message}`)
      return message === null ? value : null
    },
    oneOf(at, words, or = '') {
      const value: unknown = at.node.value
      const word = words.find(one => one === value)
      if (word !== undefined) return word
      if (isFull()) return null
      const near = typeof value === 'string' ? nearest(value, words) : null
      const meant = near === null ? '' : `; did you mean "${near}"?`
      const choice = words.map(one => `"${one}"`).join(', ')
      check.fault(at, `${named(at)} must be one of ${choice}${or}; it is ${shown(at.node)}${meant}`)
      return null
    },
    whole(at, least, most) {
      const value: unknown = at.node.value
      if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value
      check.fault(at, `${named(at)} must be a whole number from ${least} to ${most}; it is ${shown(at.node)}`)
      return null
    },
    yesNo(at) {
      const value: unknown = at.node.value
      if (typeof value === 'boolean') return value
      check.fault(at, `${named(at)} must be true or false; it is ${shown(at.node)}`)
      return null
    },
  }
  return check
}

function unknownKey(key: string, near: string | null, { required, optional }: Keys): string {
  const known = [...required, ...optional]
  return near === null
    ? `unknown key \`${cut(key)}\`; known here are ${known.map(one => `\`${one}\``).join(', ')}`
    : `unknown key \`${cut(key)}\`; did you mean \`${near}\`?`
}

/** What to call the value in a sentence: its own key, or its place in a list. */
function named({ path }: At): string {
  return path === '' ? 'the policy' : `\`${path.slice(path.lastIndexOf('.') + 1)}\``
}

function shown({ type, value }: Node): string {
  if (type === 'object' || type === 'array') return type === 'object' ? 'an object' : 'a list'
  if (type === 'number' && !Number.isFinite(value)) return 'too large a number'
  return cut(JSON.stringify(value) ?? 'nothing')
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '\u{fffd}')
}
