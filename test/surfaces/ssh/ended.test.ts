// What ssh and tmux write when they end, as they really write it, and what a person is told of it.
import { describe, expect, test } from 'vitest'
import { forwardRefused, whyEnded } from '../../../main/surfaces/ssh/ended.ts'
import { processorTime } from '../../helpers/processor.ts'

describe('whyEnded', () => {
  test.each([
    ['no_ssh', null, 'spawn ssh ENOENT'],
    ['no_tmux', null, 'spawn tmux ENOENT'],
    ['bad_config', 255, 'Bad owner or permissions on /home/ada/.ssh/config\r\n'],
    [
      'bad_config',
      255,
      '/home/ada/.ssh/config: line 3: Bad configuration option: prot\r\n/x: terminating, 1 bad configuration options',
    ],
    ['bad_host', 255, 'hostname contains invalid characters\r\n'],
    ['no_tmux', 127, 'sh: 1: exec: tmux: not found\n'],
    ['no_tmux', 127, 'sh: line 1: exec: tmux: not found\n'],
    ['no_tmux', 127, 'sh: exec: line 0: tmux: not found\n'],
    ['no_tmux', 127, 'zsh:1: command not found: tmux\nsh: tmux: command not found\n'],
    ['no_tmux', 1, 'tmux: need UTF-8 locale (LC_CTYPE) but have ANSI_X3.4-1968\n'],
    ['old_tmux', 1, 'tmux: unknown option -- f\nusage: tmux [-2CluvV] [-c shell-command]\n'],
    ['old_tmux', 1, 'usage: tmux [-2CluvV] [-c shell-command]\n'],
    ['old_tmux', 1, 'protocol version mismatch (client 8, server 7)\n'],
    ['no_server', 1, 'no server running on /tmp/tmux-1000/default\n'],
    ['no_server', 1, 'error connecting to /tmp/tmux-1000/default (No such file or directory)\n'],
    ['no_server', 1, 'error connecting to /tmp/tmux-1000/default (Permission denied)\n'],
    ['no_server', 1, 'server exited unexpectedly\n'],
    ['no_server', 1, 'lost server\n'],
    [
      'key_changed',
      255,
      '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\r\nHost key verification failed.\r\n',
    ],
    [
      'key_unknown',
      255,
      'No ED25519 host key is known for build and you have requested strict checking.\r\nHost key verification failed.\r\n',
    ],
    ['no_login', 255, 'ada@build: Permission denied (publickey,password).\r\n'],
    ['no_login', 255, 'Received disconnect from 10.0.0.1 port 22:2: Too many authentication failures\r\n'],
    ['no_login', 1, 'This account is currently not available.\n'],
    [
      'not_reached',
      255,
      'Unable to negotiate with 10.0.0.1 port 22: no matching host key type found. Their offer: ssh-rsa\r\n',
    ],
    ['not_reached', 255, 'ssh: Could not resolve hostname build: Name or service not known\r\n'],
    ['not_reached', 255, 'ssh: Could not resolve hostname build: nodename nor servname provided, or not known\r\n'],
    ['not_reached', 255, 'ssh: connect to host build port 22: Connection refused\r\n'],
    ['not_reached', 255, 'ssh: connect to host build port 22: Connection timed out\r\n'],
    ['not_reached', 255, 'ssh: connect to host build port 22: Operation timed out\r\n'],
    ['not_reached', 255, 'ssh: connect to host build port 22: No route to host\r\n'],
    ['not_reached', 255, 'ssh: connect to host build port 22: Network is unreachable\r\n'],
    [
      'not_reached',
      255,
      'Connection timed out during banner exchange\r\nConnection to 127.0.0.1 port 22 timed out\r\n',
    ],
    ['not_reached', 255, 'kex_exchange_identification: Connection closed by remote host\r\n'],
    ['not_reached', 255, 'Connection closed by 10.0.0.1 port 22\r\n'],
    ['not_reached', 255, 'something nobody has seen before'],
    ['not_reached', 255, ''],
    ['closed', 255, 'Timeout, server build not responding.\r\n'],
    ['closed', 255, 'client_loop: send disconnect: Broken pipe\r\n'],
    ['closed', 255, 'Connection to build closed by remote host.\r\n'],
    ['closed', 0, ''],
    ['closed', null, ''],
  ])('%s: exit %j after %j', (code, exit, stderr) => {
    const ended = whyEnded(stderr, exit, 'build')
    expect(ended.code).toBe(code)
    // A sentence, with nothing in it that is not text.
    expect(ended.message).toMatch(/^[^\p{C}]+[.?]$/u)
  })

  test('says what to do where a person can do something', () => {
    expect(whyEnded('ada@build: Permission denied (publickey).', 255, 'build').message).toContain('`ssh build`')
    expect(whyEnded('Host key verification failed.', 255, 'build').message).toContain('`ssh build` once in a terminal')
    expect(whyEnded('sh: 1: exec: tmux: not found', 127, 'build').message).toContain('Install tmux 3.2 or newer')
    expect(whyEnded('spawn tmux ENOENT', null).message).toContain('this computer')
  })

  test('shows another computer’s words only as short, plain text', () => {
    const { message } = whyEnded(`hello\n\u001b]0;x\u0007\u202e${'long '.repeat(500)}`, 255, 'build')
    expect(message).not.toMatch(/\p{C}/u)
    expect(message.length).toBeLessThan(300)
  })

  test('is done in no time whatever the other side wrote', () => {
    const used = processorTime()
    for (const text of [
      'line 1: ',
      'error connecting to ',
      'Unable to negotiate with ',
      'connect to host ',
      'Timeout, server ',
    ]) {
      whyEnded(text.repeat(2000), 255, 'build')
    }
    expect(used()).toBeLessThan(1000)
  })
})

test('a port that is taken there is told from another one, and from other troubles', () => {
  const warning = 'Warning: remote port forwarding failed for listen port 4900\r\n'
  expect(forwardRefused(warning, 4900)).toBe(true)
  expect(forwardRefused(warning, 490)).toBe(false)
  expect(forwardRefused('Permission denied (publickey).', 4900)).toBe(false)
})
