// The seven rows of claude-sessions-mcp on real tmux, through the app's port: real sessions, windows and panes, texts byte for
// byte, and what is ended.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { ROOT, until } from '../../helpers/app.ts'
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
  here = await startTmuxProfiles(['bystander'])
})
afterAll(() => here?.stop())
// What a test that failed has left adopted would be in the next one's lists.
afterEach(async () => {
  await (await here.connect('yaver'))('tmux_close_sessions')
})

test('sees the real sessions, windows and panes, and takes none of them for another', async () => {
  const [yaver, call] = [await here.connect('yaver'), await here.connect('claude-sessions')]
  here.session('front')
  const one = here.tmux('list-panes', '-t', '=front:', '-F', '#{pane_id}')
  const split = here.tmux('split-window', '-d', '-P', '-F', '#{pane_id}', '-t', '=front:', SHELL)
  const second = here.tmux('new-window', '-d', '-P', '-F', '#{pane_id}', '-t', '=front:', '-n', 'logs', SHELL)
  const longer = here.session('front-2')
  for (const pane of [one, split, second, longer]) await here.prompts(pane)
  for (const pane of [one, split, second]) await yaver('tmux_adopt_session', { session_name: 'front', pane })
  await yaver('tmux_adopt_session', { session_name: 'front-2' })

  const windows = (await call('list_windows', { name: 'front' })).data['windows']
  expect(windows).toMatchObject([
    { panes: 2, surfaces: [{ pane: one }, { pane: split }] },
    { name: 'logs', panes: 1, surfaces: [{ pane: second }] },
  ])
  expect((await call('list_windows', { name: 'front-2' })).data['windows']).toMatchObject([
    { surfaces: [{ pane: longer }] },
  ])
  const all = (await call('list_sessions')).data['sessions'] as Args[]
  expect(all.map(one => (one['untrusted'] as { tmux: Args }).tmux['pane'])).toEqual([one, split, second, longer])
  expect(all.map(one => one['windows'])).toEqual([2, 2, 2, 1])
  const has = async (name: string) => (await call('has_session', { name })).data['exists']
  expect([await has('front'), await has('front-2'), await has('fron'), await has('front-')]).toEqual([
    ...[true, true, false, false],
  ])

  // A name that means several is none, whichever pane is active.
  for (const tool of ['capture_pane', 'send_keys', 'kill_session']) {
    const args = tool === 'send_keys' ? { name: 'front', keys: here.marking('never') } : { name: 'front' }
    const several = await call(tool, args)
    expect(several, tool).toMatchObject({ isError: true, data: { code: 'bad_arguments', field: 'name' } })
    for (const { id } of all.slice(0, 3)) expect(several.data['why']).toContain(id)
  }
  for (const [word, pane] of [
    [split, split],
    ['front:logs', second],
    ['front-2', longer],
    [String(all[0]!['id']), one],
  ] as const) {
    const file = `cs-${pane.slice(1)}`
    const sent = await surely(call, 'send_keys', { name: word, keys: here.marking(file) })
    expect(sent, word).toMatchObject({ isError: false })
    expect(await here.ran(file)).toEqual([`ran-in-${pane}`])
  }
  expect(await here.marks('never')).toEqual([])

  await surely(call, 'send_keys', { name: 'front-2', keys: 'echo "seen-$((40+2))"' })
  await until('its output', async () => {
    const { data } = await call('capture_pane', { name: 'front-2', lines: 50 })
    return String(data['text']).includes('seen-42')
  })
  // What was adopted is never ended.
  for (const name of [one, split, 'front:logs', 'front-2']) {
    const done = await call('kill_session', { name })
    expect(done, name).toMatchObject({ isError: false, data: { killed: false, outcome: 'let_go' } })
  }
  expect((await call('list_sessions')).data['sessions']).toEqual([])
  for (const pane of [one, split, second, longer]) expect(isRunning(here.pidOf(pane))).toBe(true)
})

