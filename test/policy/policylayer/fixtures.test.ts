// Whole documents in test/fixtures/policylayer, each with what it becomes beside it: a policy file (`.expected.json`) or
// its faults (`.expected.txt`, one `line:column path: message` a line).
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parsePolicy } from '../../../main/policy/parse.ts'
import { importPolicyLayer, renderPolicy } from '../../../main/policy/policylayer/import.ts'

const dir = path.resolve(import.meta.dirname, '../../fixtures/policylayer')
const files = fs.readdirSync(dir)
const documents = files.filter(name => !name.includes('.expected.'))
const read = (name: string) => fs.readFileSync(path.join(dir, name), 'utf8')
const imported = (name: string) => importPolicyLayer(read(name), { agents: '*', surfaces: '*' })

describe('a document becomes what stands beside it', () => {
  test.each(documents)('%s', name => {
    const result = imported(name)
    if (files.includes(`${name}.expected.json`)) {
      expect(result).toMatchObject({ ok: true })
      if (!result.ok) return
      expect(renderPolicy(result.policy)).toBe(read(`${name}.expected.json`))
      expect(parsePolicy(renderPolicy(result.policy))).toMatchObject({ ok: true, policy: result.policy })
    } else {
      expect(result.ok).toBe(false)
      const faults = result.ok ? [] : result.faults
      const lines = faults.map(({ line, column, path: where, message }) => `${line}:${column} ${where}: ${message}\n`)
      expect(lines.join('')).toBe(read(`${name}.expected.txt`))
    }
  })
})

describe('the policies of the four servers', () => {
  // server, level of its sending tool
  test.each([
    ['climux', 'submit'], // session_send
    ['cmux-agent-mcp', 'type'], // cmux_send
    ['yaver', 'submit'], // tmux_send_input
    ['claude-sessions-mcp', 'submit'], // send_keys
  ])('%s: %s, ten a minute for each agent', (server, level) => {
    const result = imported(`${server}.json`)
    expect(result).toMatchObject({
      ok: true,
      policy: { rules: [{ level, limits: [{ max: 10, window: 'minute', per: 'agent' }] }] },
    })
    const [rule] = result.ok ? result.policy.rules : []
    expect(rule).not.toHaveProperty('text')
    expect(rule).not.toHaveProperty('ask')
  })
})
