#!/usr/bin/env node
// `npm run test:walk [-- [--without-tests] [--tests=PATH,…]]`: a newcomer who has README.md and nothing else, by script. In a bare
// Debian 12 with Node and npm, as a user who is not root: the two commands, then the commands of "Without a window", an agent,
// one refusal, one grant, one submit. What is typed comes from README.md itself. Needs root. By hand and before a release.
import fs from 'node:fs/promises'
import path from 'node:path'
import { openScreen } from './electron/screen.mjs'
import { readArguments } from './fresh/arguments.mjs'
import { copyNode } from './fresh/debian.mjs'
import { installInspector, overHttp } from './fresh/inspector.mjs'
import { cloneInto } from './fresh/place.mjs'
import { alsoFor, planOf } from './fresh/readme.mjs'
import { createSteps } from './fresh/steps.mjs'
import { fail } from './lib/say.mjs'
import { cleanRoot, inRoot, must } from './package/root.mjs'
import { createRunner, displayFor, sandboxOf, writeAsUser } from './package/running.mjs'

/** A surface that no rule lets the agent send to. */
const CLOSED = 'notes'
const wait = text => ({ until: { text }, timeout_s: 20 })

const { on: withoutTests, tests } = readArguments('--without-tests')
if (process.platform !== 'linux' || process.getuid() !== 0) fail('test:walk needs root on Linux.')
const { step, leftOut, end } = createSteps()
const root = await step('a bare Debian 12 (debootstrap, minbase)', () => cleanRoot({ screens: true })).catch(() =>
  end('Debian 12'),
)
const runner = createRunner(root)
const clone = `${root.user.home}/gatehouse`
let env = {}
let screen = null
try {
  env = await step('Node and npm, and nothing else', () => copyNode(root.folder, root.user.id))
  const plan = await step('clone, and read README.md', readPlan)
  await step(`\`${plan.two.start}\`, without a display`, note => withoutDisplay(plan, note))
  screen = await openScreen()
  const display = await displayFor(root, screen)
  await step(`\`${plan.two.start}\`, with one: says what is missing`, note => installMissing(plan, display, note))
  await step(`\`${plan.two.start}\`: the window, its sandbox on`, note => openWindow(plan, display, note))
  if (withoutTests) leftOut(`\`${plan.two.test}\``, 'npm run test:fresh runs it')
  else await step(`\`${[plan.two.test, ...tests].join(' ')}\``, note => runTests(plan, note))
  await connect(plan)
} catch (error) {
  console.error(error.stack)
} finally {
  await screen?.close()
  await root.remove()
}
end('Bare Debian 12')

async function readPlan() {
  await cloneInto({ folder: path.join(root.folder, root.user.home) }, 'gatehouse')
  await must(root, ['chown', '-R', `${root.user.id}:${root.user.id}`, clone])
  return planOf(await fs.readFile(path.join(root.folder, clone, 'README.md'), 'utf8'))
}

/** A line as it stands in README.md, in the clone, until it is ready. */
function begin(line, more = {}) {
  return runner.start(['sh', '-c', line], { env: { ...env, ...more }, cwd: clone, show: true })
}

async function withoutDisplay(plan, note) {
  const { printed } = await begin(plan.two.start)
  await runner.stop()
  const said = printed().match(/^No display .*$/m)?.[0]
  if (!said) throw new Error(`it does not say why there is no window: ${printed()}`)
  note(said)
}

async function installMissing(plan, display, note) {
  const { printed } = await begin(plan.two.start, display)
  await runner.stop()
  const line = remedyIn(printed())
  if (line === null) throw new Error(`it names no command: ${printed()}`)
  await must(root, ['sh', '-c', line.replaceAll('sudo ', '')])
  note(`\`${line}\`, which works`)
}

/** The command that it says would install what is missing; null = it says none. */
function remedyIn(text) {
  return text.match(/^Install what is missing with: +(.*)$/m)?.[1] ?? null
}

async function openWindow(plan, display, note) {
  const { pid, printed } = await begin(plan.two.start, display)
  note(`${await sandboxOf(root, pid)}${/stand-in/.test(printed()) ? '; with the stand-in Electron' : ''}`)
  await runner.stop()
}

