// Opening and closing. Open rules that name the agent most exactly are the whole truth about it; presets and folders
// select, command, prompt and count are conditions; of several the strictest. An agent closes only what it opened.
import { surface as s } from '../subjects.ts'
import { fresh, HOME, inner, innerCodex, opens, policy, type Row } from './table.ts'

// the open rule of the design, with a rule for everybody beside it
const design = policy(
  '{ "id": "o1", "agents": "claude-code", "presets": ["shell"], "command": "deny", "prompt": "ask", "cwd": ["~/src/**"], "max": 5, "grant": "ask" }',
  '{ "id": "o2", "agents": "*", "presets": ["shell", "claude"], "grant": "allow" }',
)
const conditions = policy(
  '{ "id": "o1", "agents": "cursor", "grant": "allow", "command": "ask", "prompt": "allow", "max": 2 }',
  '{ "id": "o2", "agents": "codex", "grant": "allow" }',
  '{ "id": "o3", "agents": "claude-code", "grant": "allow", "command": "deny", "prompt": "deny", "max": 0 }',
  '{ "id": "o4", "agents": { "preset": "claude" }, "grant": "ask", "command": "ask", "prompt": "deny" }',
)
const several = policy(
  '{ "id": "o1", "agents": "cursor", "presets": ["shell"], "grant": "allow", "prompt": "allow" }',
  '{ "id": "o2", "agents": ["cursor", "codex"], "cwd": ["~/src/**"], "grant": "ask" }',
  '{ "id": "o4", "agents": "codex", "presets": ["claude"], "grant": "allow", "max": 1 }',
  '{ "id": "o3", "agents": "codex", "presets": ["claude"], "grant": "allow", "max": 3 }',
  '{ "id": "o5", "agents": { "workspace": "web" }, "grant": "ask" }',
  '{ "id": "o6", "agents": "inner-3", "grant": "allow" }',
  '{ "id": "o7", "agents": "*", "grant": "allow" }',
)
const folders = policy(
  '{ "id": "o1", "agents": "cursor", "cwd": ["~/src/**", "/srv/*"], "grant": "allow" }',
  '{ "id": "o2", "agents": "codex", "cwd": ["~"], "grant": "allow" }',
  '{ "id": "o3", "agents": "claude-code", "cwd": ["/srv/?/x"], "grant": "allow" }',
)
const locked = policy(
  '{ "id": "r1", "agents": "*", "surfaces": "*", "level": "submit" }',
  '{ "id": "o1", "agents": "*", "grant": "allow", "max": 5 }',
  '{ "id": "l1", "agents": "*", "surfaces": { "preset": "gemini" }, "level": "type" }',
  '{ "id": "l2", "agents": "*", "surfaces": { "preset": "codex" }, "level": "none", "ask": "submit" }',
  '{ "id": "l3", "agents": "codex", "surfaces": { "openedBy": "self" }, "level": "read" }',
  '{ "id": "l4", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" }',
  '{ "id": "l5", "agents": "*", "surfaces": { "workspace": "bank" }, "level": "submit", "answer": "deny", "interrupt": "deny" }',
  '{ "id": "l6", "agents": "*", "surfaces": { "preset": "gemini" }, "level": "read" }',
  '{ "id": "l7", "agents": "cursor", "surfaces": { "preset": "gemini", "backend": "tmux" }, "level": "none" }',
)
const nothing = policy()

const claude = fresh({ preset: 'claude' })
const gemini = fresh({ preset: 'gemini' })
const own = (facts: Parameters<typeof s>[0] = {}) => s({ openedBy: 'cursor', ...facts })

