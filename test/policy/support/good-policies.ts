// Policies without a fault, in the ways people and programs write them. What is done to them is mutations.ts.
const hash = (digit: string) => `sha256:${digit.repeat(64)}`

/** Everything the format has, with comments, as a person keeps it. */
const FULL = `// what agents may do
{
  "version": 1,
  "agents": {
    "claude-code": { "name": "Claude Code", "token": "${hash('a')}" }, // mine
    "cursor": { "name": "Cursor ⌘", "token": "${hash('b')}" },
    "constructor": { "name": "Constructor", "token": "${hash('c')}" },
  },
  "rules": [
    { "id": "r1", "agents": ["claude-code", "cursor"], "surfaces": "*", "level": "read", "ask": "type" },
    /* builds */ { "id": "r2", "agents": "claude-code", "surfaces": { "workspace": "web", "name": "build *" },
      "level": "submit", "answer": "allow", "interrupt": "deny", "secret": "ask", "reason": "it runs the build",
      "limits": [{ "max": 10, "window": "minute", "per": "pair" }, { "max": 3, "window": 90, "per": "agent", "intent": "submit" }],
      "text": [{ "require": { "regex": "^(make|npm) " }, "intent": "submit" }, { "deny": { "contains": "rm -rf" }, "reason": "no" }] },
    { "id": "r3", "agents": { "preset": "claude", "workspace": "w-*" }, "surfaces": { "workspace": "@own" }, "level": "type" },
    { "id": "r4", "agents": "cursor", "surfaces": { "id": "s_7f3a" }, "level": "submit", "until": "2026-11-21T12:00:00Z" },
    { "id": "r5", "agents": ["cursor"], "surfaces": { "id": "s_7f3b" }, "level": "type", "until": { "closes": "s_7f3b" } },
    { "id": "r6", "agents": "*", "surfaces": { "openedBy": "self", "backend": "tmux", "host": "box" }, "level": "submit" },
    { "id": "r7", "agents": {}, "surfaces": { "preset": "shell" }, "level": "type", "insertAtPrompt": true,
      "text": [{ "deny": { "in": ["y", "yes"] } }, { "deny": { "equals": "" } }] }
  ],
  "locks": [
    { "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read", "reason": "hands off" },
    { "id": "l2", "agents": ["cursor"], "surfaces": "*", "level": "type", "ask": "submit", "answer": "ask", "secret": "deny" },
  ],
  "open": [
    { "id": "o1", "agents": "claude-code", "presets": ["shell", "codex"], "command": "deny", "prompt": "ask",
      "cwd": ["~/src/**", "/srv/*"], "max": 5, "grant": "ask" },
    { "id": "o2", "agents": "*", "grant": "allow", "command": "ask" }
  ],
  "tests": [
    { "agent": "cursor", "surface": { "name": "prod-1" }, "intent": "submit", "expect": "deny" },
    { "agent": "claude-code", "surface": { "name": "build 1", "workspace": "web" }, "intent": "submit", "text": "make it", "expect": "allow" },
    { "agent": { "preset": "claude", "workspace": "w-1" }, "surface": { "workspace": "w-1" }, "intent": "type", "expect": "allow" },
    { "agent": "claude-code", "surface": { "cwd": "~/src/app", "prompt": "no" }, "intent": "open", "expect": "ask" },
  ]
}
`

/** As Gatehouse writes it first. */
const SMALL = '// What agents may do.\r\n{\r\n\t"version": 1,\r\n\t"agents": {},\r\n\t"rules": []\r\n}\r\n'

/** As a program writes it: one line, a byte order mark. */
const DENSE = `\uFEFF${JSON.stringify({
  version: 1,
  agents: { a: { name: 'A', token: hash('1') }, b: { name: 'B', token: hash('2') } },
  rules: Array.from({ length: 12 }, (_, index) => ({
    id: `g${index}`,
    agents: index % 3 === 0 ? '*' : ['a', 'b'].slice(index % 2),
    surfaces: index % 2 === 0 ? { id: `s_aaa${index % 10}` } : { name: `{x,y}-[0-9]${index}*` },
    level: ['none', 'read', 'type', 'submit'][index % 4],
  })),
  tests: [{ agent: 'a', surface: { id: 's_zzzz', name: 'z' }, intent: 'submit', expect: 'deny' }],
})}`

const LEAST = '{"version": 1}'

export const GOOD: readonly string[] = [FULL, SMALL, DENSE, LEAST]
