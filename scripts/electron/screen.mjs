// A virtual screen for tests: an Xvfb of our own on a free display, behind a cookie that only our children get.
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const SIZE = '1600x1000x24'
const START_MS = 20_000

/**
 * Starts it. Throws where Xvfb does not come up.
 * @returns {Promise<{env: Record<string, string>, close: () => Promise<void>}>} what its clients need in the environment
 */
export async function openScreen() {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-screen-'))
  const authority = path.join(folder, 'authority')
  await fs.writeFile(authority, cookieFile(), { mode: 0o600 })
  const args = ['-displayfd', '3', '-screen', '0', SIZE, '-nolisten', 'tcp', '-auth', authority, '-noreset']
  const server = spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] })
  const ended = new Promise(resolve => server.once('close', resolve))
  const atExit = () => {
    server.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', atExit)
  const close = async () => {
    process.off('exit', atExit)
    server.kill('SIGTERM')
    await ended
    await fs.rm(folder, { recursive: true, force: true })
  }
  try {
    const display = await displayOf(server)
    return { env: { DISPLAY: `:${display}`, XAUTHORITY: authority }, close }
  } catch (error) {
    if (server.pid !== undefined) await close()
    throw error
  }
}

/** Xvfb picks a free display and writes its number when clients may come. */
function displayOf(server) {
  return new Promise((resolve, reject) => {
    let errors = ''
    let number = ''
    const timer = setTimeout(() => reject(new Error(`Xvfb did not start within ${START_MS / 1000} s`)), START_MS)
    const settle = (act, value) => {
      clearTimeout(timer)
      act(value)
    }
    server.stderr.on('data', data => {
      errors += data
    })
    server.stdio[3].on('data', data => {
      number += data
      if (number.endsWith('\n')) settle(resolve, number.trim())
    })
    server.once('error', error => settle(reject, error))
    server.once('exit', code => settle(reject, new Error(`Xvfb ended with ${code}: ${errors.trim()}`)))
  })
}

/** An Xauthority entry that fits any display (family "wild"): lengths are big-endian 16-bit numbers. */
function cookieFile() {
  const counted = bytes => Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 255]), bytes])
  const none = Buffer.alloc(0)
  const parts = [none, none, Buffer.from('MIT-MAGIC-COOKIE-1'), randomBytes(16)]
  return Buffer.concat([Buffer.from([0xff, 0xff]), ...parts.map(counted)])
}
