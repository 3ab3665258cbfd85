// Which agent's CLI a process is that a person started by hand, by the words it was started with. A name is only a claim: it says
// which keys such a program takes, and nothing that a decision rests on. Linux alone; elsewhere it is not known.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { KNOWLEDGE } from '../../status/agents/index.ts'
import type { AgentKnowledge } from '../../status/agents/model.ts'

const RUNTIMES = ['node', 'bun', 'deno']

export function agentInFront(pid: number): AgentKnowledge | null {
  if (process.platform !== 'linux') return null
  try {
    return knownBy(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0'))
  } catch {
    return null
  }
}

/** `claude`, `node --some-option /usr/bin/claude …` */
function knownBy([program = '', ...rest]: readonly string[]): AgentKnowledge | null {
  const named = nameOf(program)
  const script = RUNTIMES.includes(named) ? (rest.find(word => word !== '' && !word.startsWith('-')) ?? '') : null
  const id = script === null ? named : nameOf(script)
  return Object.hasOwn(KNOWLEDGE, id) ? (KNOWLEDGE[id] ?? null) : null
}

/** Some write their title over their words. */
function nameOf(word: string): string {
  return path.basename(word.split(' ')[0]!).replace(/\.[cm]?js$/, '')
}
