// What the two models say, turn by turn. They know nothing beforehand: which surface it is, and what came of the tests, they
// take from what their tools gave them.
import type { Planned, StubModel } from '../stub/server.ts'

/** What the planner asks of the tester, to the letter. */
export const REQUEST = 'Run the tests with `sh test.sh` and tell me the last line they print.'
/** What the person asks of the planner. */
export const TASK = 'Have the tester run the tests, and tell me what came out.'

/** the last line of the tests */
const RESULT = /\d+ passed, \d+ failed, run [0-9a-f]{8}/

/** The planner looks who is there, asks the tester, waits for it, reads its screen, and says what it read. */
export function planPlanner(model: StubModel): void {
  const tester = () => /"id":"(s_\w+)","name":"tester"/.exec(model.results.join('\n'))?.[1] ?? 'not found'
  model.plan(TASK, [
    { tool: /list_surfaces$/, input: {} },
    calls(/submit_text$/, () => {
      return { surface: tester(), text: REQUEST, wait: { until: 'idle', timeout_s: 300 } }
    }),
    calls(/read_surface$/, () => ({ surface: tester(), what: 'screen' })),
    says(() => `The tester says: "${RESULT.exec(model.results.at(-1) ?? '')?.[0] ?? 'nothing'}".`),
  ])
}

/** The tester looks who asks, has its own shell run the tests, and says what they printed. */
export function planTester(model: StubModel, planner: string): void {
  const justification = 'May I run the tests?'
  const input = { cmd: 'sh test.sh', sandbox_permissions: 'require_escalated', justification }
  model.plan(REQUEST, [
    { tool: /read_surface$/, input: { surface: planner } },
    { tool: /^exec_command$/, input },
    says(() => `They ran: ${RESULT.exec(model.results.at(-1) ?? '')?.[0] ?? 'nothing'}`),
  ])
}

/** Words that are made up when it is asked for them. */
function says(words: () => string): Planned {
  return {
    get words() {
      return words()
    },
  }
}

function calls(tool: RegExp, input: () => object): Planned {
  return {
    tool,
    get input() {
      return input()
    },
  }
}
