// Open rules and a policy's own tests, as they are read. What they say is open.test.ts and tests.test.ts.
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../main/policy/parse.ts'
import { atMark, inOpen, inTests } from './support/faults.ts'

type Faulty = readonly [marked: string, path: string, message: string]
const RULE = '"agents": "a", "grant": "ask"'
const TEST = '"agent": "a", "surface": {}, "intent": "submit", "expect": "deny"'

describe('an open rule', () => {
  test.each<[fields: string, read: object]>([
    [RULE, { agents: 'a', grant: 'ask' }],
    [
      '"agents": {"preset": "claude"}, "presets": ["shell", "codex"], "command": "ask", "prompt": "allow", "cwd": ["~/src/**", "/srv/*"], "max": 5, "grant": "allow"',
      {
        agents: { preset: 'claude' },
        presets: ['shell', 'codex'],
        command: 'ask',
        prompt: 'allow',
        cwd: ['~/src/**', '/srv/*'],
        max: 5,
        grant: 'allow',
      },
    ],
    // nothing at once is a way to switch it off
    [`${RULE}, "max": 0`, { agents: 'a', grant: 'ask', max: 0 }],
    [`${RULE}, "max": 1000`, { agents: 'a', grant: 'ask', max: 1000 }],
    [`${RULE}, "cwd": ["C:\\\\src\\\\**", "~"]`, { agents: 'a', grant: 'ask', cwd: ['C:\\src\\**', '~'] }],
  ])('with %s is read', (fields, read) => {
    const parsed = parsePolicy(inOpen(fields))
    expect(parsed.ok ? parsed.policy.open : parsed.faults).toEqual([{ id: 'o1', ...read }])
  })

  test.each<Faulty>([
    ['▸"agent": "a", "agents": "a", "grant": "ask"', 'agent', 'unknown key `agent`; did you mean `agents`?'],
    [`${RULE}, ▸"preset": ["shell"]`, 'preset', 'unknown key `preset`; did you mean `presets`?'],
    [`${RULE}, ▸"level": "read"`, 'level', 'unknown key `level`; known here are `id`, `agents`, `grant`, `presets`'],
    ['"agents": "a", "grant": ▸"deny"', 'grant', '`grant` must be one of "ask", "allow"; it is "deny"'],
    [
      '"agents": "a", "grant": ▸"alow"',
      'grant',
      '`grant` must be one of "ask", "allow"; it is "alow"; did you mean "allow"?',
    ],
    ['"agents": ▸3, "grant": "ask"', 'agents', '`agents` must be "*", an agent id, a list of ids'],
    [`${RULE}, "presets": ▸"shell"`, 'presets', '`presets` must be a list in brackets; it is "shell"'],
    [`${RULE}, "presets": ▸[]`, 'presets', '`presets` is an empty list and selects nothing'],
    [`${RULE}, "presets": ["shell", ▸""]`, 'presets[1]', '`presets[1]`: it is empty'],
    [`${RULE}, "presets": [▸7]`, 'presets[0]', '`presets[0]` must be a text in double quotes; it is 7'],
    [`${RULE}, "presets": [▸"${'p'.repeat(129)}"]`, 'presets[0]', '`presets[0]`: it is longer than 128 characters'],
    [`${RULE}, "presets": ▸[${'"p",'.repeat(51)}]`, 'presets', '`presets` has 51 items; at most 50 are possible'],
    [`${RULE}, "command": ▸"allow"`, 'command', '`command` must be one of "deny", "ask"; it is "allow"'],
    [`${RULE}, "command": ▸true`, 'command', '`command` must be one of "deny", "ask"; it is true'],
    [
      `${RULE}, "prompt": ▸"allwo"`,
      'prompt',
      '`prompt` must be one of "deny", "ask", "allow"; it is "allwo"; did you mean "allow"?',
    ],
    [`${RULE}, "cwd": ▸"~/src"`, 'cwd', '`cwd` must be a list in brackets; it is "~/src"'],
    [`${RULE}, "cwd": ▸[]`, 'cwd', '`cwd` is an empty list and selects nothing'],
    [`${RULE}, "cwd": [▸"src/**"]`, 'cwd[0]', '`cwd[0]`: a folder begins with `/` or `~/`'],
    [`${RULE}, "cwd": [▸"~you/src"]`, 'cwd[0]', '`cwd[0]`: a folder begins with `/` or `~/`'],
    [`${RULE}, "cwd": ["/a", ▸"~/src/../../etc"]`, 'cwd[1]', '`cwd[1]`: it has `.` or `..` as a part'],
    [`${RULE}, "cwd": [▸"/{a,b}"]`, 'cwd[0]', '`cwd[0]`: only `*`, `**` and `?` are known in a folder'],
    [`${RULE}, "cwd": [▸"/${'a'.repeat(256)}"]`, 'cwd[0]', '`cwd[0]`: it is longer than 256 characters'],
    ...['-1', '1001', '2.5', '"5"', 'null'].map(
      (max): Faulty => [`${RULE}, "max": ▸${max}`, 'max', '`max` must be a whole number from 0 to 1000; it is '],
    ),
  ])('row %#', (marked, path, message) => {
    const { faults, begins } = atMark(inOpen(marked), `open[0].${path}`, message)
    expect(faults).toEqual([begins])
  })

  test.each<Faulty>([
    ['▸{"id": "o1", "grant": "ask"}', 'open[0]', '`open[0]` has no `agents`; it needs one'],
    ['▸{"id": "o1", "agents": "a"}', 'open[0]', '`open[0]` has no `grant`; it needs one'],
    [`▸{${RULE}}`, 'open[0]', '`open[0]` has no `id`; it needs one'],
    [`{"id": ▸"inside", ${RULE}}`, 'open[0].id', '`id`: "inside" is the name of a built-in rule; choose another'],
    [`{"id": "o1", ${RULE}}, ▸{"id": "o1", ${RULE}}`, 'open[1]', 'the id "o1" is taken by an earlier one'],
    ['▸[]', 'open[0]', '`open[0]` must be an object in braces; it is a list'],
  ])('in a list: row %#: %s', (marked, path, message) => {
    const { faults, begins } = atMark(`{"version": 1, "open": [${marked}]}`, path, message)
    expect(faults).toEqual([begins])
  })
})