/** A user who is not root is told what the tests need, installs it, and runs them again. */
async function runTests(plan, note) {
  const line = [plan.two.test, ...tests].join(' ')
  const once = () => inRoot(root, 'user', ['sh', '-c', line], { env, cwd: clone })
  let done = await once()
  const missing = remedyIn(done.text)
  if (missing !== null) {
    await must(root, ['sh', '-c', missing.replaceAll('sudo ', '')])
    done = await once()
  }
  const last = done.out.trimEnd().split('\n').at(-1)
  note(`${last}${missing === null ? '' : `, after \`${missing}\``}`)
  if (done.code !== 0) {
    console.error(done.text)
    throw new Error(last)
  }
}

/** "Without a window": a token, a policy, an agent, and how far it gets. */
async function connect(plan) {
  const line = `${plan.headless} --open=shell --name=${CLOSED}`
  const [token, hash] = await step(`\`${plan.token}\``, async () => {
    const { out } = await must(root, ['sh', '-c', plan.token], { as: 'user', env, cwd: clone })
    const made = out.split('\n')
    if (!/^\S{20,}$/.test(made[0]) || !made[1]?.startsWith('sha256:')) throw new Error('it prints no token and hash')
    return made
  })
  const writePolicy = text => writeAsUser(root, plan.file, text, { cwd: clone })
  await step(`\`${line}\``, async note => {
    await writePolicy(plan.policy(hash))
    note(`ready at \`${(await begin(line)).mcp}\``)
  })
  const inspector = await step('the MCP inspector, by npm', async note => {
    const made = await installInspector(root, env)
    note(made.name)
    return made
  })
  const http = overHttp(runner.ready().mcp, token)
  await step('it lists tools over HTTP, and submits where the policy of README.md lets it', async note => {
    const tools = await inspector.tools(http)
    const sum = { surface: plan.surface, text: 'echo $((40 + 2))-built', wait: wait('42-built') }
    const sent = await inspector.call(http, 'submit_text', sum)
    if (sent.isError || sent.wait?.reason !== 'text') throw new Error(JSON.stringify(sent))
    note(`${tools.length} tools; in ${plan.surface}: ${sent.outcome}`)
  })
  const submit = { surface: CLOSED, text: 'echo $((6 * 7))-noted', wait: wait('42-noted') }
  await step('one refusal', async note => {
    const refused = await inspector.call(http, 'submit_text', submit)
    if (!refused.isError || refused.code !== 'denied') throw new Error(JSON.stringify(refused))
    note(`\`${refused.code}\`: ${refused.why}`)
  })
  await step(`one grant: a rule for ${CLOSED} in ${plan.file}, started again`, async () => {
    await runner.stop()
    await writePolicy(alsoFor(plan.policy(hash), plan.surface, CLOSED))
    await begin(line)
  })
  const bridge = ['npm', 'run', '-s', '--prefix', clone, 'gatehouse', '--', 'mcp', '--agent', plan.agent]
  await step('one submit, over `gatehouse mcp`', async note => {
    const config = `${root.user.home}/mcp.json`
    const [command, ...args] = bridge
    const server = { command, args, env: { GATEHOUSE_TOKEN: token } }
    await writeAsUser(root, config, JSON.stringify({ mcpServers: { gatehouse: server } }))
    const stdio = ['--config', config, '--server', 'gatehouse']
    const sent = await inspector.call(stdio, 'submit_text', submit)
    if (sent.isError || sent.outcome !== 'submitted') throw new Error(JSON.stringify(sent))
    note(`in ${CLOSED}: ${sent.outcome}`)
  })
  await step('`read_surface` shows what came of it', async note => {
    const screenful = await inspector.call(overHttp(runner.ready().mcp, token), 'read_surface', { surface: CLOSED })
    const line = JSON.stringify(screenful.lines ?? screenful).match(/42-noted/)?.[0]
    if (!line) throw new Error(JSON.stringify(screenful))
    note(line)
  })
  await step('it ends, and nothing is left that says it runs', () => runner.stop())
}
