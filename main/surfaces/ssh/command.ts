// How the person's own ssh is called: for tmux on another computer, and for a terminal there. (pure) It starts nothing; what ssh
// says when it ends is read in ended.ts.

interface Remote {
  /** what runs there: a program and its arguments, each one word whatever stands in it */
  readonly remote: readonly string[]
  /** a port of that computer's own loopback address that leads to one of this computer's */
  readonly forward?: Forward | undefined
}

export interface Forward {
  readonly remotePort: number
  readonly localPort: number
}

interface SshCommand {
  readonly file: string
  readonly args: readonly string[]
}

/**
 * Nobody can answer a question here, and a dead connection is found out within 20 s. A connection that is shared already
 * (ControlMaster) is used, as it is logged in; ours is never the one others hang on. What a config adds for a person's terminal
 * (RemoteCommand, LocalCommand, LocalForward) would end or garble this one; LogLevel keeps the reasons of a failure.
 */
const OPTIONS = [
  ...['BatchMode=yes', 'ConnectTimeout=10', 'ServerAliveInterval=5', 'ServerAliveCountMax=3'],
  ...['ControlMaster=no', 'RemoteCommand=none', 'PermitLocalCommand=no', 'LogLevel=INFO'],
]

/** Where package managers put programs that the PATH of a command over ssh has not: Homebrew, MacPorts, Nix. */
const FOLDERS = [
  ...['/opt/homebrew/bin', '/usr/local/bin', '/opt/local/bin'],
  ...['$HOME/.local/bin', '$HOME/.nix-profile/bin', '/run/current-system/sw/bin'],
]

/** Without a terminal of its own and without a question. `host` is never taken for a flag. */
export function sshCommand(host: string, { remote, forward }: Remote): SshCommand {
  const options = [...OPTIONS, ...(forward ? ['ExitOnForwardFailure=no'] : ['ClearAllForwardings=yes'])]
  const forwarding = forward ? ['-R', `127.0.0.1:${forward.remotePort}:127.0.0.1:${forward.localPort}`] : []
  return {
    file: 'ssh',
    args: [...options.flatMap(option => ['-o', option]), ...forwarding, '-T', '--', host, remoteCommand(remote)],
  }
}

/**
 * The same for lines of sh that nobody waits for and whose words nobody sees: what a tmux server runs goes through a shell as well, and
 * would be shown in somebody's pane if it printed anything or failed. It runs on when that server ends.
 */
export function quietCommand(lines: string): string {
  return `exec sh -c 'exec > /dev/null 2>&1; sh -c ${shWord(lines)} & exit 0'`
}

/**
 * A terminal there, with ssh's questions and the person's whole config. Only ssh's escape character is off: behind it stand acts
 * on this computer, and what an agent may type is meant for the other one.
 */
export function sshTerminal(host: string): SshCommand {
  return { file: 'ssh', args: ['-e', 'none', '--', host] }
}

/**
 * One string that the login shell there, whichever it is, hands to `sh`: bash, zsh, fish, dash and csh take single quotes the same
 * way where neither `'` nor `!` stands between them, nor a backslash before one of itself or a quote. An empty line comes first: what
 * the login shell's own files print need not end theirs.
 */
export function remoteCommand(words: readonly string[]): string {
  const path = `PATH="$PATH:${FOLDERS.join(':')}"; export PATH`
  return `exec sh -c 'echo; ${path}; exec ${words.map(shWord).join(' ')}'`
}

/** A word for `sh` in which only what every shell leaves alone stands. A line end at its end would be lost: no word has one. */
function shWord(word: string): string {
  if (/^[A-Za-z0-9_@%+:,./-]+$/.test(word)) return word
  const octal = (character: string) =>
    [...Buffer.from(character)].map(byte => `\\0${byte.toString(8).padStart(3, '0')}`).join('')
  return `"$(printf %b "${word.replace(/[^A-Za-z0-9_@%+=:,./ #{}-]/gu, octal)}")"`
}
