// What ssh is called with: nothing a person or a config says becomes a flag or a question, and every word arrives as it was,
// whichever shell takes it there.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { remoteCommand, sshCommand, sshTerminal } from '../../../main/surfaces/ssh/command.ts'

const SHELLS = ['dash', 'bash', 'zsh', 'fish', 'tcsh', 'ksh', 'busybox'].flatMap(name =>
  [`/bin/${name}`, `/usr/bin/${name}`].filter(file => existsSync(file)).slice(0, 1),
)
const PRINT = ['node', '-e', 'process.stdout.write(JSON.stringify(process.argv.slice(1)))', '--']

/** The words a program there would get, as it sees them. */
function arrived(shell: string, words: readonly string[]): string[] {
  const args = shell.endsWith('busybox') ? ['sh', '-c'] : ['-c']
  const env = { ...process.env, HOME: '/nonexistent', LC_ALL: 'C.UTF-8' }
  return JSON.parse(
    execFileSync(shell, [...args, remoteCommand([...PRINT, ...words])], { encoding: 'utf8', env, stdio: 'pipe' }),
  )
}

describe('sshCommand', () => {
  test('asks nobody, notices a dead connection, and takes a plain pipe', () => {
    const { file, args } = sshCommand('build', { remote: ['tmux', '-C'] })
    expect(file).toBe('ssh')
    const options = args.flatMap((arg, at) => (args[at - 1] === '-o' ? [arg] : []))
    expect(options).toEqual(
      expect.arrayContaining(['BatchMode=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3']),
    )
    expect(args).toContain('-T')
    expect(options).toContain('ClearAllForwardings=yes')
  })

  test.each(['build', '-oProxyCommand=touch x', '--', '-'])('takes %j for a host and for nothing else', host => {
    for (const { args } of [sshCommand(host, { remote: ['tmux'] }), sshTerminal(host)]) {
      const end = args.indexOf('--')
      expect(args[end + 1]).toBe(host)
      expect(args.slice(0, end)).not.toContain(host)
    }
  })

  test('forwards a port between the two loopback addresses alone', () => {
    const { args } = sshCommand('build', { remote: ['tmux'], forward: { remotePort: 4900, localPort: 4823 } })
    expect(args[args.indexOf('-R') + 1]).toBe('127.0.0.1:4900:127.0.0.1:4823')
    expect(args).not.toContain('ClearAllForwardings=yes')
    expect(args).toContain('ExitOnForwardFailure=no')
  })

  test('a terminal there has the person’s whole config, and no escape character', () => {
    expect(sshTerminal('build')).toEqual({ file: 'ssh', args: ['-e', 'none', '--', 'build'] })
  })
})

describe.each(SHELLS)('a command that %s runs', shell => {
  test('gets every word as it was', () => {
    const words = [
      ...[
        '',
        ' ',
        '  two  blanks ',
        '-x',
        '#{pane_id}',
        '#',
        '~',
        '*',
        '$HOME',
        '`id`',
        '$(id)',
        '$' + '{x}',
        '!!',
        '!x',
      ],
      ...[
        "it's",
        '"',
        "'\\''",
        '\\',
        '\\\\n',
        '%s%n',
        'a\nb',
        '\ttab',
        '\u001b[31m',
        'ä€😀',
        'a;b|c&d>e<f(g)',
        '{a,b}',
      ],
      ...['@gatehouse 1', 'x=y', '=ls', '^a^b', '[a]', '\u0001\u007f\u0080', 'a\\0b'],
    ]
    expect(arrived(shell, words)).toEqual(words)
  })
})

test('any word but one that ends a line arrives as it was', () => {
  const word = fc.string({ unit: 'binary', maxLength: 20 }).filter(text => !/\0|\n$|\p{Surrogate}/u.test(text))
  fc.assert(
    fc.property(fc.array(word, { maxLength: 10 }), words => {
      expect(arrived(SHELLS[0]!, words)).toEqual(words)
    }),
    { numRuns: 30 },
  )
})

test('a program of the package managers is found although no login file was read', () => {
  const script = remoteCommand(['tmux'])
  expect(script).toContain('PATH="$PATH:/opt/homebrew/bin:')
  expect(script).toContain('exec tmux')
})
