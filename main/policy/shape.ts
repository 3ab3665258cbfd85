// Checks of a tree's shape that collect faults instead of stopping at the first: objects with known keys, lists, words.
// It knows nothing of policies.
import type { Node } from 'jsonc-parser'
import type { Fault } from './model.ts'
import { nearest } from './nearest.ts'
import type { Place } from './tree.ts'

const MAX_FAULTS = 50

/** Keys of one kind of object. `later`: keys of the format that this version does not enforce, so does not accept. */
export interface Keys {
  readonly required: readonly string[]
  readonly optional: readonly string[]
  readonly later?: readonly string[]
}

/** A value and where it stands, for faults about it. */
export interface At {
  readonly node: Node
  /** `rules[2].level` */
  readonly path: string
}

export interface Checker {
  readonly faults: readonly Fault[]
  fault(at: At, message: string): void
  /** Values by key, of which the required ones may still be missing; null when it is no object. */
  object(at: At, keys: Keys): Map<string, At> | null
  /** The same for an object whose keys are free; each is reported once. */
  entries(at: At): Map<string, At> | null
  list(at: At): At[] | null
  /** A string that `wrong` has nothing against (it says what is wrong), or null. */
  text(at: At, wrong: (text: string) => string | null): string | null
  oneOf<T extends string>(at: At, words: readonly T[]): T | null
}

export function createChecker(placeOf: (offset: number) => Place): Checker {
  const faults: Fault[] = []
  const check: Checker = {
    faults,
    fault({ node, path }, message) {
      if (faults.length < MAX_FAULTS) faults.push({ ...placeOf(node.offset), path, message })
    },
    object(at, keys) {
      const found = check.entries(at)
      if (!found) return null
      for (const [key, value] of found) {
        const known = keys.required.includes(key) || keys.optional.includes(key)
        // the fault stands at the key, not at its value
        if (!known) check.fault({ node: value.node.parent ?? value.node, path: value.path }, unknownKey(key, keys))
      }
      for (const key of keys.required) {
        if (!found.has(key)) check.fault(at, `${named(at)} has no \`${key}\`; it needs one`)
      }
      return found
    },
    entries(at) {
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
      if (at.node.type === 'array') {
        return (at.node.children ?? []).map((node, index) => ({ node, path: `${at.path}[${index}]` }))
      }
      check.fault(at, `${named(at)} must be a list in brackets; it is ${shown(at.node)}`)
      return null
    },
    text(at, wrong) {
      const value: unknown = at.node.value
      if (at.node.type !== 'string' || typeof value !== 'string') {
        check.fault(at, `${named(at)} must be a text in double quotes; it is ${shown(at.node)}`)
        return null
      }
      const message = wrong(value)
      if (message !== null) check.fault(at, `${named(at)}: ${message}`)
      return message === null ? value : null
    },
    oneOf(at, words) {
      const value: unknown = at.node.value
      const word = words.find(one => one === value)
      if (word !== undefined) return word
      const near = typeof value === 'string' ? nearest(value, words) : null
      const meant = near === null ? '' : `; did you mean "${near}"?`
      const choice = words.map(one => `"${one}"`).join(', ')
      check.fault(at, `${named(at)} must be one of ${choice}; it is ${shown(at.node)}${meant}`)
      return null
    },
  }
  return check
}

function unknownKey(key: string, { required, optional, later = [] }: Keys): string {
  if (later.includes(key)) return `this version of Gatehouse does not enforce \`${key}\` yet`
  const known = [...required, ...optional]
  const near = nearest(key, [...known, ...later])
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
  return cut(JSON.stringify(value) ?? 'nothing')
}

function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}
