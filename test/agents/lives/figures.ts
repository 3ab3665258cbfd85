// What came of an agent's lives: figures as JSON under test/.artifacts, and tables for docs.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ROOT } from '../../helpers/app.ts'
import type { Agent } from '../support/agents.ts'
import type { Lived } from './life.ts'
import { RIGHT, type Told, type Truth } from './truth.ts'

const WRONG_KEPT = 20
const SAID = ['starting', 'working', 'needs_you', 'idle', 'failed', 'exited', 'unknown'] as const

export interface Figures {
  readonly lives: number
  readonly table: Told['table']
  readonly early: Told['early']
  readonly worstMs: number
  readonly wrong: Told['wrong']
  readonly delayMs: { readonly median: number; readonly most: number }
  readonly unsaid: Readonly<Record<string, number>>
  readonly dialogs: Lived['dialogs']
  readonly lifeMs: number
  /** kinds of files in which the agent itself kept the token */
  readonly kept: readonly string[]
}

export function summed(lives: readonly Lived[]): Figures {
  const delays = lives.flatMap(one => one.delays).toSorted((a, b) => a - b)
  const wrong = lives.flatMap(one => one.wrong).toSorted((a, b) => b.ms - a.ms)
  const unsaid: Record<string, number> = {}
  for (const one of lives.flatMap(life => life.unsaid)) {
    const what = one.replaceAll(/\d+/g, 'N')
    unsaid[what] = (unsaid[what] ?? 0) + 1
  }
  return {
    lives: lives.length,
    table: added(lives.map(one => one.table)),
    early: added(lives.map(one => one.early)),
    worstMs: wrong[0]?.ms ?? 0,
    wrong: wrong.slice(0, WRONG_KEPT),
    delayMs: { median: delays[delays.length >> 1] ?? 0, most: delays.at(-1) ?? 0 },
    unsaid,
    dialogs: {
      count: lives.reduce((sum, one) => sum + one.dialogs.count, 0),
      withId: lives.reduce((sum, one) => sum + one.dialogs.withId, 0),
    },
    kept: [
      ...new Set(lives.flatMap(one => one.kept.map(file => file.replace(/^.*\/me\//, '~/').replace(/[^/]*$/, '…')))),
    ],
    lifeMs: Math.round(lives.reduce((sum, one) => sum + one.tookMs, 0) / Math.max(1, lives.length)),
  }
}

function added(tables: readonly Told['table'][]): Told['table'] {
  const sum: Record<string, Record<string, number>> = {}
  for (const table of tables)
    for (const [truth, row] of Object.entries(table)) {
      sum[truth] ??= {}
      for (const [said, ms] of Object.entries(row)) sum[truth][said] = Math.round((sum[truth][said] ?? 0) + ms)
    }
  return sum as Told['table']
}

/** In shares of the time each was true, without what lies between a change and the first right word, 2 s at most. */
export function asMarkdown(agent: Agent, figures: Figures): string {
  const rows = (Object.keys(RIGHT) as Truth[]).map(truth => {
    const row = figures.table[truth] ?? {}
    const all = Object.values(row).reduce((sum, ms) => sum + ms, 0)
    const ms = (said: string) => (row as Record<string, number>)[said] ?? 0
    const cells = SAID.map(said => {
      const share = said === 'idle' ? ms('idle') + ms('done_unseen') : ms(said)
      return all === 0 || share === 0 ? '' : `${((share / all) * 100).toFixed(1)} %`
    })
    return `| ${truth} | ${(all / 1000).toFixed(0)} s | ${cells.join(' | ')} |`
  })
  const { lives, worstMs, delayMs, dialogs, lifeMs, unsaid } = figures
  const never = Object.entries(unsaid).map(([what, count]) => `${what}: ${count}`)
  return [
    `### ${agent.title}, ${agent.source.slice(agent.source.lastIndexOf('@') + 1)}: ${lives} lives`,
    '',
    `| true | for | ${SAID.map(said => (said === 'idle' ? 'idle, done_unseen' : said)).join(' | ')} |`,
    `|---|---|${SAID.map(() => '---').join('|')}|`,
    ...rows,
    '',
    `Wrong at a stretch: ${worstMs} ms at most. From a change to the right word: ${delayMs.median} ms median, ` +
      `${delayMs.most} ms at most. Dialogs with an id: ${dialogs.withId} of ${dialogs.count}. ` +
      `A life took ${(lifeMs / 1000).toFixed(0)} s.${never.length > 0 ? ` Never said: ${never.join('; ')}.` : ''}`,
    '',
  ].join('\n')
}

export async function keepLives(agent: Agent, figures: Figures): Promise<void> {
  const file = path.join(ROOT, 'test/.artifacts', `agents-lives-${agent.id}.json`)
  await fs.mkdir(path.dirname(file), { recursive: true })
  const machine = { platform: `${os.platform()} ${os.arch()}`, processors: os.cpus().length, node: process.version }
  const entry = { source: agent.source, date: new Date().toISOString().slice(0, 10), machine, ...figures }
  await fs.writeFile(file, `${JSON.stringify(entry, null, 2)}\n`)
}
