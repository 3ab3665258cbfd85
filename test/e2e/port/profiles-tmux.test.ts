// The rows of Yaver on real tmux, through the app's port: which pane a word means, what runs in it, and that what is let go of
// lives on. The tmux server is a person's own.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { until } from '../../helpers/app.ts'
import {
  type Args,
  isRunning,
  SHELL,
  startTmuxProfiles,
  surely,
  type TmuxProfiles,
} from '../../helpers/tmux-profiles.ts'

let here: TmuxProfiles
beforeAll(async () => {
  here = await startTmuxProfiles(['prod', 'prod-db', 'vault'])
  here.tmux('split-window', '-d', '-t', 'prod', SHELL)
})
afterAll(() => here?.stop())
// What a test that failed has left adopted would be in the next one's lists.
afterEach(async () => {
  await (await here.connect('yaver'))('tmux_close_sessions')
})

describe('who may not', () => {
  test.each([
    ['starter', 'denied'],
    ['typist', 'denied'],
    ['asker', 'no_answer'],
    ['placed', 'denied'],
  ])('%s: %s, whatever there is, and nothing is adopted', async (agent, code) => {
    const call = await here.connect('yaver', agent)
    const before = here.paneIds()
    const answers: unknown[] = []
    for (const args of [{ session_name: 'prod-db' }, { session_name: 'prod' }, { session_name: 'no-such' }]) {
      const answer = await call('tmux_adopt_session', args)
      expect(answer, JSON.stringify(args)).toMatchObject({ isError: true, data: { code } })
      answers.push(answer.data)
    }
    expect(answers[1]).toEqual(answers[0])
    expect(answers[2]).toEqual(answers[0])
    expect((await call('tmux_list_sessions')).data['sessions']).toEqual([])
    expect(here.paneIds()).toEqual(before)
    // No pane carries a mark of ours.
    expect(here.tmux('show-options', '-A', '-p', '-t', '%0')).not.toContain('gatehouse')
  })
})

