// Where an agent's token may not stand: in no argument list of any process, and in no file but those of our own that keep it.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** The program of a surface. */
export interface Own {
  readonly pid: number
  readonly token: string
  readonly surface: string
}

/** Larger files are none that a preset or an agent writes of us. */
const MOST_BYTES = 4 * 1024 * 1024

async function pids(): Promise<number[]> {
  return (await fs.readdir('/proc')).filter(name => /^\d+$/.test(name)).map(Number)
}

/** The process that this one started in the surface, with the token it was given; null = there is none. */
export async function ownProcess(surface: string): Promise<Own | null> {
  for (const pid of await pids()) {
    const stat = await fs.readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    if (stat.slice(stat.lastIndexOf(')')).split(' ')[2] !== String(process.pid)) continue
    const environ = (await fs.readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')).split('\0')
    const value = (name: string) => environ.find(one => one.startsWith(`${name}=`))?.slice(name.length + 1)
    const token = value('GATEHOUSE_TOKEN')
    if (value('GATEHOUSE_SURFACE') === surface && token) return { pid, token, surface }
  }
  return null
}

/** Every place where the token stands: argument lists, the surface's folder, and these folders. */
export async function tokenLeaks({ token, surface }: Own, folders: readonly string[]): Promise<string[]> {
  const leaks: string[] = []
  for (const pid of await pids()) {
    const line = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(token)) leaks.push(`arguments of process ${pid}: ${line.slice(0, 60).replaceAll('\0', ' ')}`)
  }
  const temporary = (await fs.readdir(os.tmpdir())).filter(name => name.startsWith('gatehouse-agents-'))
  const own = temporary.map(name => path.join(os.tmpdir(), name, surface))
  for (const folder of [...own, ...folders]) {
    for (const file of await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
      if (!file.isFile()) continue
      const name = path.join(file.parentPath, file.name)
      const { size } = await fs.stat(name).catch(() => ({ size: 0 }))
      if (size > MOST_BYTES) continue
      const text = await fs.readFile(name, 'latin1').catch(() => '')
      if (text.includes(token)) leaks.push(name)
    }
  }
  return leaks
}
