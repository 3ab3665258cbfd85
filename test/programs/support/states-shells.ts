// The states of shells in which a send is refused though the shell itself has the terminal.
import { type State, type Step, shellRow } from './state.ts'

/** one Tab, and readline asks whether to list so many */
const ASKING: Step = [
  `bind 'set completion-query-items 1'; bind 'set show-all-if-ambiguous on'; mkdir e; touch e/one e/two\r`,
  null,
]

const bash = shellRow('bash')
const zsh = shellRow('zsh')
const fish = shellRow('fish')
const dash = shellRow('dash')

export const SHELL_STATES: readonly State[] = [
  // ---- bash
  bash('bash: a command runs', [['echo up; sleep 1000\r', /^up/]], [['\x03', null]]),
  // the shell itself waits; no other program has the terminal
  bash('bash: wait', [['sleep 1000 & echo up; wait\r', /^up/]], [['\x03', null]]),
  bash('bash: read', [[`read -p 'Name? ' x; rec "$x"\r`, /^Name\?/]], [['ann\r', null]], { received: ['ann'] }),
  bash('bash: read -s', [[`read -sp 'Pass: ' x; rec "$x"\r`, /^Pass:/]], [['ann\r', null]], {
    refused: 'secret_prompt',
    received: ['ann'],
  }),
  bash('bash: read -n1', [[`read -n1 -p 'Sure? ' x; rec "$x"\r`, /^Sure\?/]], [['y', null]], { received: ['y'] }),
  // looks as the prompt does: readline, bracketed paste, the shell in the foreground
  bash('bash: read -e', [[`read -ep 'Edit: ' x; rec "$x"\r`, /^Edit:/]], [['ann\r', null]], {
    received: ['ann'],
  }),
  bash('bash: select', [['select x in red blue; do rec "$x"; break; done\r', /^#\?/]], [['2\r', null]], {
    received: ['blue'],
  }),
  bash('bash: half a line', [['rec ha', /rec ha/]], [['lf\r', null]], {
    refused: 'line_not_empty',
    received: ['half'],
  }),
  // a text there would become part of the person's command
  bash('bash: half a command, at the second prompt', [["rec 'half\r", /^>/]], [["whole'\r", null]], {
    received: ['half\nwhole'],
  }),
  bash('bash: searching the history', [['\x12', /reverse-i-search/]], [['\x07', null]], { refused: 'line_not_empty' }),
  bash('bash: "Display all possibilities?"', [ASKING, ['rec e/\t', /^Display all/]], [['n\x15\r', null]], {
    refused: 'line_not_empty',
  }),
  // Enter does not answer it: the next key does
  bash(
    'bash: Enter at "Display all possibilities?"',
    [ASKING, ['rec e/\t', /^Display all/], ['\r', null]],
    [['n\x15\r', null]],
    {},
  ),
  // as key bindings of fzf do: Enter chooses, and the choice is put on the line
  bash(
    'bash: Enter in a chooser that a key opened',
    [
      [`bind -x '"\\C-g": READLINE_LINE=$(echo rec half | fzf)'\r`, null],
      ['\x07', /1\/1/],
      ['\r', /^\$ rec half/],
    ],
    [['\x05\x15\r', null]],
    { needs: 'fzf' },
  ),
  // Enter put the expanded line back for editing
  bash(
    'bash: histverify',
    [
      ['set -H; shopt -s histverify\r', null],
      ['rec once\r', null],
      ['!!\r', /^\$ rec once$/],
    ],
    [['\x15\r', null]],
    { received: ['once'] },
  ),
  bash(
    'bash: a line from the history',
    [
      ['rec once\r', null],
      ['\x1b[A', null],
    ],
    [['\x15', null]],
    { refused: 'line_not_empty', received: ['once'] },
  ),
  bash(
    'bash: vi command mode',
    [
      ['set -o vi\r', null],
      ['\x1b', null],
    ],
    [['i', null]],
    { refused: 'line_not_empty' },
  ),
  // empty in truth; keys since the last Enter are all that is known
  bash('bash: after Ctrl-C on half a line', [['rec ne\x03', /\^C/]], [['\r', null]], { refused: 'line_not_empty' }),
  bash('bash: at its prompt, as a command of the surface', [['echo u"p"\r', /^up/]], [['echo o"k"\r', /^ok/]], {
    command: 'exec bash --norc',
    stays: true,
  }),
  // ---- zsh
  zsh('zsh: read', [['read "x?Name? "; rec "$x"\r', /^Name\?/]], [['ann\r', null]], { received: ['ann'] }),
  zsh('zsh: read -s', [['read -s "x?Pass: "; rec "$x"\r', /^Pass:/]], [['ann\r', null]], {
    refused: 'secret_prompt',
    received: ['ann'],
  }),
  zsh('zsh: read -q', [['read -q "x?Sure? "; rec "$x"\r', /^Sure\?/]], [['y', null]], { received: ['y'] }),
  // as the menu that greets new users does
  zsh('zsh: read -k', [['read -k 1 "x?Key? "; rec "$x"\r', /^Key\?/]], [['y', null]], { received: ['y'] }),
  // the line editor itself, on a variable
  zsh('zsh: vared', [[`x=old; vared -p 'Edit: ' x; rec "$x"\r`, /^Edit: old/]], [['er\r', null]], {
    received: ['older'],
  }),
  zsh('zsh: half a line', [['rec ha', /rec ha/]], [['lf\r', null]], { refused: 'line_not_empty', received: ['half'] }),
  zsh('zsh: half a command, at the second prompt', [["rec 'half\r", /^quote>/]], [["whole'\r", null]], {
    received: ['half\nwhole'],
  }),
  // Enter takes the match into the line
  zsh(
    'zsh: Enter in the menu of completions',
    [
      [`autoload -Uz compinit; compinit -u; zstyle ':completion:*' menu select; mkdir e; touch e/one e/two\r`, null],
      ['rec e/\t\t', /^one +two/],
      ['\r', /rec e\/one/],
    ],
    [['\x15\r', null]],
  ),
  zsh('zsh: "sure you want to delete?"', [['mkdir d; cd d; touch f; rm *\r', /^zsh: sure/]], [['n', null]]),
  zsh(
    'zsh: "correct to?"',
    [
      ['setopt correct\r', null],
      ['reec x\r', /^zsh: correct/],
    ],
    [['n', null]],
  ),
  // ---- fish
  fish('fish: a command runs', [['echo up; sleep 1000\r', /^up/]], [['\x03', null]]),
  fish('fish: wait', [['sleep 1000 & echo up; wait\r', /^up/]], [['\x03', null]]),
  // fish reads it with its line editor, as at the prompt
  fish('fish: read', [[`read -P 'Name? ' x; rec "$x"\r`, /^Name\?/]], [['ann\r', null]], {
    received: ['ann'],
  }),
  // its line editor shows dots; the terminal is in the same mode as at the prompt
  fish('fish: read -s', [[`read -s -P 'Pass: ' x; rec "$x"\r`, /^Pass:/]], [['ann\r', null]], {
    received: ['ann'],
  }),
  fish('fish: half a line', [['rec ha', /rec ha/]], [['lf\r', null]], {
    refused: 'line_not_empty',
    received: ['half'],
  }),
  // Enter only began another line of the same command
  fish('fish: half a command', [["rec 'half\r", 'row']], [["whole'\r", null]], {
    received: ['half\nwhole'],
  }),
  // read once `sleep` has ended, after the mark of the prompt
  fish(
    'fish: half a command, typed ahead of its prompt',
    [
      ['echo up; sleep 1\r', /^up/],
      ["rec 'half\r", /^\$ rec 'half/],
    ],
    [["whole'\r", null]],
    { received: ['half\nwhole'] },
  ),
  // Enter takes the completion into the line
  fish(
    'fish: Enter in the pager of completions',
    [
      ['mkdir e; touch e/one e/two\r', null],
      ['rec e/\t\t', /one +.*two/],
      ['\r', /rec e\/one/],
    ],
    [['\x15\r', null]],
    { todo: 'an Enter that only chooses is now and then told from one that sends the line off too late' },
  ),
  // ---- dash
  dash('dash: a command runs', [['echo up; sleep 1000\r', /^up/]], [['\x03', null]]),
  // whole lines with echo: the terminal is in the same mode as at the prompt
  dash('dash: read', [[`printf 'Name? '; read x; rec "$x"\r`, /^Name\?/]], [['ann\r', null]], {
    received: ['ann'],
    todo: 'a quiet read behind a question is not told from the prompt of a shell that reads whole lines',
  }),
  dash('dash: read on a line of its own', [[`echo 'Name?'; read x; rec "$x"\r`, /^Name\?/]], [['ann\r', null]], {
    received: ['ann'],
  }),
  dash(
    'dash: a secret',
    [[`stty -echo; printf 'Pass: '; read x; stty echo; rec "$x"\r`, /^Pass:/]],
    [['ann\r', null]],
    { refused: 'secret_prompt', received: ['ann'] },
  ),
  dash('dash: half a line', [['rec ha', /rec ha/]], [['lf\r', null]], {
    refused: 'line_not_empty',
    received: ['half'],
  }),
  dash('dash: half a command, at the second prompt', [["rec 'half\r", /^>/]], [["whole'\r", null]], {
    refused: 'line_not_empty',
    received: ['half\nwhole'],
    todo: 'the second prompt of a shell that reads whole lines is not told from the first',
  }),
]