describe('yaver', () => {
  test('adopts exactly one pane, sends input followed by Enter to it, and lets go of it alive', async () => {
    const call = await here.connect('yaver')
    const [first, second] = here.tmux('list-panes', '-t', 'prod', '-F', '#{pane_id}').split('\n') as [string, string]
    const db = here.tmux('list-panes', '-t', '=prod-db:', '-F', '#{pane_id}')
    const pids = [first, second, db].map(here.pidOf)
    for (const pane of [first, second, db]) await here.prompts(pane)

    const several = await call('tmux_adopt_session', { session_name: 'prod' })
    expect(several).toMatchObject({ isError: true, data: { code: 'bad_arguments', field: 'pane' } })
    for (const pane of [first, second]) expect(several.data['fix']).toContain(pane)
    expect(several.data['fix']).not.toContain(db)
    for (const name of ['pro', 'prod-', '=prod-db', 'prod-db:', 'prod*', '$1']) {
      const none = await call('tmux_adopt_session', { session_name: name })
      expect(none, name).toMatchObject({ isError: true, data: { code: 'bad_arguments', field: 'session_name' } })
    }
    expect(await call('tmux_adopt_session', { session_name: 'vault' })).toMatchObject({
      isError: true,
      data: { code: 'denied', lock: 'l-vault' },
    })
    expect((await call('tmux_list_sessions')).data['sessions']).toEqual([])

    // The second pane, which is not the active one, and the session whose name begins like it.
    expect(here.tmux('display-message', '-p', '-t', second, '#{pane_active}')).toBe('0')
    const adopted = await call('tmux_adopt_session', { session_name: 'prod', pane: second })
    expect(adopted).toMatchObject({ isError: false, data: { adopted: true, pane: second } })
    const task = String(adopted.data['task_id'])
    const other = await call('tmux_adopt_session', { session_name: 'prod-db' })
    expect(other).toMatchObject({ isError: false, data: { adopted: true, pane: db } })
    const sessions = (await call('tmux_list_sessions')).data['sessions']
    expect(sessions).toMatchObject([
      { name: 'prod', relationship: 'adopted', taskId: task, panes: [{ paneId: second, status: 'no-agent' }] },
      { name: 'prod-db', panes: [{ paneId: db }] },
    ])
    expect(await call('tmux_adopt_session', { session_name: 'prod-db' })).toMatchObject({ data: { adopted: false } })

    const guarded = await call('tmux_send_input', { task_id: 'prod', input: here.marking('yaver') })
    expect(guarded).toMatchObject({ isError: true, data: { field: 'allow_shell' } })
    for (const [word, pane, file] of [
      ['prod', second, 'yaver-prod'],
      [task, second, 'yaver-id'],
      [second, second, 'yaver-pane'],
      ['prod-db', db, 'yaver-db'],
    ] as const) {
      const sent = await surely(call, 'tmux_send_input', {
        task_id: word,
        input: here.marking(file),
        allow_shell: true,
      })
      expect(sent, word).toMatchObject({ isError: false })
      expect(['submitted', 'unconfirmed']).toContain(sent.data['outcome'])
      await here.ran(file)
      expect(await here.marks(file)).toEqual([`ran-in-${pane}`])
    }
    await surely(call, 'tmux_send_input', { task_id: task, input: 'echo "printed-$((40+2))"', allow_shell: true })
    const read = await until('its output', async () => {
      const { data } = await call('get_task', { task_id: 'prod' })
      return String((data['task'] as Args)['output']).includes('printed-42') && data
    })
    expect((read as Args)['task']).toMatchObject({ id: task, tmuxSession: 'prod', tmuxPaneId: second })

    const gone = await call('tmux_detach_session', { task_id: 'prod-db' })
    expect(gone).toMatchObject({ isError: false, data: { outcome: 'let_go' } })
    expect((await call('tmux_send_input', { task_id: 'prod-db', input: 'x', allow_shell: true })).data['code']).toBe(
      'no_such_surface',
    )
    const closed = await call('tmux_close_sessions')
    expect(closed).toMatchObject({
      isError: false,
      data: { closed: 0, let_go: 1, sessions: [{ id: task, closed: false }] },
    })
    expect((await call('tmux_list_sessions')).data['sessions']).toEqual([])
    // All of it lives on, and the person goes on in it.
    expect([first, second, db].map(here.pidOf)).toEqual(pids)
    expect(pids.map(isRunning)).toEqual([true, true, true])
    for (const pane of [second, db]) here.tmux('send-keys', '-t', pane, here.marking(`after-${pane}`), 'Enter')
    for (const pane of [second, db]) await here.ran(`after-${pane}`)
    expect(here.tmux('list-clients', '-F', '#{client_name}').split('\n').filter(Boolean).length).toBeLessThanOrEqual(1)
  })

  test.each(['SDK v1', 'mcporter'] as const)('%s adopts, sends and detaches', async kind => {
    const call = await here.connect('yaver', 'runner', kind)
    const pane = here.session(`by-${kind.replace(' ', '-')}`)
    const name = `by-${kind.replace(' ', '-')}`
    await here.prompts(pane)
    const adopted = await call('tmux_adopt_session', { session_name: name })
    expect(adopted).toMatchObject({ isError: false, data: { pane } })
    await surely(call, 'tmux_send_input', { task_id: name, input: here.marking(name), allow_shell: true })
    expect(await here.ran(name)).toEqual([`ran-in-${pane}`])
    expect(await call('tmux_detach_session', { task_id: name })).toMatchObject({ data: { outcome: 'let_go' } })
    expect(isRunning(here.pidOf(pane))).toBe(true)
  })
})

test('the record says adopted and let go, and never closed, of what lives on', async () => {
  const call = await here.connect('yaver')
  const pane = here.session('told')
  const adopted = await call('tmux_adopt_session', { session_name: 'told' })
  const id = String(adopted.data['task_id'])
  await call('tmux_detach_session', { task_id: 'told' })
  const records = (await here.folder.activity()).filter(one => one['kind'] === 'surface') as Args[]
  const opened = records.findLast(one => one['text'] === `told ${pane}`)!
  expect(opened).toMatchObject({
    actor: 'runner',
    intent: 'open',
    pane,
    verdict: { effect: 'allow', rule: 'o-runner' },
  })
  expect(records.slice(-3)).toMatchObject([
    { of: opened['seq'], intent: 'open', pane, outcome: 'delivered', surface: { id } },
    { intent: 'close', pane, surface: { id }, outcome: null },
    { intent: 'close', pane, surface: { id }, outcome: 'delivered' },
  ])
  expect(await verifyActivity(here.folder.dir)).toMatchObject({ ok: true })
})
