// Starting other programs: quietly beside us (`run`), or in our place (`become`).
import { spawn } from 'node:child_process'
import os from 'node:os'
import { isatty } from 'node:tty'
import { fail, say } from './say.mjs'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Runs a program to its end. Its stdout goes to our stderr, because our stdout may be somebody's input.
 * @param {string} command @param {string[]} args
 * @returns {Promise<number>} the exit code; 127 where it cannot be started
 */
export function run(command, args, options = {}) {
  return toItsEnd(spawn(command, args, { stdio: ['ignore', 2, 2], ...options }))
}

/** The same, for the talkative: what it prints is shown only where it fails. */
export async function runQuietly(command, args, options = {}) {
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', data => {
      printed += data
    })
  }
  const code = await toItsEnd(child)
  if (code !== 0) say(printed.trimEnd())
  return code
}

/** Waits for a child that must not outlive us: a signal ends both. */
async function toItsEnd(child) {
  const undo = SIGNALS.map(signal => {
    const end = () => {
      child.kill('SIGTERM')
      process.exit(exitCode(null, signal))
    }
    process.on(signal, end)
    return () => process.off(signal, end)
  })
  const code = await ended(child)
  for (const off of undo) off()
  return code
}

/** The exit code of a child, once it has closed: 127 where it could not be started, 128 + N after signal N. */
export function ended(child) {
  return new Promise(resolve => {
    child.once('error', () => resolve(127))
    child.once('close', (code, signal) => resolve(exitCode(code, signal)))
  })
}

/**
 * Runs a program as if it were this one: its stdio, our signals, its exit code. Never returns. It gets a process group of
 * its own: what is sent to ours (Ctrl-C, `timeout`) would end Electron's helpers before the app could close.
 */
export function become(command, args, options = {}) {
  const child = spawn(command, args, { stdio: 'inherit', detached: process.platform !== 'win32', ...options })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  child.once('error', error => fail(`${command} cannot be started: ${error.message}`))
  child.once('close', (code, signal) => process.exit(exitCode(code, signal)))
}

/**
 * Hands on the signals we get, and stays until the child has ended. What a terminal sends (Ctrl-C, its closing) goes to
 * the whole foreground group, so the child has that already: a second one would cut its clean end short.
 */
export function passSignals(child) {
  const inTerminal = [0, 1, 2].some(isatty)
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (signal === 'SIGTERM' || !inTerminal) child.kill(signal)
    })
  }
}

/** npm as a command: the one that runs us, else the one on the PATH (a .cmd on Windows, which needs a shell). */
export function npm(...args) {
  const own = process.env.npm_execpath
  if (own && /npm-cli\.c?js$/.test(own)) return { command: process.execPath, args: [own, ...args], options: {} }
  return { command: 'npm', args, options: { shell: process.platform === 'win32' } }
}

function exitCode(code, signal) {
  return code ?? 128 + (os.constants.signals[signal] ?? 0)
}
