// Every command in the pages is run, in an empty home, with the built program; or support/commands-table.ts says who runs it instead.
// What pages name in the middle of a sentence (`npm run …`, `gatehouse …`) exists.
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Command, commandsOf } from './support/commands.ts'
import { COMMANDS, RUN_BY } from './support/commands-table.ts'
import { isScript, missingIn, runs, scriptIn } from './support/manifest.ts'
import { allOf, at, pageOf, pages, ROOT } from './support/pages.ts'
import { openPlace, type Place } from './support/place.ts'
import { policyOf } from './support/snippets.ts'

const all = pages.flatMap(commandsOf).filter(({ page }) => !(page in RUN_BY))
const TABLE = 'test/docs/support/commands-table.ts'
const isRun = ({ line }: Command) => Object.hasOwn(COMMANDS, line) && !('not' in COMMANDS[line]!)

test('every command is known', () => {
  const unknown = all.filter(({ line }) => !Object.hasOwn(COMMANDS, line))
  const what = `put it into ${TABLE}: what it prints, or why it is not run and who runs it`
  expect(unknown.map(({ where, line }) => `${where}: ${line} (${what})`)).toEqual([])
})

test('every known command stands in a page', () => {
  const lines = new Set(all.map(({ line }) => line))
  expect(Object.keys(COMMANDS).filter(line => !lines.has(line))).toEqual([])
})

test('what is not run here is run by what the table says', () => {
  const wrong = Object.entries(COMMANDS).filter(([line, known]) => {
    if (!('by' in known) || known.by === undefined) return false
    if (isScript(known.by)) return scriptIn(line)?.name !== known.by
    return !runs(fs.readFileSync(path.join(ROOT, known.by), 'utf8'), line)
  })
  expect(wrong).toEqual([])
  for (const [page, file] of Object.entries(RUN_BY)) {
    expect(fs.readFileSync(path.join(ROOT, file), 'utf8')).toContain(page)
  }
})

test('scripts, subcommands and flags that pages name exist', () => {
  const inBlocks = pages.flatMap(commandsOf).map(({ where, line }) => ({ where, line }))
  const inText = pages.flatMap(page =>
    allOf(page.tree, 'inlineCode').map(node => ({ where: at(page, node), line: node.value })),
  )
  expect(
    [...inBlocks, ...inText].flatMap(({ where, line }) => missingIn(line).map(what => `${where}: ${what}`)),
  ).toEqual([])
})

/** What stands in several pages is run once. */
const once = all.filter(isRun).filter(({ line }, n, found) => found.findIndex(other => other.line === line) === n)
const toRun = [...new Set(once.map(({ page }) => page))]
// Where there is a display by nature, `npm start` would open a window.
describe.skipIf(process.platform !== 'linux').each(toRun)('%s', file => {
  const page = pages.find(one => one.file === file)!
  let place: Place
  beforeAll(async () => {
    place = await openPlace()
    const policy = policyOf(page)
    if (policy !== null) await place.write('policy.json', policy)
  })
  afterAll(() => place.remove())

  // In the order of the page: one may leave what the next needs.
  test.each(once.filter(command => command.page === file))('$line', async ({ line, output }) => {
    const known = COMMANDS[line]!
    const { code, stdout, stderr } = await place.run(line)
    expect({ code, stderr }).toEqual({ code: 'prints' in known ? (known.code ?? 0) : 0, stderr: expect.any(String) })
    if ('prints' in known) expect(stdout).toMatch(known.prints)
    else expect(stdout).toMatch(/^gatehouse ready /m)
    if (output !== null) expect(stdout.trim()).toBe(output)
  })
})

describe('commands are found', () => {
  const lines = (text: string) => commandsOf(pageOf('x.md', text)).map(({ line, output }) => ({ line, output }))
  test.each([
    ['```sh\na b   # c\n\n# d\n"e # f"\n```', ['a b', '"e # f"']],
    ['```sh\na \\\n  b # c\nd\n```', ['a b', 'd']],
    ["```sh\ncat > x <<'END'\n# y\nEND\nz\n```", ["cat > x <<'END'\n# y\nEND", 'z']],
    ['```console\n$ a\nb\n\n$ c # d\n```', ['a', 'c']],
    ['```json\n$ a\n```', []],
  ])('%j', (text, found) => {
    expect(lines(text).map(({ line }) => line)).toEqual(found)
  })

  test('with what they print', () => {
    expect(lines('```console\n$ a\nb\nc\n$ d\n```')).toEqual([
      { line: 'a', output: 'b\nc' },
      { line: 'd', output: null },
    ])
  })
})

test.each([
  ['npm run types', true],
  ['npm run type', false],
  ['npm test -- --project e2e', true],
  ['npx vitest run --project unit test/policy', true],
  ['npm run lint', false],
  ['npm start', false],
])('does a file that runs types and the tests run %j? %j', (line, yes) => {
  expect(runs('step types npm run -s types\n# npm start\nnpm test 2>&1\nstep npm run lint:all', line)).toBe(yes)
})

test.each([
  ['npm run nothing', 1],
  ['npm run -s gatehouse -- tokens new x', 1],
  ['gatehouse policy cheque FILE', 1],
  ['gatehouse policy check FILE --agent a', 1],
  ['gatehouse --headles', 1],
  ['npm run bench cells', 0],
  ['npm run bench bells', 1],
  ['npm run -s --prefix CLONE gatehouse -- mcp --agent ID', 0],
  ['npm run -s --prefix CLONE gatehouse -- mcp --agnt ID', 1],
  ['npm start -- --open shell --nome=x', 1],
  ['npm run test:agents -- --parts lives', 1],
  ['npm run test:agents -- --agent claude', 1],
  ['npm run test:agents -- --agents claude --count 2', 0],
  ['npm run test:fresh -- --bare --tests=a,b', 0],
  ['npm run test:fresh -- --const', 1],
  ['npm run package -- --import', 1],
  ['gatehouse policy explain FILE --agent A --intent read', 0],
  ['gatehouse COMMAND …', 0],
  ['gatehouse policy', 0],
  ['npm test -- --project e2e', 0],
  ['npm install', 0],
  ['git status', 0],
])('of %j %i parts do not exist', (line, count) => {
  expect(missingIn(line)).toHaveLength(count)
})
