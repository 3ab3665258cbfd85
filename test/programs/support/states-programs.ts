// The states of programs that a person has started from bash, or that are the surface's own command.
import { row, type State, type Step } from './state.ts'

const QUESTION = `require("readline").createInterface({input:process.stdin,output:process.stdout}).question("Na"+"me? ",a=>{console.log("got",a);process.exit()})`
const KEY = `process.stdin.setRawMode(true).once("data",d=>{console.log("got",d+"");process.exit()});console.log("Allow"+"?")`
/** Root is asked for no password. */
const AS_NOBODY = process.getuid?.() === 0 ? 'setpriv --reuid=nobody --regid=nogroup --clear-groups ' : ''

const PYTHON: Step = ['python3\r', /^>>>/]
const VIM: Step = ['vim --clean\r', /^~/]
const NANO: Step = ['nano\r', /GNU nano/]
const GDB: Step = ['gdb -q -nx\r', /^\(gdb\)/]

export const PROGRAM_STATES: readonly State[] = [
  // ---- interpreters
  row('python3: at >>>', 'python3', [PYTHON], [['exit()\r', null]]),
  row(
    'python3: at ...',
    'python3',
    [PYTHON, ['if 1:\r', /^\.\.\./]],
    [
      ['\x03', /^KeyboardInterrupt/],
      ['exit()\r', null],
    ],
  ),
  row(
    'python3: input()',
    'python3',
    [[`python3 -c 'print("got",input("Name"+"? "))'\r`, /^Name\?/]],
    [['ann\r', /^got ann/]],
  ),
  row(
    'python3: getpass',
    'python3',
    [[`python3 -c 'import getpass as g; print("got",g.getpass())'\r`, /^Password:/]],
    [['ann\r', /^got ann/]],
    { refused: 'secret_prompt' },
  ),
  // in place of the shell: the same process, another program
  row('python3: after exec', 'python3', [['exec python3\r', /^>>>/]], [['print("u"+"p")\r', /^up/]], { stays: true }),
  row('python3: as a command of the surface', 'python3', [['', /^>>>/]], [['print("u"+"p")\r', /^up/]], {
    command: 'exec python3',
    stays: true,
  }),
  row('node: at >', 'node', [['node\r', /^>$/]], [['.exit\r', null]]),
  row('node: a question', 'node', [[`node -e '${QUESTION}'\r`, /^Name\?/]], [['ann\r', /^got ann/]]),
  row('node: a dialog of one key', 'node', [[`node -e '${KEY}'\r`, /^Allow\?/]], [['z', /^got z/]]),
  // as coding agents do in their permission dialogs: no mode tells it from a text box
  row(
    'node: a dialog of one key with bracketed paste on',
    'node',
    [[`node -e 'process.stdout.write("\\x1b[?2004h");${KEY}'\r`, /^Allow\?/]],
    [['z', /^got z/]],
  ),
  row('sqlite3: at its prompt', 'sqlite3', [['sqlite3\r', /^sqlite>/]], [['.quit\r', null]]),
  row(
    'sqlite3: half a statement',
    'sqlite3',
    [
      ['sqlite3\r', /^sqlite>/],
      ['select\r', /^ +\.\.\.>/],
    ],
    [
      ['7;\r', /^7/],
      ['.quit\r', null],
    ],
  ),
  row('gdb: at its prompt', 'gdb', [GDB], [['quit\r', null]]),
  row(
    'gdb: a question',
    'gdb',
    [GDB, ['break nothing\r', /^Make breakpoint pending/]],
    [
      ['n\r', null],
      ['quit\r', null],
    ],
  ),
  // ---- editors and pagers
  row('nano: in the text', 'nano', [NANO], [['\x18', null]]),
  row('nano: "Save modified buffer?"', 'nano', [NANO, ['x', /^x/], ['\x18', /^Save modified/]], [['n', null]], {
    refused: 'line_not_empty',
  }),
  row('vim: normal mode', 'vim', [VIM], [[':q!\r', null]]),
  // keys without an Enter are a begun line, whatever the program made of them
  row(
    'vim: insert mode',
    'vim',
    [VIM, ['i', /-- INSERT --/]],
    [
      ['\x1b', null],
      [':q!\r', null],
    ],
    { refused: 'line_not_empty' },
  ),
  row(
    'vim: insert mode, on a new line',
    'vim',
    [VIM, ['ihello\r', /^hello/]],
    [
      ['\x1b', null],
      [':q!\r', null],
    ],
  ),
  row(
    'vim: a question',
    'vim',
    [VIM, ['ihello', /^hello/], ['\x1b', null], [':confirm q\r', /\[Y\]es/]],
    [['n', null]],
  ),
  row('less: a page', 'less', [['seq 500 | less\r', /^:/]], [['q', null]]),
  // ---- full screens
  row('top', 'top', [['top\r', /^top -/]], [['q', null]]),
  row('fzf', 'fzf', [['seq 9 | fzf\r', /9\/9/]], [['\x03', null]]),
  row(
    'whiptail: yes or no',
    'whiptail',
    [[`whiptail --yesno 'Delete it?' 8 30; rec $?\r`, /<Yes>/]],
    [['\t\r', null]],
    { received: ['1'] },
  ),
  // what runs inside cannot be seen from outside
  row('tmux: bash inside', 'tmux', [[`tmux -L t$$ new 'echo u""p; exec bash'\r`, /^up/]], [['exit\r', null]]),
  // ---- questions of tools
  row('ssh-keygen: which file?', 'ssh-keygen', [['ssh-keygen -t ed25519\r', /^Enter file/]], [['\x03', null]]),
  row('ssh-keygen: overwrite?', 'ssh-keygen', [['touch k; ssh-keygen -f k\r', /^Overwrite/]], [['n\r', null]]),
  row('ssh-keygen: passphrase', 'ssh-keygen', [['ssh-keygen -f k\r', /^Enter passphrase/]], [['\x03', null]], {
    refused: 'secret_prompt',
  }),
  row('su: password', 'su', [[`${AS_NOBODY}su\r`, /^Password:/]], [['\x03', null]], {
    refused: 'secret_prompt',
  }),
  // it asks before it refuses somebody who may not use it
  row('sudo: password', 'sudo', [[`${AS_NOBODY}sudo -k true\r`, /password for/]], [['\x03', null]], {
    refused: 'secret_prompt',
  }),
  row('rm -i', 'bash', [['touch f; rm -i f\r', /^rm: remove/]], [['n\r', null]]),
  row('cat: whole lines', 'bash', [['echo up; cat\r', /^up/]], [['\x04', null]]),
]
