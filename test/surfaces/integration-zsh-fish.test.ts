// zsh and fish: the person's own files, prompts, hooks and plugins beside our integration. Both keep working.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { atPrompt, openShell, send, shows, testFolder, testRegistry, until } from './support.ts'
import { bytesOf, inBrief, marksWell, run, shown, startShell as start } from './support-shells.ts'

const ZSH = '/usr/bin/zsh'
const FISH = '/usr/bin/fish'

describe.skipIf(!existsSync(ZSH))('zsh (package zsh)', () => {
  const lives: [what: string, files: Record<string, string>][] = [
    ['unset variables are errors', { '.zshrc': 'setopt nounset' }],
    ['all variables are exported', { '.zshrc': 'setopt allexport' }],
    ['a prompt of two lines and one at the right', { '.zshrc': `PROMPT=$'%~\\n> '; RPROMPT='%?'` }],
    ['a prompt made anew each time', { '.zshrc': `precmd() { PROMPT="[$?] " }` }],
    [
      'hooks of its own',
      { '.zshrc': 'autoload -Uz add-zsh-hook; a() { : }; add-zsh-hook precmd a; add-zsh-hook preexec a' },
    ],
    [
      'hooks that fail, before ours and after them',
      { '.zshrc': 'a() { return 5 }; precmd_functions=(a $precmd_functions a) preexec_functions+=(a)' },
    ],
    ['options of other shells', { '.zshrc': 'setopt ksharrays shwordsplit noclobber nomultios promptsubst' }],
    ['emulation of sh', { '.zshrc': 'emulate sh' }],
    ['vi mode', { '.zshrc': 'bindkey -v' }],
    ['a line editor hook of its own', { '.zshrc': 'zle-line-init() { : }; zle -N zle-line-init' }],
    ['aliases of all we use', { '.zshrc': `alias local=false printf=false emulate=false setopt=false -g text=x` }],
    ['files elsewhere', { '.zshenv': 'ZDOTDIR=~/zsh', 'zsh/.zshrc': 'FROM=elsewhere' }],
    ['no history', { '.zshrc': 'unset HISTFILE; HISTSIZE=0' }],
    ['completion', { '.zshrc': 'autoload -Uz compinit; compinit -D' }],
  ]
  test.each(lives)('with %s', async (_what, files) => {
    const { shell } = await start(ZSH, { files: { '.zshrc': '', ...files } })
    await marksWell(shell, 'x=; vared x')
    expect((await shown(shell)).filter(line => /gatehouse|133;|error|not found/i.test(line))).toEqual([])
  })

  const plugins = ['zsh-autosuggestions/zsh-autosuggestions.zsh', 'zsh-syntax-highlighting/zsh-syntax-highlighting.zsh']
  for (const plugin of plugins) {
    const file = `/usr/share/${plugin}`
    test.skipIf(!existsSync(file))(`with ${path.dirname(plugin)} (the package of that name)`, async () => {
      const { shell } = await start(ZSH, { files: { '.zshrc': `. ${file}` } })
      await marksWell(shell, 'x=; vared x')
    })
  }

  test.each(['none', 'own'])('reads all its files in order, and they see the ZDOTDIR they should: %s', async given => {
    const home = testFolder()
    const own = given === 'own' ? { ZDOTDIR: path.join(home, 'own') } : {}
    const folder = own.ZDOTDIR ?? home
    mkdirSync(folder, { recursive: true })
    for (const name of ['.zshenv', '.zprofile', '.zshrc', '.zlogin']) {
      writeFileSync(path.join(folder, name), `echo "${name}:\${ZDOTDIR-none}" >> ${home}/read\n`)
    }
    writeFileSync(path.join(folder, '.zlogout'), `echo .zlogout >> ${home}/read\n`)
    const { registry } = testRegistry({
      shell: ZSH,
      env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', HOME: home, ...own },
    })
    const shell = await openShell(registry)
    await send(shell, 'env | grep -E "ZDOTDIR|INTEGRATION" >> ~/read; exit', true)
    await until('the end', () => shell.summary().exit)
    const value = own.ZDOTDIR ?? 'none'
    expect(readFileSync(`${home}/read`, 'utf8').trim().split('\n')).toEqual([
      ...['.zshenv', '.zprofile', '.zshrc', '.zlogin'].map(name => `${name}:${value}`),
      ...(own.ZDOTDIR ? [`ZDOTDIR=${value}`] : []),
      '.zlogout',
    ])
  })

  test('whose own file throws our hooks away has no marks, and is judged as before', async () => {
    const { shell } = await start(ZSH, { files: { '.zshrc': 'precmd_functions=() preexec_functions=()' } })
    await send(shell, 'echo x-$((1+1))', true)
    await shows(shell, 'x-2')
    await atPrompt(shell)
    expect(shell.commands()).toEqual([])
  })

  test('says its keymap', async () => {
    const { shell } = await start(ZSH, { files: { '.zshrc': '' } })
    const bytes = bytesOf(shell)
    await run(shell, 'bindkey -v')
    await until('vi', () => bytes().includes(';m=vi-insert\x07'))
    await run(shell, 'bindkey -e')
    await until('emacs', () => bytes().includes(';m=emacs\x07'))
  })

  test('with xtrace no nonce is shown', async () => {
    const { shell } = await start(ZSH, { files: { '.zshrc': '' } })
    await run(shell, 'set -x')
    await run(shell, 'echo hi')
    expect((await shown(shell)).join()).not.toMatch(/133|\*{32}|[0-9a-f]{32}/)
  })

  test('the second line of a command is not its prompt', async () => {
    const { shell } = await start(ZSH, { files: { '.zshrc': '' } })
    await send(shell, 'echo "one', true)
    await shows(shell, 'dquote>')
    await until('its editor', async () => (await shell.readiness()).bracketedPaste)
    expect((await shell.readiness()).dialog.open).toBe('unknown')
    shell.keys('two"\r')
    await atPrompt(shell)
    expect(shell.commands().map(inBrief)).toEqual([['echo "one\ntwo"', 0]])
  })
})

