import fc from 'fast-check'
import { expect, test } from 'vitest'
import { programOf } from '../../main/mcp/program.ts'

test.each([
  ['/usr/bin/node', '/usr/bin/node'],
  ['/people/ada/.nvm/versions/node/v22.1.0/bin/node', '/people/ada/.nvm/versions/node/*/bin/node'],
  ['/people/ada/.local/share/claude/versions/2.1.329', '/people/ada/.local/share/claude/versions/*'],
  ['/people/ada/.local/share/claude/versions/2.1.329 (deleted)', '/people/ada/.local/share/claude/versions/*'],
  ['/opt/node-v22.1.0-linux-x64/bin/node', '/opt/node-*-linux-x64/bin/node'],
  ['/opt/homebrew/Cellar/node/22.1.0_1/bin/node', '/opt/homebrew/Cellar/node/*/bin/node'],
  ['/opt/tool/1.2.3-beta.4/tool', '/opt/tool/*/tool'],
  ['/store/@anthropic-ai+claude-code@2.1.3/cli', '/store/@anthropic-ai+claude-code@*/cli'],
  ['/snap/code/194/usr/share/code/code', '/snap/code/*/usr/share/code/code'],
  ['/snap/mine/x1/bin/mine', '/snap/mine/*/bin/mine'],
  ['/tmp/.mount_CursorAb3xYz/cursor', '/tmp/.mount_Cursor*/cursor'],
  // what is no version stays: a number alone is often an id, and python3.11 is a name of its own
  ['/run/user/1000/app', '/run/user/1000/app'],
  ['/usr/bin/python3.11', '/usr/bin/python3.11'],
  ['/opt/x86-64/tool', '/opt/x86-64/tool'],
])('%s is %s', (exe, program) => {
  expect(programOf(exe)).toBe(program)
})

test('the next version of a program is the same program, wherever it keeps its versions', () => {
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(999)).map(parts => parts.join('.'))
  const places = fc.constantFrom('/opt/V/bin/a', '/opt/vV/a', '/opt/a-vV-linux-x64/a', '/opt/a@V/a', '/people/x/V')
  fc.assert(
    fc.property(places, version, version, (place, one, other) => {
      expect(programOf(place.replace('V', one))).toBe(programOf(`${place.replace('V', other)} (deleted)`))
    }),
  )
})

test('programs of other names or folders never become the same', () => {
  const name = fc.stringMatching(/^[a-z]{1,8}$/)
  fc.assert(
    fc.property(name, name, (one, other) => {
      fc.pre(one !== other)
      expect(programOf(`/opt/${one}/1.2.3/bin`)).not.toBe(programOf(`/opt/${other}/1.2.3/bin`))
      expect(programOf(`/opt/1.2.3/${one}`)).not.toBe(programOf(`/opt/1.2.3/${other}`))
    }),
  )
})
