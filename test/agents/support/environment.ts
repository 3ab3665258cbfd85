// What a real agent is started with: nothing of this machine's user, and nobody to talk to but loopback.
import fs from 'node:fs/promises'
import path from 'node:path'

/** Whatever is not on loopback goes to a port where nobody listens. */
export function alone(home: string, own: Readonly<Record<string, string>> = {}): Record<string, string> {
  const nobody = 'http://127.0.0.1:9'
  return {
    PATH: `${path.dirname(process.execPath)}:/usr/local/bin:/usr/bin:/bin`,
    HOME: home,
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    LANG: 'C.UTF-8',
    HTTP_PROXY: nobody,
    HTTPS_PROXY: nobody,
    NO_PROXY: '127.0.0.1,localhost',
    ...own,
  }
}

/** One word of a shell's line. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** Takes an agent's folder away, and what it left running from there: Codex leaves a server behind. */
export async function removeFolder(dir: string): Promise<void> {
  for (const name of await fs.readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue
    const line = await fs.readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '')
    if (!line.startsWith(`${dir}${path.sep}`)) continue
    try {
      process.kill(Number(name), 'SIGKILL')
    } catch {
      // It has ended.
    }
  }
  await fs.rm(dir, { recursive: true, force: true, maxRetries: 5 })
}
