// What the long scripts make in the temporary folder is gone with them, however they end.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

const LEAVING = path.resolve(import.meta.dirname, '../../scripts/lib/leaving.mjs')
/** Makes a folder with something in it, starts a program that is to end with it and has its output, names the folder, and stays or ends. */
const script = (end: string) => `
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { onLeaving, temporaryFolder } from ${JSON.stringify(LEAVING)}
const { folder, remove } = await temporaryFolder('gatehouse-leaving-')
fs.writeFileSync(folder + '/a', '')
const child = spawn('sleep', ['1000'], { stdio: ['ignore', 'inherit', 'ignore'] })
const forget = onLeaving(() => child.kill('SIGKILL'))
console.log(folder)
${end}
setInterval(() => {}, 1000)`

test.skipIf(process.platform === 'win32').each([
  ['', 'SIGINT', 130],
  ['', 'SIGTERM', 143],
  ['', 'SIGHUP', 129],
  ['process.exit(3)', null, 3],
  ["throw new Error('a fault')", null, 1],
  ["forget(); child.kill('SIGKILL'); await remove(); process.exit(0)", null, 0],
] as const)('%s %s', async (end, signal, code) => {
  const args = ['--input-type=module', '--eval', script(end)]
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] })
  // Not before the program, which holds the output too, has ended.
  const closed = once(child, 'close')
  const [line] = await once(child.stdout, 'data')
  const folder = String(line).trim()
  expect(folder).toMatch(/gatehouse-leaving-/)
  if (signal !== null) child.kill(signal)
  expect(await closed).toEqual([code, null])
  expect(fs.existsSync(folder)).toBe(false)
})
