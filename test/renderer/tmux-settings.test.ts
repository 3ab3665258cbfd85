// What starts in tmux is chosen among what there is, and a name of a host is one before it is saved.
import { expect, test } from 'vitest'
import { SETTINGS } from '../../preload/contract.ts'
import { hostsFrom, hostsText } from '../../renderer/state/settings-text.ts'
import { tmuxChoices, withChoice } from '../../renderer/state/tmux-settings.ts'

const about = {
  shell: { name: 'zsh', path: '/bin/zsh' },
  programs: { shell: { title: 'Shell', leading: {} }, codex: { title: 'Codex', leading: {} } },
}

test('the shell comes first, each once, and what is chosen and gone can be taken back', () => {
  expect(tmuxChoices(about, ['codex', 'gone'])).toEqual([
    { id: 'shell', title: 'Shell (zsh)' },
    { id: 'codex', title: 'Codex' },
    { id: 'gone', title: 'gone' },
  ])
})

test('choosing adds at the end, once; taking back leaves the others as they are', () => {
  expect(withChoice(['shell'], 'codex', true)).toEqual(['shell', 'codex'])
  expect(withChoice(['shell', 'codex'], 'shell', true)).toEqual(['codex', 'shell'])
  expect(withChoice(['shell', 'codex'], 'shell', false)).toEqual(['codex'])
})

test('hosts are read with blanks or commas between them, each once, and written so that they are read again', () => {
  expect(hostsFrom(' build,  me@studio build ')).toEqual({ ok: true, value: ['build', 'me@studio'] })
  expect(hostsFrom('')).toEqual({ ok: true, value: [] })
  const hosts = ['a', 'b.example.org', 'u@c:22']
  expect(hostsFrom(hostsText(hosts))).toEqual({ ok: true, value: hosts })
})

test.each(['-oProxyCommand=x', 'a;b', '$(x)', 'ä'])('%s is no name of a host, and that is said', text => {
  expect(hostsFrom(`build ${text}`)).toMatchObject({ ok: false, fault: expect.stringContaining(`${text} is no name`) })
})

test('what is read can be saved', () => {
  const read = hostsFrom(Array.from({ length: 101 }, (_, at) => `h${at}`).join(' '))
  expect(read).toMatchObject({ ok: false, fault: 'Use 100 hosts at most.' })
  const fine = hostsFrom('build studio')
  expect(fine.ok && SETTINGS.forwardTo.schema.safeParse(fine.value).success).toBe(true)
})
