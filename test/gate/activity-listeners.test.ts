// Who looks at the record while it is written: they hear of what is on disk, in order, and can neither stop nor delay it.
import { expect, onTestFinished, test, vi } from 'vitest'
import { openActivity, type Recorded } from '../../main/gate/activity.ts'
import { entry } from '../../main/gate/entries.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { folder } from './log/support/shown.ts'

const send = (text: string) => entry('send', 'cursor', { text, intent: 'submit' })

test('one that throws loses no record, closes nothing and keeps nobody else from hearing', async () => {
  const dir = await folder()
  const complains = vi.spyOn(console, 'error').mockImplementation(() => {})
  onTestFinished(() => complains.mockRestore())
  const activity = await openActivity(dir)
  const heard: number[] = []
  activity.onRecord(() => {
    throw new Error('a broken page')
  })
  activity.onRecord(({ seq }) => heard.push(seq))
  const seqs = await Promise.all(['a', 'b', 'c'].map(text => activity.append(send(text))))
  expect(seqs).toEqual([1, 2, 3])
  expect(await activity.append(send('d'))).toBe(4)
  expect(heard).toEqual([1, 2, 3, 4])
  expect(activity.status().fault).toBeNull()
  await activity.close()
  expect(await verifyActivity(dir)).toEqual({ ok: true, records: 4 })
  expect(complains).toHaveBeenCalledTimes(4)
})

test('what is heard of is on disk already, and one that records something itself holds up nothing', async () => {
  const dir = await folder()
  const activity = await openActivity(dir)
  const whole: Promise<unknown>[] = []
  const heard: Recorded[] = []
  const more: Promise<number>[] = []
  activity.onRecord(record => {
    heard.push(record)
    whole.push(verifyActivity(dir))
    if (record.entry.text === 'first') more.push(activity.append(send('second')))
  })
  expect(await activity.append(send('first'))).toBe(1)
  expect(await Promise.all(more)).toEqual([2])
  await activity.close()
  expect(heard.map(({ seq }) => seq)).toEqual([1, 2])
  for (const found of await Promise.all(whole)) expect(found).toMatchObject({ ok: true })
})
