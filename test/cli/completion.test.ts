// Shell completions and the manual page hold what the tables of flags and subcommands hold, and real shells take them.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DEEDS, SHELLS } from '../../main/cli/table.ts'
import { runCli } from '../../main/cli.ts'
import { FLAGS, PRESET_IDS } from '../../main/flags.ts'

async function printed(...argv: string[]): Promise<string> {
  let out = ''
  const io = {
    out: (text: string) => {
      out += text
    },
    err: () => {},
    version: '1.2.3',
  }
  expect(await runCli(argv, io)).toBe(0)
  return out
}

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-completion-'))
const has = (program: string) => spawnSync(program, ['--version']).status === 0
const scripts = Object.fromEntries(
  SHELLS.map(shell => [shell, path.join(folder, shell === 'zsh' ? '_gatehouse' : shell)]),
)

beforeAll(async () => {
  for (const shell of SHELLS) fs.writeFileSync(scripts[shell]!, await printed('completion', shell))
  fs.mkdirSync(path.join(folder, 'place'))
  fs.writeFileSync(path.join(folder, 'plain'), '')
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

const run = (program: string, args: string[]) => {
  const done = spawnSync(program, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], HOME: folder },
  })
  expect(done.stderr).toBe('')
  return done.stdout.split('\n').filter(Boolean).sort()
}

describe.each(SHELLS)('for %s', shell => {
  test('every flag, subcommand, verb and option is there', () => {
    const text = fs.readFileSync(scripts[shell]!, 'utf8')
    const options = DEEDS.flatMap(deed => deed.options)
    for (const { name } of [...FLAGS, ...options]) expect(text).toMatch(new RegExp(`(--|-l )${name}\\b`))
    for (const { command, verb } of DEEDS) {
      expect(text).toMatch(new RegExp(`\\b${command}\\b`))
      if (verb !== null) expect(text).toMatch(new RegExp(`\\b${verb}\\b`))
    }
  })
})

test.each(DEEDS.map(({ command }) => command))(
  'the table of `%s` has the options that its --help has',
  async command => {
    const help = await printed(command, '--help')
    const said = new Set([...help.matchAll(/--([a-z-]+)/g)].map(match => match[1]))
    const known = new Set(DEEDS.filter(deed => deed.command === command).flatMap(deed => deed.options.map(o => o.name)))
    expect([...said].sort()).toEqual([...known].sort())
  },
)

test('the list of --help names every deed', async () => {
  const help = await printed('--help')
  for (const { shown } of DEEDS) expect(help).toContain(`gatehouse ${shown}`)
})

describe('bash completes', () => {
  const complete = (...words: string[]) =>
    run('bash', [
      ...[
        '--norc',
        '-c',
        // biome-ignore lint/suspicious/noTemplateCurlyInString: that is bash
        'source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gatehouse; printf "%s\\n" "${COMPREPLY[@]}"',
      ],
      ...[scripts['bash']!, 'gatehouse', ...words],
    ])

  test.each([
    [['--op'], ['--open-command=', '--open=']],
    [
      ['--open', '=', 'co'],
      ['codex', 'copilot'],
    ],
    [['--open', 'ge'], ['gemini']],
    [['--headless', '--cwd', 'p'], ['place']],
    [
      ['--policy', 'p'],
      ['place', 'plain'],
    ],
    [['po'], ['policy']],
    [['policy', 'ex'], ['explain']],
    [['policy', 'explain', 'f.json', '--in'], ['--intent=']],
    [['policy', 'explain', 'f.json', '--intent', '=', 'su'], ['submit']],
    [
      ['policy', 'check', 'pl'],
      ['place', 'plain'],
    ],
    [['activity', 'verify', 'p'], ['place']],
    [['mcp', '--a'], ['--agent=']],
    [['completion', 'z'], ['zsh']],
    [['man', 'x'], []],
  ])('%j', (words, offered) => {
    expect(complete(...words)).toEqual(offered)
  })
})

describe.skipIf(!has('fish'))('fish completes', () => {
  const complete = (line: string) =>
    run('fish', ['--no-config', '-c', 'source $argv[1]; complete -C $argv[2]', scripts['fish']!, line]).map(
      row => row.split('\t')[0],
    )

  test.each([
    ['gatehouse --he', ['--headless', '--help']],
    ['gatehouse --open ', [...PRESET_IDS].sort()],
    ['gatehouse tok', ['token']],
    ['gatehouse policy ', ['check', 'explain', 'import']],
    ['gatehouse policy explain --intent=sub', ['--intent=submit']],
    ['gatehouse completion ', [...SHELLS].sort()],
  ])('%s', (line, offered) => {
    expect(complete(line)).toEqual(offered)
  })
})

test.skipIf(!has('zsh'))('zsh reads its file', () => {
  expect(run('zsh', ['-f', '-n', scripts['zsh']!])).toEqual([])
})

describe('the manual page', () => {
  test('names every flag and every subcommand, with its help', async () => {
    const page = await printed('man')
    const plain = page.replaceAll('\\-', '-')
    for (const { name } of FLAGS) expect(plain).toContain(`.B --${name}`)
    for (const { command } of DEEDS) expect(plain).toContain(`.SS gatehouse ${command}`)
    expect(plain).toContain('Gatehouse 1.2.3')
  })

  test('no line of a help is taken as a request', async () => {
    const requests = new Set((await printed('man')).match(/^[.'][^\s]*/gm))
    expect([...requests].sort()).toEqual(['.B', '.I', '.SH', '.SS', '.TH', '.TP', '.br', '.fi', '.nf'])
  })
})
