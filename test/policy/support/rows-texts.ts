// What a send says: text rules of every rule that matches count, and they only hold back. The rule that is not met is the
// one named.
import { surface as s } from '../subjects.ts'
import { policy, type Row, submits, types } from './table.ts'

const texts = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit", "text": [{ "deny": { "contains": "sudo" }, "reason": "ask first" }] }',
  '{ "id": "r2", "agents": "cursor", "surfaces": { "workspace": "web" }, "level": "submit", "text": [{ "require": { "regex": "^(git|npm) " }, "intent": "submit" }] }',
  '{ "id": "r3", "agents": "cursor", "surfaces": { "workspace": "api" }, "level": "type", "ask": "submit", "text": [{ "require": { "in": ["ls", "pwd"] } }, { "deny": { "equals": "pwd" }, "intent": "type" }] }',
  '{ "id": "r4", "agents": "codex", "surfaces": "*", "level": "read", "text": [{ "deny": { "regex": "rm" } }] }',
  '{ "id": "r5", "agents": "claude-code", "surfaces": { "id": "s_1111" }, "level": "submit" }',
  '{ "id": "r6", "agents": "*", "surfaces": { "name": "log" }, "level": "submit", "text": [{ "deny": { "in": ["", "q", "exit"] } }] }',
  '{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "type" }',
)
const classes = policy(
  '{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "submit", "answer": "allow", "text": [{ "require": { "regex": "(?i)^y(es)?$" } }] }',
  '{ "id": "r2", "agents": "codex", "surfaces": "*", "level": "submit", "text": [{ "require": { "contains": "a.c" } }, { "deny": { "equals": "a.c!" } }] }',
)
const api = s({ workspace: 'api' })
const log = s({ workspace: '', id: 's_1111', name: 'log' })

// biome-ignore format: a table, one row a line
export const textRows: Row[] = [
  [texts, 'cursor', s(), submits('git status'), 'allow', 'r2', null, 'what is required'],
  [texts, 'cursor', s(), submits('rm -rf .'), 'deny', 'r2', null, 'what is not'],
  [texts, 'cursor', s(), submits(' git status'), 'deny', 'r2', null, 'a space more is another text'],
  [texts, 'cursor', s(), types('rm -rf .'), 'allow', 'r2', null, 'it is required of submits alone'],
  [texts, 'cursor', s(), submits('git push && sudo reboot'), 'deny', 'r1', null, 'the text rule of a rule that does not decide'],
  [texts, 'cursor', s(), types('sudo reboot'), 'deny', 'r1', null, 'which is about every send'],
  [texts, 'cursor', s(), submits('sudo reboot'), 'deny', 'r2', null, 'of two not met the one of the most exact rule'],
  [texts, 'cursor', s(), submits(null), 'deny', 'r2', null, 'Enter alone is not what is required'],
  [texts, 'cursor', s(), types(null), 'allow', 'r2', null, 'and is nothing that is denied'],
  [texts, 'cursor', s(), 'submit', 'allow', 'r2', null, 'without a text to look at, texts are not looked at'],
  [texts, 'cursor', s({ workspace: '' }), submits('ls'), 'allow', 'r1', null, 'where only the wide rule matches'],
  [texts, 'cursor', s({ workspace: '' }), submits('SUDO ls'), 'allow', 'r1', null, 'capital letters are other letters'],
  [texts, 'cursor', api, types('ls'), 'allow', 'r3', null, 'one of a list'],
  [texts, 'cursor', api, types('ls -l'), 'deny', 'r3', null, 'in none of it'],
  [texts, 'cursor', api, types('pwd'), 'deny', 'r3', null, 'every text rule of a rule counts'],
  [texts, 'cursor', api, submits('pwd'), 'ask', 'r3', null, 'that one is about typing'],
  [texts, 'cursor', api, submits('ls -l'), 'deny', 'r3', null, 'no person is asked about what a text rule denies'],
  [texts, 'codex', s(), types('rm x'), 'deny', 'r4', null, 'a level that is too low is the reason, before any text'],
  [texts, 'codex', s(), { intent: 'read', text: 'x' }, 'allow', 'r4', null, 'what is met changes nothing'],
  [texts, 'claude-code', log, submits('exit'), 'deny', 'r6', null, 'a rule for any agent, less exact than the one that decides'],
  [texts, 'claude-code', log, submits('exit 1'), 'allow', 'r5', null, 'in none of a list is in none of it as a whole'],
  [texts, 'claude-code', log, submits(''), 'deny', 'r6', null, 'an empty text is a text'],
  [texts, 'cursor', s({ name: 'prod-1' }), submits('git status'), 'deny', 'r2', 'l1', 'a text gets nobody past a lock'],
  [texts, 'cursor', s({ name: 'prod-1' }), types('sudo'), 'deny', 'r1', null, 'under a lock texts count as well: the text is the reason'],
  [classes, 'cursor', s(), { intent: 'answer', text: 'YES' }, 'allow', 'r1', null, 'a regex may ignore capitals'],
  [classes, 'cursor', s(), { intent: 'answer', text: 'yes\nno' }, 'deny', 'r1', null, '`$` is the end of the text, not of a line'],
  [classes, 'cursor', s(), { intent: 'interrupt', text: null }, 'deny', 'r1', null, 'a key is not the text that is required'],
  [classes, 'codex', s(), submits('xa.cx'), 'allow', 'r2', null, '`contains` is plain text'],
  [classes, 'codex', s(), submits('abc'), 'deny', 'r2', null, 'where a dot is a dot'],
  [classes, 'codex', s(), submits('a.c!'), 'deny', 'r2', null, 'required by one, denied by another'],
  [classes, 'codex', s(), submits('a.c!!'), 'allow', 'r2', null, '`equals` is the whole text'],
]