// biome-ignore format: a table, one row a line
export const openingRows: Row[] = [
  // the design's rule, and one for everybody
  [design, 'claude-code', fresh(), opens(), 'ask', 'o1', null, 'a shell in a folder it may use'],
  [design, 'claude-code', fresh(), opens({ openNow: 5 }), 'deny', 'o1', null, 'it has as many as it may'],
  [design, 'claude-code', fresh(), opens({ openNow: 4 }), 'ask', 'o1', null, 'one less'],
  [design, 'claude-code', fresh(), opens({ command: true }), 'deny', 'o1', null, 'a command of its own is denied'],
  [design, 'claude-code', fresh(), opens({ prompt: true }), 'ask', 'o1', null, 'a prompt is asked for, as opening is'],
  [design, 'claude-code', fresh(), opens({ cwd: '/etc' }), 'deny', null, null, 'in a folder no rule for it has'],
  [design, 'claude-code', claude, opens(), 'deny', null, null, 'a preset no rule for it has: the rule for everybody adds nothing'],
  [design, 'cursor', claude, opens(), 'allow', 'o2', null, 'an agent that no rule names'],
  [design, 'cursor', claude, opens({ cwd: null }), 'allow', 'o2', null, 'a rule without folders does not look at them'],
  [design, 'cursor', claude, opens({ prompt: true }), 'ask', 'o2', null, 'a prompt is asked about unless said'],
  [design, 'cursor', claude, opens({ command: true }), 'deny', 'o2', null, 'a command is denied unless said'],
  [design, 'cursor', gemini, opens(), 'deny', null, null, 'another preset'],
  [design, 'ghost', claude, opens(), 'deny', null, null, 'everybody is every agent of the policy'],
  [design, inner, fresh(), opens(), 'allow', 'o2', null, 'and every agent that runs inside'],
  [nothing, 'cursor', fresh(), opens(), 'deny', null, null, 'no rule, nothing'],
  [nothing, inner, fresh(), opens(), 'deny', null, null, 'nothing is built in'],
  // what an agent gives along
  [conditions, 'cursor', fresh(), opens({ prompt: true }), 'allow', 'o1', null, 'a prompt that is allowed'],
  [conditions, 'cursor', fresh(), opens({ command: true }), 'ask', 'o1', null, 'a command is asked about at most'],
  [conditions, 'cursor', fresh(), opens({ command: true, prompt: true }), 'ask', 'o1', null, 'both: the stricter'],
  [conditions, 'cursor', fresh(), opens({ openNow: 1 }), 'allow', 'o1', null, 'below the most'],
  [conditions, 'cursor', fresh(), opens({ openNow: 2, prompt: true }), 'deny', 'o1', null, 'at the most'],
  [conditions, 'cursor', fresh(), opens({ openNow: 3 }), 'deny', 'o1', null, 'above it, as after a change of the rule'],
  [conditions, 'codex', fresh(), opens(), 'allow', 'o2', null, 'a plain one'],
  [conditions, 'codex', fresh(), opens({ openNow: 999 }), 'allow', 'o2', null, 'without a most there is none'],
  [conditions, 'codex', fresh(), opens({ command: true, prompt: true }), 'deny', 'o2', null, 'a prompt that is asked about does not soften a command that is denied'],
  [conditions, 'claude-code', fresh(), opens(), 'deny', 'o3', null, 'none at all'],
  [conditions, inner, fresh(), opens({ command: true }), 'ask', 'o4', null, 'asked for either way'],
  [conditions, inner, fresh(), opens({ prompt: true }), 'deny', 'o4', null, 'a prompt that is denied'],
  [conditions, innerCodex, fresh(), opens(), 'deny', null, null, 'a rule for agents of another preset'],
  [conditions, 'codex', fresh(), 'open', 'allow', 'o2', null, 'nothing said of what it gives along: a plain one'],
  // several rules
  [several, 'cursor', fresh(), opens({ cwd: '/etc' }), 'allow', 'o1', null, 'one of two selects'],
  [several, 'cursor', fresh(), opens(), 'ask', 'o2', null, 'both do: the stricter'],
  [several, 'cursor', claude, opens(), 'ask', 'o2', null, 'the other alone'],
  [several, 'codex', claude, opens({ cwd: '/etc', openNow: 2 }), 'deny', 'o4', null, 'two counts: the smaller'],
  [several, 'codex', claude, opens({ cwd: '/etc' }), 'allow', 'o3', null, 'both allow: the smaller id'],
  [several, 'codex', claude, opens(), 'ask', 'o2', null, 'a rule for a list names each of them'],
  [several, inner, fresh(), opens(), 'ask', 'o5', null, 'by workspace, before everybody'],
  [several, innerCodex, fresh(), opens(), 'allow', 'o6', null, 'by id, before its workspace'],
  [several, 'claude-code', fresh(), opens({ cwd: null, home: null }), 'allow', 'o7', null, 'named by none: the rule for everybody'],
  // folders
  [folders, 'cursor', fresh(), opens({ cwd: `${HOME}/src` }), 'allow', 'o1', null, 'the folder itself'],
  [folders, 'cursor', fresh(), opens({ cwd: `${HOME}/src/a/.b` }), 'allow', 'o1', null, 'all that is in it, dots too'],
  [folders, 'cursor', fresh(), opens({ cwd: `${HOME}/srcs` }), 'deny', null, null, 'not one that begins so'],
  [folders, 'cursor', fresh(), opens({ cwd: HOME }), 'deny', null, null, 'nor the one above'],
  [folders, 'cursor', fresh(), opens({ cwd: '/home/bob/src' }), 'deny', null, null, '`~` is the home of the person, not another one'],
  [folders, 'cursor', fresh(), opens({ home: null }), 'deny', null, null, 'and nothing where that is not known'],
  [folders, 'cursor', fresh(), opens({ cwd: null }), 'deny', null, null, 'a folder that is not known is in no folder'],
  [folders, 'cursor', fresh(), opens({ cwd: '/srv/app' }), 'allow', 'o1', null, 'the second pattern'],
  [folders, 'cursor', fresh(), opens({ cwd: '/srv/app/x' }), 'deny', null, null, 'one star stays within a part'],
  [folders, 'cursor', fresh(), opens({ cwd: `${HOME}/src\\evil` }), 'deny', null, null, 'a backslash is a character of a name here, no separator'],
  [folders, 'cursor', fresh(), opens({ cwd: 'C:\\Users\\ada\\src\\app', home: 'C:\\Users\\ada' }), 'allow', 'o1', null, 'on Windows it is one'],
  [folders, 'codex', fresh(), opens({ cwd: HOME }), 'allow', 'o2', null, 'the home folder'],
  [folders, 'codex', fresh(), opens(), 'deny', null, null, 'and nothing in it'],
  [folders, 'codex', fresh(), opens({ cwd: '/home/a*a/x', home: '/home/a*' }), 'deny', null, null, 'what the home folder is called is no pattern'],
  [folders, 'claude-code', fresh(), opens({ cwd: '/srv/a/x' }), 'allow', 'o3', null, 'a question mark is one character'],
  [folders, 'claude-code', fresh(), opens({ cwd: '/srv///x' }), 'deny', null, null, 'and not a slash'],
  // locks: they hold what leaves less than submit
  [locked, 'cursor', fresh(), opens(), 'allow', 'o1', null, 'none here'],
  [locked, 'cursor', fresh({ preset: 'codex' }), opens(), 'ask', 'o1', 'l2', 'a lock that leaves an ask'],
  [locked, 'cursor', gemini, opens(), 'deny', 'o1', 'l6', 'of two the one that leaves less'],
  [locked, 'cursor', fresh({ preset: 'gemini', backend: 'tmux' }), opens(), 'deny', 'o1', 'l7', 'of three'],
  [locked, 'cursor', gemini, opens({ openNow: 5 }), 'deny', 'o1', null, 'the rule forbids it by itself: no lock is named'],
  [locked, 'codex', fresh(), opens(), 'deny', 'o1', 'l3', 'what it opens would be its own'],
  [locked, 'cursor', fresh({ alias: 'prod-1' }), opens(), 'deny', 'o1', 'l4', 'the name it chooses is locked'],
  [locked, 'cursor', fresh({ workspace: 'bank' }), opens(), 'allow', 'o1', null, 'sub-grants have no part in opening'],
  [locked, 'cursor', fresh({ preset: 'codex' }), opens({ command: true }), 'deny', 'o1', null, 'what the rule denies no lock makes an ask'],
  // closing
  [nothing, 'cursor', own(), 'close', 'allow', 'opened', null, 'what it opened'],
  [nothing, 'cursor', s(), 'close', 'deny', null, null, 'what a person opened'],
  [nothing, 'codex', own(), 'close', 'deny', null, null, 'what another agent opened'],
  [nothing, 'ghost', s({ openedBy: 'ghost' }), 'close', 'deny', null, null, 'an agent that is not known any more'],
  [nothing, inner, s({ openedBy: 'inner-1' }), 'close', 'allow', 'opened', null, 'an agent that runs inside'],
  [locked, 'cursor', s(), 'close', 'deny', null, null, 'submit on a surface is not closing it'],
  [locked, 'cursor', own({ name: 'prod-1' }), 'close', 'deny', 'opened', 'l4', 'a lock holds closing too'],
  [locked, 'cursor', own({ preset: 'codex' }), 'close', 'ask', 'opened', 'l2', 'or leaves an ask'],
  [locked, 'cursor', own({ workspace: 'bank' }), 'close', 'allow', 'opened', null, 'but not by its sub-grants'],
]
