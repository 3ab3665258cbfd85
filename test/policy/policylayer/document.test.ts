// `default`, `hide`, denying, and the document as a whole.
import { describe, expect, test } from 'vitest'
import { importPolicyLayer } from '../../../main/policy/policylayer/import.ts'
import { ALLOWING, allowing, EVERYONE, faults, hosted, intercept, kept, on, RATE, SUBMIT } from './documents.ts'

describe('default, hide and deny', () => {
  test.each<[why: string, document: string, rule: object]>([
    ['deny and nothing listed', hosted({}), { level: 'none', reason: 'from PolicyLayer' }],
    ['deny without tools', '{"version": "1", "default": "deny"}', { level: 'none', reason: 'from PolicyLayer' }],
    ['allow and nothing listed', allowing({}), { level: 'submit', reason: ALLOWING }],
    ['allow, and submit denied', allowing({ session_send: { action: 'deny' } }), { level: 'type', reason: ALLOWING }],
    ['allow, and submit hidden', allowing({}, { hide: ['session_send'] }), { level: 'type', reason: ALLOWING }],
    [
      'allow, and every kind denied',
      allowing({}, { hide: ['session_send', 'cmux_send', 'capture_pane'] }),
      { level: 'none', reason: 'from PolicyLayer' },
    ],
    // send_keys is how that server types too
    ['allow, and send_keys hidden', allowing({}, { hide: ['send_keys'] }), { level: 'read', reason: ALLOWING }],
    [
      'everything hidden',
      allowing({ session_send: { limits: [RATE] } }, { hide: ['a', '*'] }),
      { level: 'none', reason: 'from PolicyLayer; it hides every tool' },
    ],
    [
      'hidden wins over what the tool says, which then never applies',
      hosted(
        { capture_pane: {}, session_send: { limits: [RATE], require: [on('args.x', 'gt', 1)] } },
        { hide: ['session_send'] },
      ),
      { level: 'read', reason: 'from PolicyLayer' },
    ],
    [
      'a reason for denying is kept',
      hosted({ cmux_send: {}, cmux_send_submit: { action: 'deny', reason: 'No\n  Enter. ' } }),
      { level: 'type', reason: 'No Enter.; from PolicyLayer; type includes read here' },
    ],
    ['action allow', hosted({ session_send: { action: 'allow' } }), { level: 'submit', reason: SUBMIT }],
    [
      'a reason that nothing refuses is kept',
      hosted({ session_send: { reason: 'night build' } }),
      { level: 'submit', reason: `night build; ${SUBMIT}` },
    ],
    [
      'empty lists',
      hosted({ session_send: { require: [], deny_if: [], limits: [] } }, { all_tools: { limits: [] } }),
      { level: 'submit', reason: SUBMIT },
    ],
    [
      'Intercept allows unless it says otherwise',
      intercept('  session_send: {rules: [{name: a, action: deny}]}\n', ''),
      { level: 'type', reason: ALLOWING },
    ],
    [
      'a description alone is Intercept’s',
      'version: 1\ndescription: x\ntools: {}\n',
      { level: 'submit', reason: ALLOWING },
    ],
  ])('%s', (_, document, rule) => {
    expect(kept(document)).toEqual(rule)
  })

  test.each<[document: string, faults: string[]]>([
    // the ladder
    [
      hosted({ cmux_send: { action: 'deny' }, cmux_send_submit: {} }),
      ['tools.cmux_send: `cmux_send` is denied and submit is not, which includes type here; say the same of both'],
    ],
    [
      hosted({ session_send: {} }, { hide: ['session_list'] }),
      ['hide[0]: `session_list` is denied and submit is not, which includes read here; say the same of both'],
    ],
    [
      allowing({ cmux_send: { action: 'deny' } }),
      ['tools.cmux_send: `cmux_send` is denied and submit is not, which includes type here; say the same of both'],
    ],
    [
      hosted({ cmux_send: { action: 'require_approval' }, cmux_send_submit: {} }),
      ['tools.cmux_send: `cmux_send` is asked about and submit is not, which includes type here; say the same of both'],
    ],
    [
      hosted({ capture_pane: { action: 'deny' }, send_keys: { action: 'require_approval' } }),
      [
        'tools.capture_pane: `capture_pane` is denied and submit is not, which includes read here; say the same of both',
      ],
    ],
    // one thing here
    [
      hosted({ session_send: {}, tmux_send_input: { action: 'deny' } }),
      [
        'tools.tmux_send_input: `session_send` and `tmux_send_input` are one thing here (submit), and the document treats them differently; say the same of both',
      ],
    ],
    [
      hosted({ session_send: { limits: [RATE] }, tmux_send_input: { limits: [{ ...RATE, max: 11 }] } }),
      [
        'tools.tmux_send_input: `session_send` and `tmux_send_input` are one thing here (submit), and the document treats them differently; say the same of both',
      ],
    ],
    [
      hosted({ list_sessions: {} }, { hide: ['capture_pane'] }),
      [
        'hide[0]: `list_sessions` and `capture_pane` are one thing here (read), and the document treats them differently; say the same of both',
      ],
    ],
    // the document
    [
      '{"version": "1", "tools": {}}',
      ['default: there is none; say "allow" or "deny", for the tools that are not listed'],
    ],
    [
      'version: 1\nall_tools: {}\ntools: {session_send: {rules: []}}',
      ['default: there is none; say "allow" or "deny", for the tools that are not listed'],
    ],
    ['version: 1\ndescription: x', ['tools: an Intercept document needs them']],
    [hosted({}, { version: '2' }), ['version: only version "1" of PolicyLayer documents is known here']],
    [hosted({}, { version: 2 }), ['version: only version "1" of PolicyLayer documents is known here']],
    [
      hosted({}, { default: 'allw' }),
      ['default: `default` must be one of "allow", "deny"; it is "allw"; did you mean "allow"?'],
    ],
    [hosted({}, { hide: ['a', 'a', ' '] }), ['hide[1]: `a` is hidden twice', 'hide[2]: `hide[2]`: it is empty']],
    [hosted({}, { hide: '*' }), ['hide: `hide` must be a list in brackets; it is "*"']],
    [hosted({}, { hidden: [] }), ['hidden: unknown key `hidden`; did you mean `hide`?']],
    [
      hosted({ session_send: { denyif: [] } }),
      ['tools.session_send.denyif: unknown key `denyif`; did you mean `deny_if`?'],
    ],
    [hosted({}, { all_tools: { require: [] } }), ['all_tools.require: unknown key `require`; known here are `limits`']],
    [hosted({ ' ': {} }), ['tools. : a tool has a name', expect.stringMatching(/^tools\. : no tool called/)]],
    [
      hosted({ session_send: null as never }),
      ['tools.session_send: `session_send` must be an object in braces; it is null'],
    ],
    [
      hosted({ session_send: { action: 'hide' } }),
      ['tools.session_send.action: `action` must be one of "allow", "deny", "require_approval"; it is "hide"'],
    ],
    [
      hosted({ session_send: { rules: [], limits: [] } }),
      ['tools.session_send: `rules` is the Intercept form and the other keys are the hosted one; use one of them'],
    ],
    [
      hosted({ session_send: { reason: 'a', on_deny: 'b' } }),
      ['tools.session_send.on_deny: write `reason` or `on_deny`, not both'],
    ],
    [
      hosted({ session_send: { action: 'deny', reason: 'a'.repeat(201) } }),
      [expect.stringMatching(/^tools.session_send.reason: a reason is at most 200 characters; shorten/)],
    ],
    [
      hosted({ session_send: { action: 'deny', reason: 'a\u202Eb' } }),
      [expect.stringMatching(/^tools.session_send.reason: a reason is one line without invisible/)],
    ],
    [
      hosted({ cmux_send: {}, session_send: { action: 'deny', reason: 'a'.repeat(190) } }),
      ["tools.session_send.reason: the rule's reason has room for 157 characters of these; shorten them"],
    ],
    ['[]', [': the policy must be an object in braces; it is a list']],
  ])('%s', (document, expected) => {
    expect(faults(document)).toEqual(expected)
  })
})

test('agents and surfaces are the ones that are chosen', () => {
  const options = { agents: ['claude-code', 'cursor'], surfaces: { workspace: 'web' } }
  const result = importPolicyLayer(hosted({ session_send: {} }), options)
  expect(result).toMatchObject({ ok: true, policy: { version: 1, agents: {}, rules: [options] } })
})

test('all faults are named at once, in the order of their places, fifty at most', () => {
  const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`tool_${index}`, {}]))
  const lines = importPolicyLayer(JSON.stringify({ tools: many, version: 3 }, null, 1), EVERYONE)
  expect(lines.ok).toBe(false)
  if (lines.ok) return
  expect(lines.faults).toHaveLength(50)
  expect(lines.faults.map(({ line }) => line)).toEqual(lines.faults.map(({ line }) => line).sort((a, b) => a - b))
})
