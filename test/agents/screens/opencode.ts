// OpenCode: every state it can be in, scene by scene. It asks nothing of a folder it does not know.
import { BACKTAB, CTRL, DOWN, ENTER, ESC, emptied, IMITATION, LATE_MS, START_MS } from './common.ts'
import type { Walk } from './player.ts'

const EMPTY = /\n\s*┃\s*\n\s*┃\s*(Ask anything[^\n]*(\n\s*┃ {2}\S[^\n]*)?)?\n\s*┃\s*\n\s*┃\s+(Build|Plan)\b/
const PERMISSION = /Permission required/
const CTRL_X = CTRL('x')

export const opencode: Walk = {
  working: /esc (again to )?interrupt/,
  async start(p) {
    await p.take('first composer', 'composer', { shows: /Ask anything/, timeoutMs: START_MS })
  },
  home: p => emptied(p, EMPTY, / esc(\/enter)?\s*$/m),
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
        await p.take('slash popup', 'dialog', { shows: /\/\w+ {2,}\w/ })
        await p.press('mo')
        await p.take('slash popup, narrowed', 'dialog', { shows: /\/models {2,}/ })
      },
    },
    {
      name: 'at',
      async run(p) {
        await p.press('@')
        await p.press('no')
        await p.take('file popup', 'dialog', { shows: /notes\.md/ })
      },
    },
    {
      name: 'shell mode',
      async run(p) {
        await p.press('!')
        await p.take('shell mode', 'unknown', { shows: /Shell/ })
      },
    },
    {
      name: 'model picker',
      async run(p) {
        await p.press('/models', ENTER)
        await p.take('model picker', 'dialog', { shows: /Select model/ })
      },
    },
    {
      name: 'command palette',
      async run(p) {
        await p.press(CTRL('p'))
        await p.take('command palette', 'dialog', { shows: /Commands/ })
      },
    },
    {
      name: 'help',
      async run(p) {
        await p.press('/help', ENTER)
        await p.take('help', 'dialog', { shows: /Help/ })
      },
    },
    {
      name: 'permission, yes',
      async run(p) {
        await p.prompt(`Please create MK:${p.marker}`)
        await p.take('permission dialog', 'dialog', { shows: PERMISSION })
        await p.press('\x1b[C')
        await p.take('permission dialog, second choice', 'dialog', { shows: PERMISSION })
        await p.press('\x1b[D', ENTER)
        await p.take('after yes', 'composer', { shows: /answer-\d+/ })
      },
    },
    {
      name: 'permission, always',
      async run(p) {
        await p.prompt(`Please create MK:${p.marker}`)
        await p.shows(PERMISSION)
        await p.press('\x1b[C', ENTER)
        await p.take('permission dialog, always', 'dialog', { shows: /Always allow/ })
        await p.press(ESC)
      },
    },
    {
      name: 'permission, no',
      async run(p) {
        await p.prompt(`Please create MK:${p.marker}`)
        await p.refuse(PERMISSION, ESC)
        await p.take('after no', 'composer')
      },
    },
    {
      name: 'working',
      async run(p) {
        p.plan('wait-one', { words: 'Late.', after: LATE_MS })
        await p.prompt('Please think about it, wait-one.')
        await p.take('working', 'working', { shows: /esc +(to )?interrupt/i })
        await p.press('and also')
        await p.take('working, text typed', 'working', { typed: true, shows: /and also/ })
        await p.press(CTRL('u'))
        await p.press(ESC)
        await p.take('working, asked to interrupt', 'working', { brief: true, shows: /again to interrupt/ })
        await p.press(ESC)
        await p.take('after interrupt', 'composer', { typed: 'either', shows: /interrupted/i })
      },
    },
    {
      name: 'question',
      async run(p) {
        const options = ['Red', 'Blue'].map(label => ({ label, description: `Take ${label}` }))
        const questions = [{ question: 'Which colour?', header: 'Colour', options }]
        p.plan('ask-one', { tool: /^question$/, input: { questions } })
        await p.prompt('Please ask me, ask-one.')
        await p.take('question', 'dialog', { shows: /Which colour\?[\s\S]*Red/ })
      },
    },
    {
      name: 'sub-agent',
      async run(p) {
        const input = { description: 'Look', prompt: 'Look around, sub-wait.', subagent_type: 'general' }
        p.plan('sub-go', { tool: /^task$/, input })
        p.plan('sub-wait', { words: 'Seen.', after: LATE_MS })
        await p.prompt('Please have it looked at, sub-go.')
        await p.take('sub-agent works', 'working', { shows: /esc +(to )?interrupt/i })
        await p.press(ESC, ESC)
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
        p.plan('refuse-one', { status: 400 })
        await p.prompt('Please fail, refuse-one.')
        await p.take('model refuses', 'composer', { also: ['failed'], shows: /stub\s+refuses|Bad Request|400/ })
      },
    },
    {
      name: 'timeline',
      async run(p) {
        await p.press(CTRL_X, 'g')
        await p.take('timeline', 'dialog', { shows: /Timeline/ })
      },
    },
    {
      name: 'session list',
      async run(p) {
        await p.press('/sessions', ENTER)
        await p.take('session list', 'dialog', { shows: /Sessions/ })
        await p.press(DOWN)
      },
    },
    {
      name: 'another agent',
      async run(p) {
        await p.press('\t')
        await p.take('another agent', 'composer')
        await p.press(BACKTAB)
      },
    },
  ],
}