describe('a test of the policy', () => {
  test.each<object>([
    { agent: 'a', surface: {}, intent: 'submit', expect: 'deny' },
    { agent: 'a', surface: { name: 'prod-1' }, intent: 'type', expect: 'deny', text: 'make' },
    { agent: { preset: 'claude', workspace: 'web' }, surface: { workspace: 'web' }, intent: 'read', expect: 'allow' },
    // any agent that runs in a surface
    { agent: {}, surface: {}, intent: 'read', expect: 'ask' },
    {
      agent: 'a',
      surface: {
        id: 's_aaaa',
        name: 'web',
        workspace: 'w',
        preset: 'codex',
        backend: 'tmux',
        host: 'box',
        openedBy: 'a',
        alias: 'build',
        cwd: '~/src',
        command: 'no',
        prompt: 'yes',
      },
      intent: 'open',
      expect: 'deny',
    },
  ])('%j is read', read => {
    const parsed = parsePolicy(inTests(JSON.stringify(read)))
    expect(parsed.ok ? parsed.policy.tests : parsed.faults).toEqual([read])
  })

  test.each<Faulty>([
    ['▸{"surface": {}, "intent": "read", "expect": "deny"}', '', '`tests[0]` has no `agent`; it needs one'],
    ['▸{"agent": "a", "intent": "read", "expect": "deny"}', '', '`tests[0]` has no `surface`; it needs one'],
    ['▸{"agent": "a", "surface": {}, "expect": "deny"}', '', '`tests[0]` has no `intent`; it needs one'],
    ['▸{"agent": "a", "surface": {}, "intent": "read"}', '', '`tests[0]` has no `expect`; it needs one'],
    [`{${TEST}, ▸"expects": "deny"}`, '.expects', 'unknown key `expects`; did you mean `expect`?'],
    [`{${TEST.replace('"a"', '▸"*"')}}`, '.agent', '`agent`: it must be 1 to 63 lower-case letters'],
    [`{${TEST.replace('"a"', '▸["a"]')}}`, '.agent', '`agent` must be a text in double quotes; it is a list'],
    [`{${TEST.replace('"a"', '{▸"id": "a"}')}}`, '.agent.id', 'unknown key `id`; known here are `preset`, `workspace`'],
    [`{${TEST.replace('"a"', '{"preset": ▸""}')}}`, '.agent.preset', '`preset`: it is empty'],
    [`{${TEST.replace('{}', '▸"*"')}}`, '.surface', '`surface` must be an object in braces; it is "*"'],
    [`{${TEST.replace('{}', '{▸"nmae": "x"}')}}`, '.surface.nmae', 'unknown key `nmae`; did you mean `name`?'],
    [
      `{${TEST.replace('{}', '{"name": ▸null}')}}`,
      '.surface.name',
      '`name` must be a text in double quotes; it is null',
    ],
    [
      `{${TEST.replace('{}', '{"backend": ▸"tmx"}')}}`,
      '.surface.backend',
      '`backend` must be one of "pty", "tmux"; it is "tmx"; did you mean "tmux"?',
    ],
    // anything else would be taken for "no"
    [
      `{${TEST.replace('{}', '{"command": ▸true}')}}`,
      '.surface.command',
      '`command` must be one of "yes", "no"; it is true',
    ],
    [
      `{${TEST.replace('{}', '{"prompt": ▸"hello"}')}}`,
      '.surface.prompt',
      '`prompt` must be one of "yes", "no"; it is "hello"',
    ],
    [
      `{${TEST.replace('"submit"', '▸"write"')}}`,
      '.intent',
      '`intent` must be one of "read", "type", "submit", "interrupt", "answer", "secret", "open", "close"; it is "write"',
    ],
    [
      `{${TEST.replace('"deny"', '▸"dney"')}}`,
      '.expect',
      '`expect` must be one of "allow", "ask", "deny"; it is "dney"; did you mean "deny"?',
    ],
    [`{${TEST}, "text": ▸null}`, '.text', '`text` must be a text in double quotes; it is null'],
    [`{${TEST}, "text": ▸"${'a'.repeat(4097)}"}`, '.text', '`text`: it is longer than 4096 characters'],
    ['▸"a may read"', '', '`tests[0]` must be an object in braces; it is "a may read"'],
  ])('row %#', (marked, path, message) => {
    const { faults, begins } = atMark(inTests(marked), `tests[0]${path}`, message)
    expect(faults).toEqual([begins])
  })
})
