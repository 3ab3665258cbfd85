// What the tools of a document become, by their names.
import { describe, expect, test } from 'vitest'
import { faults, hosted, intercept, kept, RATE, SUBMIT, text } from './documents.ts'

describe('tools', () => {
  test.each<[tool: string, level: string]>([
    ['cmux_send', 'type'],
    ['cmux_send_panel', 'type'],
    ['type_text', 'type'],
    ['cmux_send_submit', 'submit'],
    ['session_send', 'submit'],
    ['tmux_send_input', 'submit'],
    ['send_keys', 'submit'],
    ['submit_text', 'submit'],
    ['cmux_read_screen', 'read'],
    ['cmux_capture_pane', 'read'],
    ['cmux_read_all', 'read'],
    ['cmux_workspace_snapshot', 'read'],
    ['capture_pane', 'read'],
    ['read_surface', 'read'],
    ['wait_for', 'read'],
    ['list_surfaces', 'read'],
    ['session_list', 'read'],
    ['tmux_list_sessions', 'read'],
    ['has_session', 'read'],
    ['cmux_list_panes', 'read'],
  ])('%s alone gives %s', (tool, level) => {
    expect(kept(hosted({ [tool]: {} }))).toMatchObject({ level })
    expect(kept(intercept(`  ${tool}: {rules: []}\n`))).toMatchObject({ level })
  })

  test.each<[tools: string[], level: string, reason: string]>([
    // what a level gives besides is said, and only where nothing in the document said it
    [['session_send'], 'submit', SUBMIT],
    [['capture_pane', 'send_keys'], 'submit', 'from PolicyLayer'],
    [['cmux_send'], 'type', 'from PolicyLayer; type includes read here'],
    [['cmux_read_screen', 'cmux_send_submit'], 'submit', 'from PolicyLayer; submit includes type here'],
    [['cmux_read_screen', 'cmux_send', 'cmux_send_submit'], 'submit', 'from PolicyLayer'],
    // a list shows no screen, and read does
    [['session_list'], 'read', 'from PolicyLayer; read shows screens here'],
    [['session_list', 'session_send'], 'submit', SUBMIT],
    [['list_sessions', 'capture_pane'], 'read', 'from PolicyLayer'],
    // tools that every agent has
    [['my_access', 'request_access', 'read_surface'], 'read', 'from PolicyLayer'],
  ])('%j give %s', (tools, level, reason) => {
    expect(kept(hosted(Object.fromEntries(tools.map(tool => [tool, {}]))))).toEqual({ level, reason })
  })

  test.each<[tool: string, instead: RegExp]>([
    ['cmux_send_key', /`answer` and `interrupt`/],
    ['press_key', /`answer` and `interrupt`/],
    ['answer_prompt', /`answer` and `interrupt`/],
    ['new_session', /`open` rules/],
    ['run_task', /`open` rules/],
    ['cmux_launch_agents', /`open` rules/],
    ['kill_session', /closes what it opened/],
    ['tmux_close_sessions', /closes what it opened/],
    ['cmux_broadcast', /loop over single sends/],
    ['cmux_batch', /loop over single sends/],
    ['cmux_read_all_deep', /loop over single sends/],
    ['send_many', /loop over single sends/],
    ['create_charge', /no tool called `create_charge` is known/],
    ['sesion_send', /did you mean `session_send`\?/],
    ['__proto__', /no tool called `__proto__`/],
    ['constructor', /no tool called `constructor`/],
  ])('%s cannot be allowed, limited, asked about or bound, and its path is named', (tool, instead) => {
    const entries = [{}, { limits: [RATE] }, { action: 'require_approval' }, { require: [text('eq', 'a')] }]
    for (const entry of entries) {
      const document = `{"version": "1", "default": "deny", "tools": {"${tool}": ${JSON.stringify(entry)}}}`
      expect(faults(document)).toEqual([expect.stringMatching(`^tools.${tool}: `)])
      expect(faults(document)[0]).toMatch(instead)
    }
  })

  test('denied and hidden ones that could do nothing here need no rule, and are counted', () => {
    const reason = 'from PolicyLayer; submit includes read and type here; tools denied that need no rule: 3'
    const tools = { session_send: {}, kill_session: { action: 'deny' }, create_charge: { action: 'deny' } }
    expect(kept(hosted(tools, { hide: ['cmux_batch'] }))).toEqual({ level: 'submit', reason })
  })

  test('keys denied by name are not even asked about', () => {
    expect(kept(hosted({ cmux_send_submit: {}, cmux_send_key: { action: 'deny' } }))).toMatchObject({
      level: 'submit',
      interrupt: 'deny',
    })
    expect(kept(hosted({ cmux_send: {} }, { hide: ['cmux_send_key'] }))).not.toHaveProperty('interrupt')
  })

  test('what every agent may do cannot be denied or bound', () => {
    const message = ': `my_access` is open to every agent here, without a rule; leave it out'
    expect(faults(hosted({ my_access: { action: 'deny' } }))).toEqual([`tools.my_access${message}`])
    expect(faults(hosted({ my_access: { limits: [RATE] } }))).toEqual([`tools.my_access${message}`])
    expect(faults(hosted({}, { hide: ['my_access'] }))).toEqual([`hide[0]${message}`])
  })
})
