// What a figure was measured on: the machine, its load, and the versions of what took part.
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'

/** Name of a program and its version. */
export type Versions = Readonly<Record<string, string>>

export function machine(): { model: string; load: number } {
  const model = `${os.cpus()[0]?.model.trim() ?? 'unknown processor'} × ${os.cpus().length}, ${Math.round(os.totalmem() / 2 ** 30)} GB, ${os.type()} ${os.release()}`
  return { model, load: os.loadavg()[0]! }
}

export function versions(): Versions {
  const electron = process.env['GATEHOUSE_ELECTRON']
  return {
    Node: process.versions.node,
    ...(electron && { Electron: text(path.join(path.dirname(electron), 'version')) }),
    ...Object.fromEntries(['node-pty', '@xterm/xterm', '@xterm/headless'].map(name => [name, packaged(name)])),
    ...versionOf('tmux', ['-V'], /tmux (\S+)/),
  }
}

/** The version a program of this system gives itself; nothing where it is not there. */
export function versionOf(program: string, args: readonly string[], pattern: RegExp, name = program): Versions {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', timeout: 5000 })
  const found = pattern.exec(`${stdout ?? ''}${stderr ?? ''}`)?.[1]
  return found ? { [name]: found } : {}
}

function packaged(name: string): string {
  // The case runs from test/.artifacts.
  const { resolve } = createRequire(import.meta.url)
  try {
    return JSON.parse(
      text(path.join(resolve.paths(name)!.find(dir => fs.existsSync(path.join(dir, name)))!, name, 'package.json')),
    ).version
  } catch {
    return 'unknown'
  }
}

function text(file: string): string {
  return fs.readFileSync(file, 'utf8').trim()
}