/** What tmux took for keys, flags and separators, and what acts by itself. */
const ODD = [
  'C-c',
  '-l',
  '-X foo',
  '-R',
  '; ',
  ';',
  'ls ;',
  'Enter',
  'Space',
  'Up',
  '^c',
  '0x41',
  'M-x',
  '#{pane_id}',
  '$(id)',
  '\'"\\',
]

/** Writes down what it reads, and begins a new line at Enter, as a program does that takes a line. */
const PROGRAM = `import { appendFileSync } from 'node:fs'
process.stdin.setRawMode(true)
process.stdin.on('data', bytes => {
appendFileSync(process.argv[2], bytes)
process.stdout.write(String(bytes).replaceAll('\\r', '\\r\\n'))
})
appendFileSync(process.argv[2], '')
process.stdout.write('ready\\r\\n')
`

test('a text is what the program gets, byte for byte, with Enter only where it is asked for', async () => {
  const [yaver, call] = [await here.connect('yaver'), await here.connect('claude-sessions')]
  const record = path.join(here.folder.dir, 'bytes')
  const program = path.join(here.folder.dir, 'program.mjs')
  await fs.writeFile(program, PROGRAM)
  here.session('odd', [process.execPath, program, record].map(one => `'${one}'`).join(' '))
  await yaver('tmux_adopt_session', { session_name: 'odd' })
  await until('the recorder', async () => {
    const { data } = await call('capture_pane', { name: 'odd' })
    return String(data['text']).includes('ready')
  })
  let expected = ''
  const got = (what: string) => until(what, async () => (await fs.readFile(record, 'utf8')) === expected)
  for (const keys of ODD) {
    const typed = await surely(call, 'send_keys', { name: 'odd', keys, enter: false })
    expect(typed, keys).toMatchObject({ isError: false, data: { outcome: 'inserted', keys, enter: false } })
    expected += keys
    await got(`${keys} without Enter`)
    // Two texts never become one line.
    expect(await call('send_keys', { name: 'odd', keys: 'x' })).toMatchObject({ data: { code: 'line_not_empty' } })
    const entered = await surely(call, 'send_keys', { name: 'odd', keys: '' })
    expect(entered, keys).toMatchObject({ isError: false })
    expected += '\r'
    await got(`${keys} and Enter`)
  }
  // A line end is a key here: this program has bracketed paste off.
  for (const keys of ['echo X\n', 'a\nb', 'a\tb']) {
    for (const enter of [false, true]) {
      const refused = await call('send_keys', { name: 'odd', keys, enter })
      expect(refused, JSON.stringify(keys)).toMatchObject({ isError: true })
    }
  }
  for (const keys of ['a\rb', 'a\x1b[201~b', '\x03', '\x7f']) {
    const refused = await call('send_keys', { name: 'odd', keys, enter: false })
    expect(refused, JSON.stringify(keys)).toMatchObject({ isError: true, data: { code: 'bad_text' } })
  }
  expect(await surely(call, 'send_keys', { name: 'odd', keys: 'end' })).toMatchObject({ isError: false })
  expected += 'end\r'
  await got('the end')
  await call('kill_session', { name: 'odd' })
})

test('a line end at the end of a text runs nothing where the program takes pastes', async () => {
  const [yaver, call] = [await here.connect('yaver'), await here.connect('claude-sessions')]
  const pane = here.session('paste')
  await here.prompts(pane)
  await yaver('tmux_adopt_session', { session_name: 'paste' })
  const keys = `${here.marking('pasted')}\n`
  const typed = await surely(call, 'send_keys', { name: 'paste', keys, enter: false })
  if (typed.isError) expect(typed.data['code']).toMatch(/bad_text|line_not_empty/)
  else expect(typed.data).toMatchObject({ outcome: 'inserted' })
  await surely(call, 'capture_pane', { name: 'paste' })
  expect(await here.marks('pasted')).toEqual([])
  if (!typed.isError) {
    await surely(call, 'send_keys', { name: 'paste', keys: '' })
    expect(await here.ran('pasted')).toEqual([`ran-in-${pane}`])
  }
  await call('kill_session', { name: 'paste' })
})

