import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { openEvents, type Told } from '../../../main/surfaces/agents/events.ts'
import { createAgentFolders } from '../../../main/surfaces/agents/folder.ts'
import { until } from '../support.ts'

function spool() {
  const folders = createAgentFolders()
  onTestFinished(folders.close)
  const folder = folders.make('s_test01')
  let news = 0
  const events = openEvents(folder.events, () => {
    news += 1
  })
  onTestFinished(events.stop)
  const { sh, args } = folder.hook!
  const hook = (name: string, payload: string) => {
    const running = promisify(execFile)(sh, [...args, name])
    running.child.stdin!.end(payload)
    return running
  }
  return { folder, events, hook, news: () => news, args, sh }
}

test('what a hook tells arrives whole, is heard of, and its file goes', async () => {
  const { folder, events, hook, news } = spool()
  const payload = { text: 'a "quoted" line\nand another', more: 'é'.repeat(100_000) }
  const { stdout, stderr } = await hook('Stop', JSON.stringify(payload))
  expect([stdout, stderr]).toEqual(['', ''])
  await until('news', () => news() > 0)
  expect(events.take()).toEqual([{ name: 'Stop', payload }])
  expect(events.take()).toEqual([])
  expect(readdirSync(folder.events)).toEqual([])
})

test('what comes as an argument, and what comes without a word, arrive too', async () => {
  const { events, hook, sh, args } = spool()
  await promisify(execFile)(sh, [...args, 'notify', '--arg', '{"type":"x y"}'])
  await hook('Empty', '')
  expect(events.take()).toEqual([
    { name: 'notify', payload: { type: 'x y' } },
    { name: 'Empty', payload: null },
  ])
})

test('many hooks at once are all heard, and those one after the other in their order', async () => {
  const { events, hook } = spool()
  await Promise.all(Array.from({ length: 20 }, (_, at) => hook('At', JSON.stringify({ at }))))
  expect(
    events
      .take()
      .map(({ payload }) => (payload as { at: number }).at)
      .toSorted((one, two) => one - two),
  ).toEqual(Array.from({ length: 20 }, (_, at) => at))
  const inTurn: Told[] = []
  for (let at = 0; at < 5; at += 1) {
    await hook('Turn', String(at))
    inTurn.push({ name: 'Turn', payload: at })
  }
  expect(events.take()).toEqual(inTurn)
})

test('what is no event is thrown away, and stops nothing', async () => {
  const { folder, events, hook } = spool()
  mkdirSync(path.join(folder.events, 'folder.json'))
  writeFileSync(path.join(folder.events, 'half.json'), 'Stop')
  writeFileSync(path.join(folder.events, 'broken.json'), 'Stop\n{"a":')
  writeFileSync(path.join(folder.events, 'huge.json'), `Stop\n"${'x'.repeat(5 * 1024 * 1024)}"`)
  writeFileSync(path.join(folder.events, 'unfinished.part'), 'Stop\n{}')
  await hook('Real', '{}')
  expect(events.take()).toEqual([{ name: 'Real', payload: {} }])
  expect(readdirSync(folder.events)).toEqual(['unfinished.part'])
})

test('a hook whose folder is gone says nothing and fails nothing', async () => {
  const { folder } = spool()
  const script = path.join(folder.folder, 'hook.sh')
  const copy = `${folder.folder}-hook.sh`
  copyFileSync(script, copy)
  folder.remove()
  expect(await promisify(execFile)('/bin/sh', [copy, 'Stop', '--arg', '{}'])).toEqual({ stdout: '', stderr: '' })
})
