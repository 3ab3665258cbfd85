// Commands whose shape is pointed out, by name and options. A table: what is not in it is not judged at all. Pure.
import type { Word } from './shell-words.ts'

/** A command by its name, past what only leads up to it (`sudo`, `env A=b`, `time`). */
export interface Named {
  /** without its folder */
  readonly name: string
  readonly args: readonly Word[]
  /** from its name to its last word */
  readonly from: number
  readonly to: number
  /** the words before it that make it run as somebody else */
  readonly as: readonly Word[]
  /** Any of these options: one letter is also found among others (`-rf`), more are a long one. */
  has(...options: readonly string[]): boolean
  /** Its first words are these. */
  starts(...words: readonly string[]): boolean
}

export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'zsh', 'dash', 'ksh', 'fish', 'ash', 'csh', 'tcsh'])

const AS_OTHERS = new Set(['sudo', 'doas', 'pkexec', 'run0'])
const LEADING = new Set([
  ...['env', 'nohup', 'time', 'command', 'builtin', 'exec', 'nice', 'ionice', 'stdbuf', 'xargs', 'timeout', 'setsid'],
  ...['busybox', 'then', 'do', 'else', 'if', 'while', 'until', '!', '{', 'watch'],
])
/** Options of theirs, and of git, that take the next word. */
const TAKES: Readonly<Record<string, string>> = {
  ...{ sudo: 'ughpCrtUDRT', doas: 'uC', env: 'uCS', xargs: 'IPnLdEas', timeout: 'sk', nice: 'n', ionice: 'cn' },
  ...{ stdbuf: 'ioe', exec: 'a', watch: 'n', git: 'Cc' },
}

/** Null = there are no words but assignments. */
export function named(words: readonly Word[]): Named | null {
  const as: Word[] = []
  let at = 0
  while (at < words.length) {
    const word = words[at]!
    const { value } = word
    const isLead = AS_OTHERS.has(value) || LEADING.has(value)
    if (AS_OTHERS.has(value)) as.push(word)
    if (!isLead && !/^\w+\+?=/.test(value)) break
    at += 1
    if (isLead) at = pastOptions(words, at, value)
  }
  // `sudo` alone, or `sudo -i`: that is the command.
  const first = words[at] ?? words.at(-1)
  if (!first || (at >= words.length && as.length === 0)) return null
  const args = words.slice(at + 1)
  const name = first.value.slice(first.value.lastIndexOf('/') + 1)
  const values = args.map(({ value }) => value)
  return {
    name,
    args,
    from: first.from,
    to: (words.at(-1) ?? first).to,
    as,
    has: (...options) => options.some(option => values.some(value => isOption(value, option))),
    starts: (...wanted) => {
      const taken = (index: number) => index > 0 && takesNext(name, values[index - 1]!)
      const plain = values.filter((value, index) => !value.startsWith('-') && !taken(index))
      return wanted.every((word, index) => plain[index] === word)
    },
  }
}

function pastOptions(words: readonly Word[], from: number, of: string): number {
  let at = from
  while (at < words.length && /^(?:-|\d)/.test(words[at]!.value)) at += takesNext(of, words[at]!.value) ? 2 : 1
  return Math.min(at, words.length)
}

function takesNext(name: string, option: string): boolean {
  return option.length === 2 && option.startsWith('-') && (TAKES[name]?.includes(option[1]!) ?? false)
}

function isOption(value: string, option: string): boolean {
  if (option.startsWith('-') || option.startsWith('+')) return value === option
  if (option.length > 1) return value === `--${option}` || value.startsWith(`--${option}=`)
  return /^-[A-Za-z]+$/.test(value) && value.includes(option)
}

type Shape = readonly [says: string, is: (command: Named) => boolean]
const is = (...names: readonly string[]) => {
  const all = new Set(names)
  return ({ name }: Named) => all.has(name)
}
const git = (word: string) => (command: Named) => command.name === 'git' && command.starts(word)
const UNCOMMITTED = 'Throws away changes that were not committed.'
const REMOTE = 'Replaces or deletes what is on the remote.'
const ERASES = 'Erases a disk or a file system.'
const SHUTS = 'Shuts this machine down.'

