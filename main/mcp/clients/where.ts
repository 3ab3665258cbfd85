// Where things are on Linux, macOS and Windows, and whether a client is there at all. Reads nothing but what its host
// answers. macOS and Windows are untried.
import path from 'node:path'
import type { Client, Host, Where } from './model.ts'

export function whereOf({ platform, home, env }: Host): Where {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix
  const set = (name: string) => {
    const value = env[name] ?? ''
    return isAbsolute(value) ? value : null
  }
  // The XDG specification: a relative value is invalid and is ignored.
  const xdg = set('XDG_CONFIG_HOME') ?? join(home, '.config')
  const appData =
    platform === 'win32'
      ? (set('APPDATA') ?? join(home, 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support')
        : xdg
  return {
    env,
    platform,
    join,
    home: (...parts) => join(home, ...parts),
    appData: (...parts) => join(appData, ...parts),
    xdg: (...parts) => join(xdg, ...parts),
  }
}

/** Whether anything of the client is here: its config, its folder, or its program on PATH. */
export async function isHere(client: Client, host: Host): Promise<boolean> {
  const at = whereOf(host)
  const terminal = client.programs.length > 0 ? await host.searchPath?.() : undefined
  const env = terminal === undefined ? host.env : { ...host.env, PATH: terminal }
  const programs = client.programs.flatMap(name => [...onPath(name, host), ...onPath(name, { ...host, env })])
  const files = [...client.traces(at), ...client.configs(at), ...programs]
  const there = await Promise.all(files.map(file => host.exists(file)))
  return there.includes(true)
}

/** The one of a client's configs that is meant: see `Client.configs`. */
export async function configOf(client: Client, host: Host): Promise<string> {
  const files = client.configs(whereOf(host))
  const { dirname } = host.platform === 'win32' ? path.win32 : path.posix
  for (const file of files) if (await host.exists(file)) return file
  for (const file of files) if (await host.exists(dirname(file))) return file
  return files.at(-1)!
}

/** Every file that would be this program, in the order of PATH. */
export function onPath(name: string, { platform, env }: Host): string[] {
  const windows = platform === 'win32'
  const { join, isAbsolute, delimiter } = windows ? path.win32 : path.posix
  const list = env['PATH'] ?? (windows ? env['Path'] : undefined) ?? ''
  const ends = windows ? (env['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';') : ['']
  const folders = list.split(delimiter).filter(folder => isAbsolute(folder))
  return folders.flatMap(folder => ends.map(end => join(folder, name + end)))
}
