// The measured cases of what real programs do with bytes, as texts an agent would send. A person's keys in a case are never
// part of an agent's text.
import { readFileSync } from 'node:fs'
import path from 'node:path'

export interface CorpusCase {
  readonly id: string
  readonly program: string
  readonly mode: { bracketed_paste: boolean; alt: boolean; ICANON: boolean; ECHO: boolean }
  readonly bytes_hex: string
  readonly chunks_hex?: readonly string[]
  readonly kind?: 'human_followup' | 'with_prior_human_keys'
  readonly expect: 'must_deny' | 'must_not_execute' | 'may_pass'
  readonly observed_raw: 'executed' | 'acted' | 'inert'
}

const FILE = path.resolve(import.meta.dirname, '../../fixtures/input-corpus.json')
export const corpus: readonly CorpusCase[] = JSON.parse(readFileSync(FILE, 'utf8')).cases

/** The agent's part of the bytes, as the texts it would be sent as: whole, and without a paste's wrapper around it. */
export function textsOf(one: CorpusCase): string[] {
  const chunks = one.chunks_hex ?? [one.bytes_hex]
  const own = {
    human_followup: chunks.slice(0, 1),
    with_prior_human_keys: chunks.slice(-1),
    none: chunks,
  }[one.kind ?? 'none']
  // What is no UTF-8 comes to the gate as U+FFFD: a JSON string holds nothing else.
  const text = Buffer.from(own.join(''), 'hex').toString('utf8').replaceAll('@MARK@', '/tmp/mark')
  const inner = /^\x1b\[200~(.*)\x1b\[201~$/s.exec(text)?.[1]
  return [text, ...(inner === undefined ? [] : [inner])].filter(part => part !== '')
}

/** Had a person typed on the line before? */
export function hasPriorKeys(one: CorpusCase): boolean {
  return one.kind === 'with_prior_human_keys'
}
