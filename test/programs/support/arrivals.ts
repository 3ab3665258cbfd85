// The table of arrivals: shells at their prompts, and programs whose agent may answer what they ask.
import { type Arrival, inFile, oneInFile, textsInFile } from './arrival.ts'
import { recCall } from './texts.ts'

const ANSWER = { answer: 'allow' } as const
const SECRET = { answer: 'allow', secret: 'allow' } as const
/** without paste brackets more than this is refused */
const MOST = 2048
/** a string in the syntax that Python and JavaScript share */
const literal = (text: string) => JSON.stringify(text)
const sql = (text: string) => `'${text.replaceAll("'", "''")}'`
const asItIs = (text: string) => text

const PROMPTS: readonly Arrival[] = ['bash', 'zsh', 'fish', 'dash'].map(shell => ({
  name: `${shell}: at its prompt`,
  needs: shell,
  shell,
  steps: [],
  sends: text => recCall(shell, text),
  pastes: shell !== 'dash',
  most: MOST,
  // TODO: fish 3.6 drops the tabs of a paste, and the sender is told that its text was submitted.
  ...(shell === 'fish' ? { alters: (text: string) => text.replaceAll('\t', '') } : {}),
}))

const PROGRAMS: readonly Arrival[] = [
  {
    name: 'bash: inside bash',
    needs: 'bash',
    rule: ANSWER,
    steps: [[`PS1='in '; export PS1; bash --norc\r`, /^in$/]],
    sends: text => recCall('bash', text),
    pastes: true,
  },
  {
    name: 'bash: read',
    needs: 'bash',
    rule: ANSWER,
    steps: [[`while read -rp 'Name? ' x; do rec "$x"; done\r`, /^Name\?/]],
    sends: asItIs,
    pastes: false,
    most: MOST,
  },
  {
    name: 'bash: read -s, where secrets are allowed',
    needs: 'bash',
    rule: SECRET,
    steps: [[`while read -rsp 'Pass: ' x; do echo; rec "$x"; done\r`, /^Pass:/]],
    sends: asItIs,
    pastes: false,
    most: MOST,
  },
  {
    name: 'whole lines into a pipe',
    needs: 'bash',
    rule: ANSWER,
    steps: [['echo up; tr "\\n" "\\0" >kept\r', /^up/]],
    sends: asItIs,
    pastes: false,
    most: MOST,
    end: [['\x04', null]],
    kept: textsInFile,
  },
  {
    name: 'python3: at >>>',
    needs: 'python3',
    rule: ANSWER,
    steps: [['python3\r', /^>>>/]],
    sends: text => `_ = open("kept","a").write(${literal(text)}+"\\0")`,
    pastes: false,
    most: MOST,
    kept: textsInFile,
  },
  {
    name: 'python3: getpass, where secrets are allowed',
    needs: 'python3',
    rule: SECRET,
    steps: [[`python3 -c 'import getpass as g\nwhile 1: open("kept","a").write(g.getpass()+"\\0")'\r`, /^Password:/]],
    sends: asItIs,
    pastes: false,
    most: MOST,
    kept: textsInFile,
  },
  {
    name: 'node: at >',
    needs: 'node',
    rule: ANSWER,
    steps: [['node\r', /^>$/]],
    sends: text => `fs.appendFileSync("kept",${literal(text)}+"\\0")`,
    pastes: false,
    most: MOST,
    kept: textsInFile,
  },
  {
    name: 'sqlite3: at its prompt',
    needs: 'sqlite3',
    rule: ANSWER,
    steps: [
      ['sqlite3\r', /^sqlite>/],
      ['create table t(x);\r', null],
    ],
    sends: text => `insert into t values(${sql(text)});`,
    pastes: true,
    end: [[`select writefile('kept', group_concat(x||char(1), '')) from t;\r`, null]],
    kept: house => inFile(house).split('\x01').slice(0, -1),
  },
  {
    name: 'gdb: at its prompt',
    needs: 'gdb',
    rule: ANSWER,
    steps: [['gdb -q -nx\r', /^\(gdb\)/]],
    sends: text => `python open("kept","a").write(${literal(text)}+"\\0")`,
    pastes: true,
    kept: textsInFile,
  },
  {
    name: 'nano: in the text',
    needs: 'nano',
    rule: ANSWER,
    steps: [['nano kept\r', /GNU nano/]],
    sends: asItIs,
    pastes: true,
    once: true,
    end: [['\x0f\r', /Wrote/]],
    // one line end for the Enter, one that nano adds
    kept: house => oneInFile(house, '', '\n\n'),
  },
  {
    name: 'vim: insert mode',
    needs: 'vim',
    rule: ANSWER,
    steps: [
      ['vim --clean kept\r', /^~/],
      ['o\r', /-- INSERT --/],
    ],
    sends: asItIs,
    pastes: true,
    once: true,
    end: [
      ['\x1b', null],
      [':w\r', /written/],
    ],
    kept: house => oneInFile(house, '\n\n', '\n\n'),
  },
  {
    name: 'fzf: the query',
    needs: 'fzf',
    rule: ANSWER,
    steps: [[`x=$(seq 9 | fzf --print-query | head -1); rec "$x"\r`, /9\/9/]],
    sends: asItIs,
    pastes: false,
    most: MOST,
    once: true,
  },
  {
    name: 'tmux: bash inside',
    needs: 'tmux',
    rule: ANSWER,
    steps: [[`tmux -L t$$ new "PS1='in ' exec bash --norc"\r`, /^in$/]],
    sends: text => recCall('bash', text),
    pastes: true,
    // it draws several changes at once, so that a line may leave unseen
    once: true,
  },
]

export const ARRIVALS: readonly Arrival[] = [...PROMPTS, ...PROGRAMS]
