// Policy texts with a mark where the fault must stand, and what the parser says of them.
import { parsePolicy } from '../../../main/policy/parse.ts'

/** Stands in front of what is wrong; it is taken out before the text is read. */
export const MARK = '▸'

/** One rule with these fields besides id, agents and level; alone on line 2. */
export const inRule = (fields: string) =>
  `{"version": 1, "rules": [\n{"id": "r1", "agents": "a", "surfaces": {"id": "s_aaaa"}, "level": "type", ${fields}}]}`
/** One open rule with these fields besides id; on line 2. */
export const inOpen = (fields: string) => `{"version": 1, "open": [\n{"id": "o1", ${fields}}]}`
/** One test, on line 2. */
export const inTests = (test: string) => `{"version": 1, "tests": [\n${test}]}`

/** `line:column path: message` of every fault, in their order; empty = a policy. */
export function faultsOf(text: string): string[] {
  const parsed = parsePolicy(text)
  return parsed.ok ? [] : parsed.faults.map(one => `${one.line}:${one.column} ${one.path}: ${one.message}`)
}

/** What the parser says of the text without its mark, and how the only thing it says must begin. */
export function atMark(marked: string, path: string, message: string): { faults: string[]; begins: string } {
  const before = marked.slice(0, marked.indexOf(MARK)).split('\n')
  const begins = `${before.length}:${(before.at(-1) ?? '').length + 1} ${path}: ${message}`
  const faults = faultsOf(marked.replace(MARK, '')).map(fault => fault.slice(0, begins.length))
  return { faults, begins }
}
