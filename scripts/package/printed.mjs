// What the built `gatehouse` prints: the manual page and the completions come from the program that they describe.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { at } from '../lib/paths.mjs'

/** @param {...string} args of gatehouse @returns {Promise<string>} its stdout */
export async function printed(...args) {
  const { stdout } = await promisify(execFile)(process.execPath, [at('out', 'main', 'cli.js'), ...args])
  return stdout
}
