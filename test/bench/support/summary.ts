// What was measured last, of all cases: as one table on the terminal (`--table`), or as part of docs/performance.md (`--docs`), where it
// stands between two comments and nothing else is touched.
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from '../../helpers/app.ts'
import { GOALS, type GoalId } from './goals.ts'
import { amount, beside, type Reported, type Row, short, verdict } from './measure.ts'

const [BEGIN, END] = ['<!-- figures, written by the bench -->', '<!-- end of figures -->']
const DOCS = path.join(ROOT, 'docs/performance.md')

function reports(): Reported[] {
  const folder = path.join(ROOT, 'test/.artifacts')
  const names = fs.readdirSync(folder).filter(name => /^bench-.*\.json$/.test(name))
  const all = names.map(name => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')) as Reported)
  return all.filter(one => Array.isArray(one.rows)).sort((a, b) => a.name.localeCompare(b.name))
}

interface Line {
  readonly what: string
  readonly row: Row | null
}

/** Every goal in its order, with the row that is judged by it. */
function goals(all: readonly Reported[]): Line[] {
  const rows = all.flatMap(one => one.rows)
  return (Object.keys(GOALS) as GoalId[]).map(id => ({
    what: GOALS[id].what,
    row: rows.find(one => one.goal === id) ?? null,
  }))
}

const cellsOf = ({ what, row }: Line): string[] =>
  row === null ? [what, 'not measured', '', ''] : [what, amount(row.value, row.unit), beside(row), verdict(row)]

function table(all: readonly Reported[]): string {
  const lines = goals(all).map(cellsOf)
  const widths = [0, 1, 2, 3].map(column => Math.max(...lines.map(line => line[column]!.length)))
  const rows = lines.map(line =>
    line
      .map((text, column) => text.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return [
    ...rows,
    '',
    ...all.map(
      ({ name, date, how, load }) => `${name}: ${date}, ${how}, load ${load.map(one => one.toFixed(1)).join(' to ')}`,
    ),
  ].join('\n')
}

const markdown = (head: readonly string[], lines: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...lines]
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n')

function spread({ rounds, spread: [low, high] }: Row): string {
  return rounds.length > 1 ? `${short(low)} to ${short(high)}` : ''
}

function docs(all: readonly Reported[]): string {
  const versions = Object.entries(Object.assign({}, ...all.map(one => one.versions)) as Record<string, string>)
  const machines = [...new Set(all.map(one => one.machine))]
  const parts = [
    `Measured on ${machines.join('; ')}, with ${versions.map(([name, version]) => `${name} ${version}`).join(', ')}.`,
    markdown(['what', 'median', 'beside', 'goal (aim)'], goals(all).map(cellsOf)),
    ...all.map(
      one =>
        `### \`npm run bench ${one.name}\`\n\n${one.date.slice(0, 16).replace('T', ' ')} UTC, ${one.how}, load ${one.load.map(load => load.toFixed(1)).join(' to ')}.\n\n${markdown(
          ['what', 'median', 'rounds', 'beside', 'note'],
          one.rows.map(row => [row.what, amount(row.value, row.unit), spread(row), beside(row), row.note ?? '']),
        )}`,
    ),
  ]
  return parts.join('\n\n')
}

const all = reports()
if (process.argv[2] === '--docs') {
  const text = fs.readFileSync(DOCS, 'utf8')
  const [before, after] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (before < 0 || after < before) throw new Error(`${DOCS} has no place for the figures: ${BEGIN} … ${END}`)
  fs.writeFileSync(DOCS, `${text.slice(0, before)}${BEGIN}\n\n${docs(all)}\n\n${text.slice(after)}`)
} else console.log(table(all))
