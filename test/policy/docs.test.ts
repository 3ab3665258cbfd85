// docs/policy.md does what it says: every policy in it is read, every command in it is run and prints what stands there.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCli } from '../../main/cli.ts'

const page = await fs.readFile(path.resolve(import.meta.dirname, '../../docs/policy.md'), 'utf8')
const files = [...page.matchAll(/^```jsonc? (\S+)\n(.*?)^```/gms)].map(([, name, text]) => ({
  name: name!,
  text: text!,
}))
const commands = [...page.matchAll(/^```console\n(.*?)^```/gms)].flatMap(([, block]) =>
  [...block!.matchAll(/^\$ gatehouse (.*)\n([^$]*)/gm)].map(([, line, output]) => ({ line: line!, output: output! })),
)

let dir: string
beforeAll(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-docs-'))
  for (const { name, text } of files) await fs.writeFile(path.join(dir, name), text)
})
afterAll(() => fs.rm(dir, { recursive: true, force: true }))

/** Words of a command line; a part in double quotes is one word. */
function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '')
}

async function run(line: string): Promise<string> {
  let out = ''
  const say = (text: string) => {
    out += text
  }
  const args = words(line).map(word => (files.some(({ name }) => name === word) ? path.join(dir, word) : word))
  await runCli(args, { out: say, err: say, version: '0' })
  return out.replaceAll(`${dir}${path.sep}`, '')
}

test('the page has examples to run', () => {
  expect(files.length).toBeGreaterThan(6)
  expect(commands.length).toBeGreaterThan(10)
})

test.each(commands)('$line', async ({ line, output }) => {
  const printed = await run(line)
  if (output.trim() === '') expect(JSON.parse(printed)).toMatchObject({ version: 1 })
  else expect(printed.trim()).toBe(output.trim())
})

test.each(files.filter(({ name }) => !['theirs.json', 'tested.json'].includes(name)))(
  '$name is a policy without a fault',
  async ({ name }) => {
    expect(await run(`policy check ${name}`)).toContain('no faults')
  },
)
