// Codex: every state it can be in, scene by scene.
import { CTRL, DOWN, ENTER, ESC, emptied, IMITATION, LATE_MS, START_MS, UP } from './common.ts'
import type { Walk } from './player.ts'

const READY = /^\s*›/m
/** The last of its marks is that of its box; what stands in the empty one differs from start to start. */
const HINTS =
  'Ask Codex|Explain this|Summarize recent|Implement \\{|Find and fix|Write tests|Improve doc|Run /review|Use /skills'
const EMPTY = new RegExp(`^\\s*› (${HINTS})[^\\n]*(\\n(?!\\s*›).*)*$(?![\\s\\S])`, 'm')
const PERMISSION = /Would you like to run|create the marker\?/

export const codex: Walk = {
  working: /^[\u2800-\u28ff]/,
  async start(p) {
    // Some versions do not ask where a provider of one's own is set.
    await p.shows(/trust|^\s*›/im, START_MS)
    const asked = await p.shows(/Trust this folder|Do you trust/i, 4000).then(
      () => true,
      () => false,
    )
    if (asked) {
      await p.take('trust', 'dialog', { shows: /trust/i })
      await p.press(DOWN)
      await p.take('trust, second choice', 'dialog', { shows: /trust/i })
      await p.press(UP, ENTER)
    }
    await p.take('first composer', 'composer', { shows: READY })
  },
  home: p => emptied(p, EMPTY),
  scenes: [
    {
      name: 'typing',
      async run(p) {
        await p.press('hello there')
        await p.take('composer, text typed', 'composer', { typed: true, shows: /› hello there/ })
        await p.press(CTRL('u'))
        await p.paste('first line\nsecond line\nthird line')
        await p.take('composer, several lines', 'composer', { typed: true, shows: /third line/ })
      },
    },
    {
      name: 'slash',
      async run(p) {
        await p.press('/')
        await p.take('slash popup', 'dialog', { shows: /^\s*›? ?\/model/m })
        await p.press('mo')
        await p.take('slash popup, narrowed', 'dialog', { shows: /^\s*›? ?\/model/m })
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
        await p.take('shortcuts', 'composer', {
          also: ['dialog'],
          typed: 'either',
          shows: /for commands|Keyboard shortcuts/,
        })
        await p.press('?')
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
        await p.take('model picker', 'dialog', { shows: /Select Model|Select Reasoning/i })
      },
    },
    {
      name: 'permissions picker',
      async run(p) {
        await p.press('/permissions', ENTER)
        await p.take('permissions picker', 'dialog', { shows: /Update Model Permissions|Approval|Select/i })
      },
    },
    {
      name: 'review picker',
      async run(p) {
        await p.press('/review', ENTER)
        await p.take('review picker', 'dialog', { shows: /review preset/i })
      },
    },
    {
      name: 'status',
      async run(p) {
        await p.press('/status', ENTER)
        await p.take('status', 'composer', { shows: /Directory:/ })
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
        await p.take('after no', 'composer', { shows: /canceled|interrupted|What should/i })
      },
    },
    {
      name: 'working',
      async run(p) {
        p.plan('wait-one', { words: 'Late.', after: LATE_MS })
        await p.prompt('Please think about it, wait-one.')
        await p.take('working', 'working', { shows: /esc to interrupt/i })
        await p.press('and also')
        await p.take('working, text typed', 'working', { typed: true, shows: /and also/ })
        await p.press(CTRL('u'), ESC)
        await p.take('after interrupt', 'composer', { typed: 'either', shows: /interrupted|wait-one/i })
      },
    },
    {
      name: 'transcript',
      async run(p) {
        await p.press(CTRL('t'))
        await p.take('transcript', 'dialog', { shows: /T R A N S C R I P T|q to quit/ })
        await p.press('q')
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
      name: 'rewind',
      async run(p) {
        await p.press(ESC, ESC)
        await p.take('rewind', 'dialog', { shows: /edit|T R A N S C R I P T/ })
        await p.press('q')
      },
    },
  ],
}