/** Of each group the first that fits. */
export const COMMANDS: readonly (readonly Shape[])[] = [
  [
    [
      'Deletes folders without asking.',
      one => is('rm')(one) && one.has('r', 'R', 'recursive') && one.has('f', 'force'),
    ],
    ['Deletes folders with all that is in them.', one => is('rm')(one) && one.has('r', 'R', 'recursive')],
    ['Deletes without asking.', one => is('rm')(one) && one.has('f', 'force')],
    ['Deletes files.', one => is('rm', 'unlink', 'shred', 'srm')(one) || (is('find')(one) && one.has('-delete'))],
    ['Empties files.', is('truncate')],
  ],
  [
    [
      REMOTE,
      one => git('push')(one) && (one.has('f', 'd', 'force', 'force-with-lease', 'mirror', 'delete') || plus(one)),
    ],
    [UNCOMMITTED, one => git('reset')(one) && one.has('hard')],
    [UNCOMMITTED, one => git('clean')(one) && one.has('f', 'force')],
    [UNCOMMITTED, one => git('checkout')(one) && (one.has('f', 'force', '--') || one.starts('checkout', '.'))],
    [UNCOMMITTED, one => git('restore')(one) && !(one.has('staged') && !one.has('worktree'))],
    [
      'Throws away what was stashed.',
      one => git('stash')(one) && (one.starts('stash', 'drop') || one.starts('stash', 'clear')),
    ],
    ['Deletes a branch.', one => git('branch')(one) && one.has('D')],
    ['Rewrites what was committed.', one => git('filter-branch')(one) || git('filter-repo')(one)],
  ],
  [
    [
      'Changes rights or owners of all that is in a folder.',
      one => is('chmod', 'chown', 'chgrp')(one) && one.has('R', 'recursive'),
    ],
    [
      'Lets everybody write.',
      one =>
        is('chmod')(one) &&
        one.args.some(({ value }) => /^(?:0?[0-7]?[0-7]{2}[2367]|[ao]*\+\w*w\w*)$/.test(value) && !/^[ug]/.test(value)),
    ],
    [
      'Gives a program the rights of its owner.',
      one => is('chmod')(one) && one.args.some(({ value }) => /^(?:[2467][0-7]{3}|[ugoa]*\+\w*s)$/.test(value)),
    ],
  ],
  [
    [
      'Writes over what it names, byte by byte.',
      one => is('dd')(one) && one.args.some(({ value }) => value.startsWith('of=')),
    ],
    [ERASES, ({ name }) => /^(?:mkfs(?:\..+)?|mke2fs|mkswap|wipefs|blkdiscard|fdisk|sfdisk|sgdisk|parted)$/.test(name)],
    [ERASES, one => is('diskutil')(one) && /^(?:erase|partition|zero)/i.test(one.args[0]?.value ?? '')],
  ],
  [
    ['Ends every program that matches.', is('killall', 'pkill')],
    ['Ends programs at once.', one => is('kill')(one) && one.has('-9', '-KILL', '-SIGKILL')],
    [SHUTS, is('shutdown', 'reboot', 'halt', 'poweroff')],
    [SHUTS, one => is('systemctl')(one) && ['reboot', 'poweroff', 'halt'].some(word => one.starts(word))],
    ['Deletes all planned jobs.', one => is('crontab')(one) && one.has('r')],
  ],
  [
    [
      'Deletes or replaces what runs elsewhere.',
      one =>
        is('kubectl', 'oc', 'helm')(one) && ['delete', 'drain', 'replace', 'uninstall'].some(word => one.starts(word)),
    ],
    [
      'Deletes or replaces what runs elsewhere.',
      one =>
        is('terraform', 'tofu', 'pulumi')(one) &&
        (one.starts('destroy') || one.has('destroy', '-destroy', 'auto-approve', '-auto-approve')),
    ],
    [
      'Deletes containers or what they keep.',
      one =>
        is('docker', 'podman')(one) &&
        one.args.some(({ value }) => value === 'prune' || value === 'rm' || value === 'rmi'),
    ],
    [
      'Deletes what is stored elsewhere.',
      one =>
        is('aws', 'gsutil', 'gcloud', 'az', 'rclone')(one) &&
        one.args.some(({ value }) => /^(?:rm|rb|delete|purge|delete-\S+|terminate-\S+)$/.test(value)),
    ],
    [
      'Publishes: that can hardly be taken back.',
      one =>
        is('npm', 'pnpm', 'yarn', 'cargo', 'twine', 'gem', 'poetry')(one) &&
        ['publish', 'upload', 'push'].some(word => one.starts(word)) &&
        !one.has('dry-run'),
    ],
    [
      'Opens a way in from another machine.',
      one =>
        is('nc', 'ncat', 'netcat', 'socat')(one) &&
        (one.has('e', 'c') || one.args.some(({ value }) => /^exec:/i.test(value))),
    ],
    [
      'Keeps what follows out of the history.',
      one =>
        (is('unset')(one) && one.starts('HISTFILE')) ||
        (is('set')(one) && one.starts('history')) ||
        (is('history')(one) && one.has('c')),
    ],
  ],
  [['Runs as another user, most often root.', is('su')]],
]

/** `git push origin +main` */
const plus = ({ args }: Named) => args.some(({ value }) => value.startsWith('+'))

/** Names of files that decide what runs or who gets in. */
const STARTS_WITH =
  /(?:^|\/)(?:\.(?:bash|zsh|profile|login|zprofile|kshrc|inputrc|gitconfig|npmrc|pypirc|netrc)\w*|config\.fish|authorized_keys|crontab|sudoers|hosts|passwd|shadow)$/

/** What is to say of output that goes to this file; null = nothing. */
export function hereOf(op: string, file: string): string | null {
  if (op.startsWith('<') || op.endsWith('&') || /^\/dev\/(?:null|stdout|stderr|tty|fd\/\d+)$/.test(file)) return null
  if (/^\/dev\/(?:sd|hd|vd|nvme|disk|mmcblk|mem|kmem)/.test(file)) return ERASES
  if (STARTS_WITH.test(file)) return 'Writes to a file that decides what runs or who gets in.'
  return op.includes('>>') ? null : 'Writes over a file that may be there.'
}
