// Checks one import against the table. Says in words what is wrong, or nothing.
import { isBuiltin } from 'node:module'
import path from 'node:path'
import { NAMED_ONLY, RULES, type Rule } from './rules.ts'
import { type Import, importsOf } from './sources.ts'

/** What is wrong with the imports of this file, each as a sentence; an empty list where all is well. */
export function faultsOf(file: string, text: string): string[] {
  const rule = ruleFor(file)
  if (rule === null) return [`${file} is in no room: add it to test/guards/support/rules.ts, with its reason`]
  return importsOf(file, text).flatMap(found => {
    const fault = faultOf(file, rule, found)
    return fault === null ? [] : [`${file} ${fault}`]
  })
}

/** The most exact entry: a file before its folder, a folder before the one it is in. */
export function ruleFor(file: string): Rule | null {
  const fitting = RULES.filter(rule => isIn(file, rule.room))
  return fitting.sort((a, b) => b.room.length - a.room.length)[0] ?? null
}

function faultOf(file: string, rule: Rule, found: Import): string | null {
  const { from } = found
  if (from === null) return 'imports something computed, which nobody can check'
  // With these a file could load anything past this table.
  if (['module', 'node:module', 'vm', 'node:vm'].includes(from)) return `imports ${from}, which loads past these rules`
  if (isBuiltin(from) && !from.startsWith('node:')) return `imports ${from}: write node:${from}`
  const to = from.startsWith('.') ? path.posix.join(path.posix.dirname(file), from) : from
  if (rule.may.some(allowed => fits(allowed, to, found.typeOnly))) return null
  const onlyTypes = !found.typeOnly && rule.may.some(allowed => fits(allowed, to, true))
  return `may not import ${onlyTypes ? 'more than types from ' : ''}${to}. ${rule.room}: ${rule.why}`
}

function fits(allowed: string, to: string, typeOnly: boolean): boolean {
  if (allowed.startsWith('type:')) return typeOnly && isIn(to, allowed.slice('type:'.length))
  if (allowed === 'node:') return to.startsWith('node:')
  if (allowed === 'npm') return isPackage(to) && !NAMED_ONLY.some(name => isIn(to, name))
  return isIn(to, allowed)
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`)
}

/** Of npm: not Node's, not a path of ours. */
function isPackage(to: string): boolean {
  return !to.startsWith('node:') && !/^(\.\.|\/|main\/|preload\/|renderer\/|test\/|scripts\/|package\.json$)/.test(to)
}
