// Why an ssh, or the tmux behind it, ended: what it wrote on its standard error, in a code and a sentence that says what to do.
// (pure) A line there can come from the other computer, so nothing depends on it but the sentence.

export interface Ended {
  readonly code: EndedCode
  readonly message: string
}
export type EndedCode =
  /** this computer has no ssh, or its config cannot be used */
  | 'no_ssh'
  | 'bad_config'
  /** what was given is no name of a computer */
  | 'bad_host'
  | 'not_reached'
  /** its host key is not known here, or is another than before */
  | 'key_unknown'
  | 'key_changed'
  | 'no_login'
  | 'no_tmux'
  | 'no_server'
  | 'old_tmux'
  /** it was there and is gone: the connection broke, or was closed */
  | 'closed'

const MOST_LINES = 50
/** of a line: what matters stands in less */
const MOST_CHARACTERS = 300
const MOST_SHOWN = 200

type Row = readonly [pattern: RegExp, code: EndedCode, message: (host: string, found: RegExpExecArray) => string]

const TRY = 'and try again'

/** The first that fits decides; what is certain stands before what is vague. */
const ROWS: readonly Row[] = [
  // This computer's own ssh.
  [
    /spawn \S*\bssh(\.exe)? E(NOENT|ACCES)/,
    'no_ssh',
    () => 'There is no ssh program on this computer. Install OpenSSH.',
  ],
  [
    /Bad owner or permissions on |\bline \d+: (Bad |Missing |Unsupported |keyword|no argument)|terminating, \d+ bad configuration/i,
    'bad_config',
    (_host, { input }) => `ssh cannot use its configuration: ${shown(input)}.`,
  ],
  [/hostname contains invalid characters/i, 'bad_host', host => `ssh takes “${host}” for no name of a computer.`],

  // tmux, here or there.
  [
    /spawn \S*\btmux E(NOENT|ACCES)|tmux: (command )?not found|tmux: No such file or directory|not found: tmux|unknown command:? tmux/i,
    'no_tmux',
    host => `There is no tmux on ${host}, or not where a command over ssh finds it. Install tmux 3.2 or newer there.`,
  ],
  [
    /need UTF-8 locale|invalid LC_ALL, LC_CTYPE or LANG/,
    'no_tmux',
    host => `tmux on ${host} does not start without a UTF-8 locale. Install one there (C.UTF-8 will do), ${TRY}.`,
  ],
  [
    /protocol version mismatch|server version is too old/,
    'old_tmux',
    host =>
      `The tmux server on ${host} was started by another version of tmux than the one that is installed there now. Once its programs may end, restart it.`,
  ],
  [
    /(unknown|invalid|illegal) option|usage: tmux/,
    'old_tmux',
    host => `The tmux on ${host} is too old. Gatehouse needs tmux 3.2 or newer there.`,
  ],
  [
    /no server running|error connecting to .*\((No such file or directory|Connection refused)\)|no sessions|can't find session|lost server|server exited/,
    'no_server',
    host => `No tmux server runs on ${host} now.`,
  ],
  [
    /error connecting to .*\(Permission denied\)|(couldn't create|can't create|is not) .*directory|unsafe permissions/,
    'no_server',
    host => `The tmux server on ${host} belongs to somebody else, or its folder is not this user's.`,
  ],

  // Who is there.
  [
    /REMOTE HOST IDENTIFICATION HAS CHANGED|Host key for \S+ has changed/,
    'key_changed',
    host =>
      `${host} shows another host key than before: it was set up anew, or somebody stands in between. Find out which. If the new key is right, remove the old one (ssh-keygen -R with the name or address that \`ssh ${host}\` shows), run \`ssh ${host}\` once in a terminal, ${TRY}.`,
  ],
  [
    /host key is known for|Host key verification failed/,
    'key_unknown',
    host =>
      `This computer does not know the host key of ${host} yet. Run \`ssh ${host}\` once in a terminal, compare the key it shows, ${TRY}.`,
  ],
  [
    /Permission denied|Too many authentication failures|No supported authentication methods|no more authentication methods/i,
    'no_login',
    host =>
      `${host} did not let us in without a question. Gatehouse never asks for a password: run \`ssh ${host}\` once in a terminal to see what it wants. A key in an ssh agent (ssh-add), or a shared connection (ControlMaster), lets Gatehouse in.`,
  ],
  [
    /account is (currently )?not available|account has expired|password has expired|This account/i,
    'no_login',
    host => `${host} does not let this user run a command. Run \`ssh ${host}\` once in a terminal to see why.`,
  ],
  [
    /Unable to negotiate with .*: (no matching [^.]*)/,
    'not_reached',
    (host, [, what]) => `${host} and this computer's ssh have nothing in common: ${shown(what)}.`,
  ],

  // The way there.
  [
    /Could not resolve hostname|Name or service not known|nodename nor servname/i,
    'not_reached',
    host => `No computer of the name ${host} is found. Is the name right, and is this computer on the network?`,
  ],
  [/Connection refused/, 'not_reached', host => `${host} takes no ssh connections (connection refused).`],
  [
    /connect to (host|address) .*timed out|timed out during banner exchange|Operation timed out|Connection timed out/,
    'not_reached',
    host => `${host} does not answer.`,
  ],
  [/No route to host|(Network|Host) is (unreachable|down)/, 'not_reached', host => `There is no way to ${host} now.`],
  [
    /kex_exchange_identification|ssh_exchange_identification|banner exchange|Connection (closed|reset) by .* port \d+/,
    'not_reached',
    host => `${host} closed the connection before anybody was logged in.`,
  ],
  [/Timeout, server .* not responding/, 'closed', host => `${host} does not answer any more.`],
  [
    /Broken pipe|Connection reset|closed by remote host|Connection to .* closed/i,
    'closed',
    host => `The connection to ${host} broke.`,
  ],
]

/**
 * `stderr`: what it wrote there, or the message of the error when it could not be started. `code`: how it ended, null = by a
 * signal, or not started. `host` null = this computer.
 */
export function whyEnded(stderr: string, code: number | null, host: string | null = null): Ended {
  const where = host ?? 'this computer'
  const lines = stderr
    .split(/\r?\n/)
    .filter(line => line !== '')
    .slice(-MOST_LINES)
    .map(line => line.slice(0, MOST_CHARACTERS))
  for (const [pattern, is, message] of ROWS) {
    for (const line of lines) {
      const found = pattern.exec(line)
      if (found) return { code: is, message: message(where, found) }
    }
  }
  if (code === 127) return { code: 'no_tmux', message: `The program to run was not found on ${where}.` }
  const last = shown(lines.at(-1))
  const end = code === null ? 'ended' : `ended with exit code ${code}`
  if (code === 255) {
    return { code: 'not_reached', message: `${where} was not reached${last === '' ? '' : `: ssh says “${last}”`}.` }
  }
  return { code: 'closed', message: `The connection to ${host ?? 'tmux'} ${end}${last === '' ? '' : `: “${last}”`}.` }
}

/** Does ssh's standard error say that this port of the other computer was not to be had, so that it is not forwarded? */
export function forwardRefused(stderr: string, port: number): boolean {
  return new RegExp(`remote port forwarding failed for listen port ${port}\\b`, 'i').test(stderr)
}

/** Another computer's words in a sentence of ours: one line, nothing that acts on a terminal, not long. */
function shown(text = ''): string {
  const line = text
    .replace(/[^\P{C}]|[\u2028\u2029]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return line.length > MOST_SHOWN ? `${line.slice(0, MOST_SHOWN)}…` : line
}
