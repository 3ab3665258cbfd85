// What an installed Gatehouse must not let happen, tried on one that runs: a page without its sandbox, a debugger in it.
import { inRoot } from './root.mjs'

/**
 * Pages run with a filter for system calls, in namespaces of their own.
 * @param {number} pid of the app, as seen inside @returns {Promise<string>} what was seen
 */
export async function sandboxOf(root, pid) {
  const script = `
    readlink /proc/${pid}/ns/user && tr '\\0' ' ' < /proc/${pid}/cmdline; echo
    for p in /proc/[0-9]*; do
      case $(readlink $p/exe) in /opt/*) ;; *) continue ;; esac
      grep -qs -- --type=renderer $p/cmdline || continue
      echo "renderer $(readlink $p/ns/user) $(sed -n 's/^Seccomp:[^0-9]*//p' $p/status)"
    done
    stat -c 'helper %a' /opt/*/chrome-sandbox`
  const { out, text } = await inRoot(root, 'root', ['sh', '-c', script])
  const [space, line = '', ...rest] = out.trim().split('\n')
  if (/--no-sandbox/.test(line)) throw new Error(`it runs with ${line}`)
  const pages = rest.filter(row => row.startsWith('renderer '))
  if (pages.length === 0) throw new Error(`no page is there: ${text}`)
  for (const page of pages) {
    const [, own, filter] = page.split(' ')
    if (filter !== '2' || own === space) throw new Error(`a page without a sandbox: ${page}, and the app in ${space}`)
  }
  return `${pages.length} page: seccomp filter, a user namespace of its own; ${rest.at(-1)}`
}

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
