// What an installed Gatehouse must not let happen, tried on one that runs: a debugger in it, or code before its own.
import { inRoot } from './root.mjs'

/** @param {number} pid of the app, as seen inside */
export async function refusesDebuggers(root, pid, note) {
  const said = []
  for (const flag of [
    '--remote-debugging-port=0',
    '--remote-debugging-pipe',
    '--inspect=0',
    '-remote-debugging-port=0',
  ]) {
    const { code, text } = await inRoot(root, 'user', ['gatehouse', '--headless', flag])
    if (code !== 2 || !text.includes('not for an installed Gatehouse')) throw new Error(`${flag}: ${code}, ${text}`)
    said.push(flag)
  }
  await inRoot(root, 'user', ['sh', '-c', `echo 'console.log("it" + "-ran")' > /tmp/loaded.cjs`])
  for (const [env, args] of [
    [{ ELECTRON_RUN_AS_NODE: '1' }, ['/tmp/loaded.cjs']],
    [{ NODE_OPTIONS: '--require=/tmp/loaded.cjs' }, ['--version']],
    [{}, ['--version', '--inspect-brk=0']],
  ]) {
    const { text } = await inRoot(root, 'user', ['gatehouse', ...args], { env })
    if (/it-ran|Debugger listening/.test(text)) throw new Error(`${JSON.stringify(env)} ${args}: ${text}`)
  }
  await inRoot(root, 'root', ['sh', '-c', `kill -USR1 ${pid}`])
  const alive = await inRoot(root, 'root', ['sh', '-c', `sleep 1; kill -0 ${pid} && cat /proc/${pid}/net/tcp`])
  if (alive.code !== 0) throw new Error('a SIGUSR1 ended it')
  // 9229, where Node's inspector listens: 0x240D
  if (/ [0-9A-F]{8}:240D [0-9A-F]{8}:0000 0A/.test(alive.out)) throw new Error('a SIGUSR1 opened a debugger')
  note(`${said.length} switches, run-as-node, NODE_OPTIONS, SIGUSR1`)
}
