// Claude Code: every state it can be in, scene by scene.
import { CTRL, DOWN, ENTER, ESC, emptied, IMITATION, LATE_MS, START_MS, UP } from './common.ts'
import type { Walk } from './player.ts'

const EMPTY = /^\s*[❯>](<U\+00A0>)?\s*($|Try ")/m
const TRUSTED = /❯ (1\. )?Yes, I trust/
/** Newer versions ask this once, after their box was drawn. */
const MODE = /Make auto mode your default/
const PERMISSION = /Do you want to proceed\?/

export const claude: Walk = {
  working: /^[\u2800-\u28ff◐◓◑◒]/,
  async start(p) {
    await p.take('trust', 'dialog', { shows: /trust/i, timeoutMs: START_MS })
    await p.press(DOWN)
    await p.take('trust, second choice', 'dialog')
    if (!(await p.showing(TRUSTED))) await p.press(UP)
    await p.shows(TRUSTED)
    await p.press(ENTER)
    const asked = await p.shows(MODE, 4000).then(
      () => true,
      () => false,
    )
    if (asked) {
      await p.take('which mode', 'dialog', { shows: MODE })
      await p.press(DOWN, ENTER)
    }
    await p.take('first composer', 'composer', { shows: EMPTY })
  },
  async home(p) {
    await emptied(p, EMPTY).catch(() => p.press(CTRL('c')))
    await p.shows(EMPTY)
  },
  scenes: [
    {
      name: 'typing',
      async run(p) {
        await p.press('hello there')
        await p.take('composer, text typed', 'composer', { typed: true, shows: /hello there/ })
        await p.press(CTRL('u'))
        await p.paste('first line\nsecond line\nthird line')
        await p.take('composer, several lines', 'composer', { typed: true })
      },
    },
    {
      name: 'slash',
      async run(p) {
        await p.press('/')
        await p.take('slash popup', 'dialog', { shows: /\/\w+ .*\w/ })
        await p.press('mo')
        await p.take('slash popup, narrowed', 'dialog', { shows: /\/model/ })
      },
    },
    {
      name: 'at',
      async run(p) {
        await p.press('@')
        await p.take('file popup', 'dialog', { shows: /^\s*[*+] \S/m })
      },
    },
    {
      name: 'shortcuts',
      async run(p) {
        await p.press('?')
        await p.take('shortcuts', 'composer', { also: ['dialog'], shows: /double tap esc|for shell mode/ })
      },
    },
    {
      name: 'shell mode',
      async run(p) {
        await p.press('!')
        await p.take('shell mode', 'unknown')
        await p.press('\x7f')
      },
    },
    {
      name: 'model picker',
      async run(p) {
        await p.press('/model', ENTER)
        await p.take('model picker', 'dialog', { shows: /Select model|Enter to (set|confirm)|Esc to cancel/i })
      },
    },
    {
      name: 'help',
      async run(p) {
        await p.press('/help', ENTER)
        await p.take('help', 'dialog', { shows: /For more help|Esc to (cancel|close)/i })
      },
    },
    {
      name: 'permission, yes',
      async run(p) {
        await p.prompt(`Please create MK:${p.marker}`)
        await p.take('permission dialog', 'dialog', { shows: PERMISSION })
        await p.press(DOWN)
        await p.take('permission dialog, second choice', 'dialog', { shows: PERMISSION })
        await p.press(UP, ENTER)
        await p.take('after yes', 'composer', { shows: /answer-\d+/ })
      },
    },
    {
      name: 'permission, no',
      async run(p) {
        await p.prompt(`Please create MK:${p.marker}`)
        await p.refuse(PERMISSION, ESC)
        await p.take('after no', 'composer', { shows: EMPTY })
      },
    },
    {
      name: 'working',
      async run(p) {
        p.plan('wait-one', { words: 'Late.', after: LATE_MS })
        await p.prompt('Please think about it, wait-one.')
        await p.take('working', 'working', { shows: /esc to interrupt/i })
        await p.press('and also')
        await p.take('working, text typed', 'working', { typed: true })
        await p.press(CTRL('u'), ESC)
        await p.take('after interrupt', 'composer', { typed: 'either', shows: /Interrupted|wait-one/ })
      },
    },
    {
      name: 'edit',
      async run(p) {
        p.plan('edit-one', { tool: /^Write$/, input: { file_path: `${p.marker}.txt`, content: 'one\ntwo\n' } })
        await p.prompt('Please write it, edit-one.')
        await p.take('permission to write', 'dialog', { shows: /Do you want to create/ })
      },
    },
    {
      name: 'question',
      async run(p) {
        const options = ['Red', 'Blue'].map(label => ({ label, description: `Take ${label}` }))
        const questions = [{ question: 'Which colour?', header: 'Colour', options, multiSelect: false }]
        p.plan('ask-one', { tool: /^AskUserQuestion$/, input: { questions } })
        await p.prompt('Please ask me, ask-one.')
        await p.take('question', 'dialog', { shows: /Which colour\?/ })
      },
    },
    {
      name: 'sub-agent',
      async run(p) {
        const input = { description: 'Look', prompt: 'Look around, sub-wait.', subagent_type: 'general-purpose' }
        p.plan('sub-go', { tool: /^(Task|Agent)$/, input })
        p.plan('sub-wait', { words: 'Seen.', after: 6000 })
        await p.prompt('Please have it looked at, sub-go.')
        await p.take('sub-agent works', 'working', { also: ['composer'], shows: /esc to interrupt|background agent/i })
      },
    },
    {
      name: 'transcript',
      async run(p) {
        await p.press(CTRL('o'))
        await p.take('transcript', 'dialog', { shows: /Showing detailed transcript/ })
        await p.press(CTRL('o'))
      },
    },
    {
      name: 'imitation',
      async run(p) {
        p.plan('imitate-one', { words: IMITATION })
        await p.prompt('Please imitate, imitate-one.')
        await p.take('composer under an imitation', 'composer', { shows: /End of it/ })
      },
    },
    {
      name: 'refused',
      async run(p) {
        // Some versions try again.
        p.plan('refuse-one', ...Array.from({ length: 12 }, () => ({ status: 400 })))
        await p.prompt('Please fail, refuse-one.')
        await p.take('model refuses', 'composer', { also: ['failed'], shows: /API Error/ })
      },
    },
    {
      name: 'history search',
      async run(p) {
        await p.press(CTRL('r'))
        await p.take('history search', 'dialog', { shows: /search|history/i })
      },
    },
    {
      name: 'rewind',
      async run(p) {
        await p.press(ESC, ESC)
        await p.take('rewind', 'dialog', { shows: /Rewind/ })
      },
    },
    {
      name: 'plan mode',
      async run(p) {
        await p.press('\x1b[Z')
        await p.take('another mode', 'composer')
        await p.press('\x1b[Z')
        await p.take('another mode again', 'composer')
      },
    },
    {
      name: 'exit',
      async run(p) {
        await p.running.surface.keys(CTRL('c'))
        await p.take('exit asked once', 'composer', { brief: true, shows: /again to exit/i })
      },
    },
  ],
}