test('an agent that may only type stages, and the program sees nothing', async () => {
  const [yaver, call] = [await here.connect('yaver'), await here.connect('claude-sessions', 'typist')]
  const record = path.join(here.folder.dir, 'staged')
  const program = [process.execPath, path.join(ROOT, 'test/helpers/recorder.mjs'), record]
  here.session('staged', program.map(one => `'${one}'`).join(' '))
  const adopted = await yaver('tmux_adopt_session', { session_name: 'staged' })
  await until('the recorder', async () => {
    const { data } = await call('capture_pane', { name: 'staged' })
    return String(data['text']).includes('ready')
  })
  for (const keys of ['C-c', '-l', '; ', 'Enter', 'echo X\n']) {
    const staged = await call('send_keys', { name: 'staged', keys, enter: false })
    expect(staged, keys).toMatchObject({ isError: false, data: { outcome: 'staged', sent: false } })
    expect(await call('send_keys', { name: 'staged', keys })).toMatchObject({
      isError: true,
      data: { code: 'denied' },
    })
  }
  expect(await call('kill_session', { name: 'staged' })).toMatchObject({ isError: true, data: { code: 'denied' } })
  const marker = await here.connect('claude-sessions')
  await surely(marker, 'send_keys', { name: String(adopted.data['task_id']), keys: 'Z', enter: false })
  await until('the marker', async () => (await fs.readFile(record, 'utf8')).includes('Z'))
  expect(await fs.readFile(record, 'utf8')).toBe('Z')
  await marker('kill_session', { name: 'staged' })
})

test('a new session is one of tmux, and killing it ends exactly that pane', async () => {
  const call = await here.connect('claude-sessions')
  const others = here.paneIds()
  const made = await call('new_session', { name: 'work', command: here.marking('work'), cwd: here.folder.dir })
  expect(made).toMatchObject({ isError: false, data: { name: 'work', outcome: 'opened' } })
  const where = made.data['tmux'] as { session: string; window: string; pane: string }
  expect(here.listed('#{pane_id} #{session_name}')).toContain(`${where.pane} ${where.session}`)
  expect(here.tmux('display-message', '-p', '-t', where.pane, '#{pane_current_path}')).toBe(
    await fs.realpath(here.folder.dir),
  )
  expect(await here.ran('work')).toEqual([`ran-in-${where.pane}`])
  expect((await call('has_session', { name: where.session })).data['exists']).toBe(true)
  expect(await call('new_session', { name: 'work' })).toMatchObject({ isError: true, data: { field: 'name' } })
  // Another one of the same kind beside it stays.
  const beside = await call('new_session', { name: 'work-2' })
  const pane2 = (beside.data['tmux'] as { pane: string }).pane
  await surely(call, 'send_keys', { name: 'work', keys: here.marking('work-more') })
  expect(await here.ran('work-more')).toEqual([`ran-in-${where.pane}`])

  const pid = here.pidOf(where.pane)
  const killed = await call('kill_session', { name: 'work' })
  expect(killed).toMatchObject({ isError: false, data: { killed: true, outcome: 'closed' } })
  await until('its end', () => !isRunning(pid) && !here.paneIds().includes(where.pane))
  expect((await call('has_session', { name: 'work' })).data['exists']).toBe(false)
  for (const pane of [...others, pane2]) expect(here.paneIds()).toContain(pane)
  expect(await call('kill_session', { name: 'work-2' })).toMatchObject({ data: { killed: true } })
  await until('all to be as before', () => here.paneIds().sort().join() === others.sort().join())
})
