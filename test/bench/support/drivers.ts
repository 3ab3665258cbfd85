// Programs in terminals that do what a case says: the socket they come to, and the command that starts one.
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../../helpers/app.ts'

export interface Size {
  readonly cols: number
  readonly rows: number
}

/** ms since 1970, with fractions, on the clock that all processes of this machine share */
export interface Printed extends Size {
  readonly begun: number
  /** cat has ended, and the last line is written */
  readonly ended: number
  /** the terminal has said where its cursor is; null = it has not */
  readonly answered: number | null
}

export interface Driver extends Size {
  /** Prints a file, then `last`, then asks the terminal where its cursor is. */
  cat(file: string, last: string, most?: number): Promise<Printed>
  /** Prints a file again and again, until `calm`. */
  flood(file: string): Promise<void>
  calm(): Promise<void>
  end(): Promise<void>
}

interface Waiting {
  resolve(result: never): void
  reject(error: Error): void
}

export interface Drivers {
  /** of this program in the terminal that is to be measured */
  command(name: string): readonly string[]
  /** The program of this name, once its terminal answers. */
  ready(name: string, mostMs?: number): Promise<Driver>
  close(): void
}

export async function createDrivers(): Promise<Drivers> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-drivers-'))
  const file = path.join(folder, 'socket')
  const there = new Map<string, Driver>()
  const waiting = new Map<string, (driver: Driver) => void>()
  const sockets = new Set<net.Socket>()
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    const answers: Waiting[] = []
    socket.once('close', () => {
      sockets.delete(socket)
      for (const { reject } of answers) reject(new Error('the program in the terminal has ended'))
    })
    createInterface({ input: socket }).on('line', line => {
      const { name, cols, rows, result } = JSON.parse(line)
      if (name === undefined) return answers.shift()?.resolve(result as never)
      const driver = driverOf(socket, { cols, rows }, answers)
      there.set(name, driver)
      waiting.get(name)?.(driver)
    })
  })
  server.listen(file)
  await once(server, 'listening')
  return {
    command: name => [process.execPath, path.join(ROOT, 'test/bench/support/driver.mjs'), file, name],
    ready(name, mostMs = 15_000) {
      const driver = there.get(name)
      if (driver) return Promise.resolve(driver)
      return new Promise((resolve, reject) => {
        const timer = setTimeout(reject, mostMs, new Error(`${name} did not start within ${mostMs / 1000} s`))
        waiting.set(name, one => {
          clearTimeout(timer)
          resolve(one)
        })
      })
    },
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
}

function driverOf(socket: net.Socket, size: Size, answers: Waiting[]): Driver {
  const order = (action: string, more: object = {}): Promise<never> => {
    socket.write(`${JSON.stringify({ action, ...more })}\n`)
    return new Promise((resolve, reject) => {
      answers.push({ resolve, reject })
    })
  }
  return {
    ...size,
    cat: (file, last, most) => order('cat', { file, last, most }),
    flood: file => order('flood', { file }),
    calm: () => order('calm'),
    end: () => order('end'),
  }
}
