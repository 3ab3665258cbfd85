// The app itself, headless, against the suite: each scored scenario passes, or is listed here with the checks that cannot and
// why. One that passes although it is listed is a fault too, so the list stays true.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Running, startHeadless } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { NOT_APPLICABLE } from './not-applicable.ts'
import { type BearerProxy, bearerProxy } from './support/bearer-proxy.ts'
import { failuresOf, REVISIONS, runSuite, scoredIn } from './support/suite.ts'

let app: Running
let folder: DataFolder
let proxy: BearerProxy

beforeAll(async () => {
  folder = await dataFolder(['suite'], [{ id: 'r1', agents: 'suite', surfaces: '*', level: 'submit' }])
  app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  proxy = await bearerProxy(() => ({ url: app.ready.mcp, token: folder.agents['suite']!.token }))
})
afterAll(async () => {
  await proxy?.close()
  await app?.stop()
  await folder?.remove()
})

describe.each(REVISIONS)('requirements of %s', revision => {
  test('every scored scenario passes but those that need what the app does not have', async () => {
    const found = await runSuite(proxy.url, ['--requirements', revision])
    const scored = scoredIn(revision)
    const listed = scored.filter(name => NOT_APPLICABLE[name])
    const failures = scored.flatMap(name => failuresOf(name, found.get(name)!))
    const expected = listed.flatMap(name => NOT_APPLICABLE[name]!.checks.map(check => `${name}: ${check}`))
    expect(failures.map(line => line.split(' | ')[0]).sort(), failures.join('\n')).toEqual(expected.sort())
    console.log(`${revision}: ${scored.length - listed.length} of ${scored.length} scored scenarios passed by the app`)
  })
})
