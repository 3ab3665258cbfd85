// Gemini CLI: every state it can be in, scene by scene.
import { CTRL, DOWN, ENTER, ESC, emptied, IMITATION, LATE_MS, START_MS, UP } from './common.ts'
import type { Walk } from './player.ts'

const EMPTY = /Type your message/
const PERMISSION = /Allow (execution|once)/

export const gemini: Walk = {
  working: /esc to cancel, /,
  async start(p) {
    await p.take('trust', 'dialog', { shows: /trust/i, timeoutMs: START_MS })
    await p.press(DOWN)
    await p.take('trust, second choice', 'dialog', { shows: /trust/i })
    await p.press(UP, ENTER)
    await p.shows(EMPTY, 40_000)
    await p.take('first composer', 'composer', { shows: EMPTY })
  },
  home: p => emptied(p, EMPTY),
  scenes: [
    {
      name: 'typing',
      async run(p) {
        await p.press('hello there')
        await p.take('composer, text typed', 'composer', { typed: true, shows: /hello there/ })
        await p.press(CTRL('u'))
        await p.paste('first line\nsecond line\nthird line')
        await p.take('composer, several lines', 'composer', { typed: true, shows: /third line/ })
      },
    },
    {
      name: 'slash',
      async run(p) {
        await p.press('/')
        await p.take('slash popup', 'dialog', { shows: /about|agents/ })
        await p.press('mo')
        await p.take('slash popup, narrowed', 'dialog', { shows: /model +\w/ })
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
      name: 'shortcuts',
      async run(p) {
        await p.press('?')
        await p.take('shortcuts', 'composer', { also: ['dialog'] })
      },
    },
    {
      name: 'shell mode',
      async run(p) {
        await p.press('!')
        await p.take('shell mode', 'unknown', { shows: /shell mode|Type your shell command/i })
        await p.press(ESC)
      },
    },
    {
      name: 'model picker',
      async run(p) {
        await p.press('/model', ENTER)
        await p.take('model picker', 'dialog', { shows: /Select Model/ })
      },
    },
    {
      name: 'settings',
      async run(p) {
        await p.press('/settings', ENTER)
        await p.take('settings', 'dialog', { shows: /Settings/ })
      },
    },
    {
      name: 'theme',
      async run(p) {
        await p.press('/theme', ENTER)
        await p.take('theme picker', 'dialog', { shows: /Select Theme/ })
      },
    },
    {
      name: 'help',
      async run(p) {
        await p.press('/help', ENTER)
        await p.take('help', 'composer', { also: ['dialog'] })
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
        await p.take('working', 'working', { shows: /esc to cancel/i })
        await p.press('and also')
        await p.take('working, text typed', 'working', { typed: true, shows: /and also/ })
        await p.press(CTRL('u'), ESC)
        await p.take('after interrupt', 'composer', { typed: 'either', shows: /cancelled/i })
      },
    },
    {
      name: 'question',
      async run(p) {
        const options = ['Red', 'Blue'].map(label => ({ label, description: `Take ${label}` }))
        const questions = [{ question: 'Which colour?', header: 'Colour', type: 'choice', options }]
        p.plan('ask-one', { tool: /^ask_user$/, input: { questions } })
        await p.prompt('Please ask me, ask-one.')
        await p.take('question', 'dialog', { shows: /Which colour\?[\s\S]*Red/ })
      },
    },
    {
      name: 'write',
      async run(p) {
        p.plan('edit-one', { tool: /^write_file$/, input: { file_path: 'new.txt', content: 'one\ntwo\n' } })
        await p.prompt('Please write it, edit-one.')
        await p.take('permission to write', 'dialog', { shows: /Apply this change|Allow once/ })
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
        await p.take('model refuses', 'composer', { also: ['failed'], shows: /API Error/ })
      },
    },
    {
      name: 'history search',
      async run(p) {
        await p.press(CTRL('r'))
        await p.take('history search', 'dialog', { also: ['unknown'] })
      },
    },
    {
      name: 'rewind',
      async run(p) {
        await p.press('/rewind', ENTER)
        await p.take('rewind', 'dialog', { shows: /Rewind/ })
      },
    },
    {
      name: 'exit',
      async run(p) {
        p.running.surface.keys(CTRL('c'))
        await p.take('exit asked once', 'composer', { brief: true, shows: /again to exit/i })
      },
    },
  ],
}
