// What is known of every command in the pages: what it prints here, or who runs it where it is not run here. A command that
// stands in no page any more is taken out, a new one put in: a test holds both.

/** Run to its end, in a folder of the page's own; `prints` is to be found in its standard output. */
interface Ends {
  readonly prints: RegExp
  /** the exit code; 0 unless said */
  readonly code?: number
}

/** Run until it says that it is ready, and ended. */
interface Serves {
  readonly serves: true
}

/** Not run here. `by`: the script of package.json, or the test, that runs it; absent where nothing does. */
interface Elsewhere {
  readonly not: string
  readonly by?: string
}

export type Known = Ends | Serves | Elsewhere

const BY_HAND = 'many minutes; it is itself the run, by hand'

export const COMMANDS: Readonly<Record<string, Known>> = {
  'npm start': { serves: true },
  'npm test': { not: 'it is what runs this', by: '.ci/run' },
  'npm run -s gatehouse -- token new my-agent': { prints: /^gate_\S{43}\nsha256:[0-9a-f]{64}\n/ },
  'npm start -- --headless --policy=policy.json --open=shell --name=build': { serves: true },

  'npm run dev': { not: 'it opens a window and stays; nothing runs it but people' },
  'npm run types': { not: 'a step of its own', by: '.ci/run' },
  'npm run lint': { not: 'a step of its own', by: '.ci/run' },
  'npm run knip': { not: 'a step of its own', by: '.ci/run' },
  'npx vitest run --project unit test/policy': { not: 'a part of npm test', by: '.ci/run' },
  'npx vitest run --project unit test/guards': { not: 'a part of npm test', by: '.ci/run' },
  'npm test -- --project e2e test/e2e/window.test.ts': { not: 'a part of npm test', by: '.ci/run' },

  'npm run test:agents': { not: BY_HAND, by: 'test:agents' },
  'npm run test:agents -- --agents claude,codex --part enter-once --count 500': { not: BY_HAND, by: 'test:agents' },
  'npm run test:agents -- --part waiting': { not: BY_HAND, by: 'test:agents' },
  'npm run test:agents -- --part lives': { not: BY_HAND, by: 'test:agents' },
  'npm run test:agents -- --part team': { not: 'it needs the agents, which it installs', by: 'test:agents' },
  'npm run test:clients': { not: BY_HAND, by: 'test:clients' },

  'npm run bench': { not: 'a quarter of an hour on a machine that does nothing else', by: 'bench' },
  'npm run bench keys': { not: 'it measures, which takes a machine that does nothing else', by: 'bench' },
  'npm run bench -- --install': { not: 'it installs packages of the system', by: 'bench' },
  'npm run bench -- --table': {
    not: 'it shows what was measured last, which is nothing on a fresh clone',
    by: 'bench',
  },
  'npm run bench -- --docs': { not: 'it writes into a page', by: 'bench' },
}

/** Pages whose commands are run by a test of their own, with everything they print. */
export const RUN_BY: Readonly<Record<string, string>> = { 'docs/policy.md': 'test/policy/docs.test.ts' }
