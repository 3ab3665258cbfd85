// A wrong argument comes back with its place, what is wrong with it, and what to give instead.
import { expect, test } from 'vitest'
import { callTool, serve } from '../serve.ts'

const CHOICES = 'must be "idle", "needs_you", "exit", {"text": …} or {"regex": …}.'

test.each([
  ['wait_for', { surface: 'api', until: 'done' }, 'until', `"until" ${CHOICES}`],
  ['wait_for', { surface: 'api', until: '{"text":"x"}' }, 'until', `"until" ${CHOICES}`],
  ['wait_for', { surface: 'api', until: { text: '' } }, 'until.text', '"until.text" is empty.'],
  ['wait_for', { surface: 'api' }, 'until', '"until" is missing.'],
  ['submit_text', { surface: 'api', wait: { until: 'done' } }, 'wait.until', `"wait.until" ${CHOICES}`],
  ['submit_text', { surface: 'api', wait: { until: 'idle', s: 1 } }, 's', '"wait" has no argument "s".'],
  [
    'send_many',
    { sends: [{ surface: 'api', text: 'x', submit: true, enter: true }] },
    'enter',
    '"sends.0" has no argument "enter".',
  ],
  ['send_many', { sends: [{ surface: 'api', text: 'x' }] }, 'sends.0.submit', '"sends.0.submit" is missing.'],
  ['press_key', { surface: 'api', key: 'Enter' }, 'keys', '"keys" is missing.'],
  ['press_key', { surface: 'api', keys: 'Enter' }, 'keys', '"keys" must be an array.'],
])('%s %j', async (tool, args, field, why) => {
  const { isError, data } = await callTool(await serve(), tool, args)
  expect({ isError, ...data }).toMatchObject({ isError: true, code: 'bad_arguments', field, why })
  expect(data['fix']).toBeTruthy()
})
