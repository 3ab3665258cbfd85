// Where an agent's token stands: it may be in no argument list of any process, and in no file that a preset writes.
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

/** Argument lists, and files of the surface's own folder, in which the token stands. */
export async function tokenLeaks(own: Own): Promise<string[]> {
  const leaks: string[] = []
  for (const pid of await pids()) {
    const line = await fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
    if (line.includes(own.token)) leaks.push(`arguments of process ${pid}: ${line.slice(0, 60).replaceAll('\0', ' ')}`)
  }
  const temporary = (await fs.readdir(os.tmpdir())).filter(name => name.startsWith('gatehouse-agents-'))
  const folders = temporary.map(name => path.join(os.tmpdir(), name, own.surface))
  return [...leaks, ...(await filesWith(own, folders))]
}

/** Files below these folders in which the token stands. */
export async function filesWith({ token }: Own, folders: readonly string[]): Promise<string[]> {
  const found: string[] = []
  for (const folder of folders) {
    for (const file of await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
      if (!file.isFile()) continue
      const name = path.join(file.parentPath, file.name)
      const { size } = await fs.stat(name).catch(() => ({ size: 0 }))
      if (size > MOST_BYTES) continue
      const text = await fs.readFile(name, 'latin1').catch(() => '')
      if (text.includes(token)) found.push(name)
    }
  }
  return found
}
