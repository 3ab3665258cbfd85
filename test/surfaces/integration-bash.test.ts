// bash: the person's own files, prompts, hooks and options beside our integration. Both keep working.
import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { atPrompt, send, shows, testFolder, until } from './support.ts'
import { bytesOf, inBrief, marksWell, run, shown, startShell as start } from './support-shells.ts'

describe('bash', () => {
  const STATE = `{ shopt -p; set -o; alias; trap -p; declare -p HISTFILE PS1 FROM ENV POSIXLY_CORRECT; echo $-; } > ~/state 2> /dev/null`

  test('reads what a login bash reads, and is then in the same state', async () => {
    const files = {
      '.bash_profile': 'FROM=profile; [ -f ~/.bashrc ] && . ~/.bashrc',
      '.bashrc': 'FROM=$FROM-rc; alias ll="ls -l"; shopt -s histappend globstar; PS1="own$ "; trap "echo bye" EXIT',
      '.profile': 'FROM=wrong',
    }
    const states: string[] = []
    for (const env of [{}, { ENV: '/own/env' }]) {
      const native = path.join(testFolder(), 'other-name')
      symlinkSync('/bin/bash', native)
      for (const file of ['/bin/bash', native]) {
        const { shell, home } = await start(file, { files, env })
        await send(shell, STATE, true)
        await until(
          'the state',
          () => existsSync(`${home}/state`) && readFileSync(`${home}/state`, 'utf8').endsWith('s\n'),
        )
        const state = readFileSync(`${home}/state`, 'utf8')
        states.push(state.replaceAll(home, 'HOME'))
      }
    }
    expect(states[0]).toContain('FROM="profile-rc"')
    expect(states[0]).toContain('HISTFILE="HOME/.bash_history"')
    expect(states[0]).toBe(states[1])
    expect(states[2]).toContain('ENV="/own/env"')
    expect(states[2]).toBe(states[3])
  })

  test.each([
    ['.bash_profile', ['.bash_profile', '.bash_login', '.profile']],
    ['.bash_login', ['.bash_login', '.profile']],
    ['.profile', ['.profile']],
  ])('of the three login files the first is read: %s', async (first, there) => {
    const files = Object.fromEntries(there.map(file => [file, `READ="$READ${file}"`]))
    const { shell } = await start('/bin/bash', { files })
    await run(shell, 'echo "read:$READ:"')
    await shows(shell, `read:${first}:`)
  })

  test('history holds what was entered and nothing else, and logout runs what it should', async () => {
    const { shell, home } = await start('/bin/bash', { files: { '.bash_logout': 'echo out > ~/out' } })
    await run(shell, 'echo one')
    await run(shell, 'false')
    await send(shell, 'logout', true)
    await until('the end', () => shell.summary().exit)
    expect(shell.summary().exit).toEqual({ code: 1, signal: null })
    expect(readFileSync(`${home}/.bash_history`, 'utf8')).toBe('echo one\nfalse\nlogout\n')
    expect(readFileSync(`${home}/out`, 'utf8')).toBe('out\n')
    expect(shell.commands().map(inBrief)).toEqual([
      ['echo one', 0],
      ['false', 1],
      ['logout', null],
    ])
  })

  const lives: [what: string, rc: string][] = [
    ['unset variables are errors', 'set -u'],
    ['all variables are exported', 'set -a'],
    ['vi mode', 'set -o vi'],
    ['a prompt of two lines', `PS1='\\w \\t\\n> '`],
    ['an exported prompt', `export PS1='> ' PS0='' PROMPT_COMMAND=':'`],
    ['a prompt made anew each time', `PROMPT_COMMAND='PS1="[$?] "'`],
    ['an array of hooks', `PROMPT_COMMAND=('a=1' '' 'b=2 # the last')`],
    ['a hook with a comment at its end', `PROMPT_COMMAND='a=1 # one'`],
    ['a PS0 of its own', `PS0='\\[\\e[0m\\]'`],
    ['no history', 'true'],
    ['aliases of all we use', `alias local=false builtin=false printf=false history=false set=false '[['=false`],
    ['functions of what we use', 'printf() { false; }; history() { false; }; shopt() { false; }; local() { false; }'],
    ['a trap on errors', `trap ': error' ERR`],
    ['a trap before each command', `trap ': debug' DEBUG; set -T`],
    ['words split at letters', 'IFS=abcdefghijklmnopqrstuvwxyz'],
    ['no globbing, no clobbering, and patterns that must match', 'set -f -C; shopt -s failglob nullglob'],
    ['no expansion in prompts, then again', `shopt -u promptvars; PROMPT_COMMAND='shopt -s promptvars'`],
    ['a history that drops and dates', `HISTCONTROL=ignoreboth:erasedups HISTTIMEFORMAT='%F %T ' HISTSIZE=2`],
    ['a profile that fails', 'false'],
    ['a profile that returns', 'return 3'],
    ['errors that end functions', 'shopt -s extdebug'],
    ['nocasematch and extglob', 'shopt -s nocasematch extglob'],
  ]
  test.each(lives)('with %s', async (_what, rc) => {
    const { shell } = await start('/bin/bash', { files: { '.bash_profile': rc } })
    await marksWell(shell)
    expect((await shown(shell)).filter(line => /gatehouse|133;|error|not found/i.test(line))).toEqual([])
  })

  test('a hook of the person sees the exit code of the command', async () => {
    for (const [declared, code] of [
      [`PROMPT_COMMAND='seen=$?'`, 3],
      [`PROMPT_COMMAND=('seen=$?' 'then=$?')`, 3],
    ] as const) {
      const { shell } = await start('/bin/bash', { files: { '.bash_profile': declared } })
      await run(shell, `sh -c 'exit ${code}'`)
      await run(shell, 'echo "seen:$seen:"')
      await shows(shell, `seen:${code}:`)
    }
  })

  test.each([
    ['PROMPT_COMMAND="x=1; $PROMPT_COMMAND"', true],
    ['PROMPT_COMMAND+=(x=1)', true],
    ['PS0=', true],
    ['PS1="> "; PS2=; PS4=', true],
    ['PROMPT_COMMAND[0]=x=1', true],
    // Then nothing says that the shell is at its prompt.
    ['unset PROMPT_COMMAND', false],
    ['PROMPT_COMMAND=(x=1)', false],
  ])('changed at the prompt: %s (marks go on: %s)', async (change, on) => {
    const { shell } = await start('/bin/bash')
    if (on) {
      await run(shell, change)
      await marksWell(shell)
      return
    }
    await send(shell, change, true)
    shell.keys('echo a"b"c\r')
    await shows(shell, 'abc')
    expect((await shell.readiness()).dialog.open).toBe('unknown')
  })

  test('a bash within gets none of it, whatever is exported', async () => {
    const { shell } = await start('/bin/bash', {
      files: { '.bash_profile': 'set -a; export PS0 PS1 PROMPT_COMMAND=:' },
    })
    await run(shell, 'true')
    await send(shell, 'bash --norc', true)
    await until('the inner shell', async () => (await shell.readiness()).dialog.why.startsWith('bash is in'))
    shell.keys('declare -p | grep -c "gatehouse_nonce=.[0-9a-f]"; echo in"ner"\r')
    await shows(shell, 'inner')
    shell.keys('exit\r')
    await atPrompt(shell)
    const text = await shown(shell)
    expect(text).toContain('0')
    expect(text.filter(line => /not found/.test(line))).toEqual([])
  })

  test('a text that the history did not keep is not known, and never another one', async () => {
    const { shell } = await start('/bin/bash', { files: { '.bash_profile': 'HISTCONTROL=ignorespace' } })
    expect(inBrief(await run(shell, 'true 1'))).toEqual(['true 1', 0])
    shell.keys(' false 2\r')
    await until('it', () => shell.commands().length === 2)
    await atPrompt(shell)
    expect(inBrief(shell.commands()[1]!)).toEqual([null, 1])
    expect(inBrief(await run(shell, 'set +o history'))).toEqual(['set +o history', 0])
    expect(inBrief(await run(shell, 'true 4'))).toEqual([null, 0])
  })

  test('with xtrace no nonce is shown, and with vi mode the marks say so', async () => {
    const { shell } = await start('/bin/bash', { files: { '.bash_profile': 'set -o vi' } })
    const bytes = bytesOf(shell)
    await run(shell, 'set -x')
    await run(shell, 'echo hi')
    expect(bytes()).toContain(';m=vi-insert\x07')
    expect((await shown(shell)).join()).not.toMatch(/133|\*{32}|[0-9a-f]{32}/)
  })

  test('the second line of a command is not its prompt', async () => {
    const { shell } = await start('/bin/bash')
    await send(shell, 'echo "one', true)
    await shows(shell, '>')
    await until('its editor', async () => (await shell.readiness()).bracketedPaste)
    const { dialog } = await shell.readiness()
    expect(dialog).toMatchObject({ open: 'unknown', why: expect.stringMatching(/rest of a command/) })
    shell.keys('two"\r')
    await atPrompt(shell)
    expect(shell.commands().map(inBrief)).toEqual([['echo "one\ntwo"', 0]])
    expect(shell.commands()[0]!.by).toEqual(['cursor', 'person'])
  })
})
