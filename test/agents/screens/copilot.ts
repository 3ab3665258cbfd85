// Copilot CLI: every state it can be in, scene by scene.
import { CTRL, DOWN, ENTER, ESC, emptied, IMITATION, LATE_MS, START_MS, UP } from './common.ts'
import type { Walk } from './player.ts'

const EMPTY = /^\s*╻▄+\s*\n\s*┃\s*\n\s*╹▀|^\s*❯\s*($|Type |Enter )/m
const PERMISSION = /Do you want to run this command\?/

export const copilot: Walk = {
  working: /^ [○◎◉●] (Working|Thinking)|esc( esc)? interrupt|Esc to cancel ·/m,
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
        // Right after Escape it takes the first key for a part of that.
        if (!(await p.showing(/^┃ \//m))) await p.press('/')
        await p.take('slash popup', 'dialog', { shows: /\/\w+ .*\w/ })
        await p.press('mo')
        await p.take('slash popup, narrowed', 'dialog', { shows: /\/model/ })
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
        await p.take('shell mode', 'unknown')
      },
    },
    {
      name: 'model picker',
      async run(p) {
        await p.press('/model', ENTER)
        await p.take('model picker', 'dialog', { shows: /Search models|Select Model/i })
      },
    },
    {
      name: 'help',
      async run(p) {
        await p.press('/help', ENTER)
        await p.take('help', 'dialog', { also: ['unknown'] })
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
        await p.take('working', 'working', { shows: /esc (to )?(cancel|interrupt)|Thinking|Working/i })
        await p.press('and also')
        await p.take('working, text typed', 'working', { typed: true, shows: /and also/ })
        await p.press(CTRL('u'), ESC, ESC)
        await p.take('after interrupt', 'composer', { typed: 'either', shows: /cancel|interrupted/i })
      },
    },
    {
      name: 'question',
      async run(p) {
        const input = { question: 'Which colour?', choices: ['Red', 'Blue'] }
        p.plan('ask-one', { tool: /^ask_user$/, input })
        await p.prompt('Please ask me, ask-one.')
        await p.take('question', 'dialog', { shows: /Which colour\?[\s\S]*Red/ })
      },
    },
    {
      name: 'write',
      async run(p) {
        const input = { path: `${p.marker}.txt`, file_text: 'one\ntwo\n' }
        p.plan('edit-one', { tool: /^create$/, input })
        await p.prompt('Please write it, edit-one.')
        await p.take('permission to write', 'dialog', { shows: /Do you want to/ })
      },
    },
    {
      name: 'sub-agent',
      async run(p) {
        const input = { description: 'Look', prompt: 'Look around, sub-wait.', agent_type: 'explore', name: 'look' }
        p.plan('sub-go', { tool: /^task$/, input })
        p.plan('sub-wait', { words: 'Seen.', after: 6000 })
        await p.prompt('Please have it looked at, sub-go.')
        await p.take('sub-agent works', 'working')
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
        await p.take('model refuses', 'composer', { also: ['failed'], shows: /stub\s+refuses|400/ })
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