describe.skipIf(!existsSync(FISH))('fish (package fish)', () => {
  const lives: [what: string, config: string][] = [
    ['a prompt of its own', 'function fish_prompt; echo; echo -n "> "; end'],
    ['a prompt at the right and no greeting', 'set -g fish_greeting; function fish_right_prompt; echo -n $status; end'],
    ['vi mode', 'fish_vi_key_bindings'],
    [
      'hooks of its own',
      'function a --on-event fish_prompt; true; end; function b --on-event fish_postexec; false; end',
    ],
    ['functions of what we use', 'function printf; false; end'],
  ]
  test.each(lives)('with %s', async (_what, config) => {
    const { shell } = await start(FISH, { files: { '.config/fish/config.fish': config } })
    await marksWell(shell, 'read x')
    expect((await shown(shell)).filter(line => /gatehouse|133;|error|not found/i.test(line))).toEqual([])
  })

  test('says its keymap', async () => {
    const { shell } = await start(FISH, { files: { '.config/fish/config.fish': '' } })
    const bytes = bytesOf(shell)
    await run(shell, 'fish_vi_key_bindings')
    await until('vi', () => bytes().includes(';m=vi-insert\x07'))
    await run(shell, 'fish_default_key_bindings')
    await until('emacs', () => bytes().includes(';m=emacs\x07'))
  })

  test('a new line within a command is no submit', async () => {
    const { shell } = await start(FISH, { files: { '.config/fish/config.fish': '' } })
    const sent = await send(shell, 'echo "one', true)
    expect(sent.outcome).toBe('unconfirmed')
    expect((await shell.readiness()).dialog.open).toBe('unknown')
    shell.keys('two"\r')
    await atPrompt(shell)
    expect(shell.commands().map(inBrief)).toEqual([['echo "one\ntwo"', 0]])
  })

  test('Enter on an empty line is seen by the prompt that follows', async () => {
    const { shell } = await start(FISH, { files: { '.config/fish/config.fish': 'set -g fish_greeting' } })
    expect(await send(shell, '', true)).toMatchObject({
      outcome: 'submitted',
      evidence: 'the shell is at a new prompt',
    })
    expect(shell.commands()).toEqual([])
  })
})
