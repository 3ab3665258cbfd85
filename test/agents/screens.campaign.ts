// Renews test/fixtures/screens: what real agents show, version by version, in a wide and in a narrow surface, each screen
// with what is true of it. It judges nothing but that the scenes could be played; test/status/agents/screens.test.ts
// reads what is kept. Only by `npm run test:agents -- --part screens`.
import fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ROOT } from '../helpers/app.ts'
import { play, type Recorded } from './screens/player.ts'
import { WALKS } from './screens/walks.ts'
import { ALL } from './support/agents.ts'
import { versionsOf } from './support/versions.ts'

const SIZES = [
  { cols: 110, rows: 40 },
  { cols: 60, rows: 20 },
] as const
const FOLDER = path.join(ROOT, 'test/fixtures/screens')
/** Of one version; the task of the fixtures is variety. */
const LEAST = 30
const only = process.env['GATEHOUSE_SCREENS_VERSION']

describe.each(ALL.filter(({ id }) => versionsOf(id).length > 0))('$title', agent => {
  const versions = versionsOf(agent.id).filter(one => !only || one.version === only)
  test.each(versions)('$version: its screens are recorded', async installed => {
    const screens: Recorded[] = []
    const missing: string[] = []
    for (const size of SIZES) {
      const played = await play(agent, WALKS[agent.id], installed, size)
      screens.push(...played.screens)
      missing.push(...played.missing.map(one => `${size.cols}x${size.rows}: ${one}`))
    }
    await keep(agent.id, installed.version, screens)
    if (missing.length > 0) console.log(`${agent.title} ${installed.version}:\n${missing.join('\n')}`)
    expect(screens.length, missing.join('\n')).toBeGreaterThanOrEqual(LEAST)
  })
})

/** As data, and under test/.artifacts as pictures to look at. */
async function keep(agent: string, version: string, screens: readonly Recorded[]): Promise<void> {
  await fs.mkdir(path.join(FOLDER, agent), { recursive: true })
  await fs.writeFile(path.join(FOLDER, agent, `${version}.json`), `${JSON.stringify(screens, null, 1)}\n`)
  const pictures = screens.map(({ label, expect, typed, also, shot, cols, rows }) => {
    const { cursor, alt, title } = shot
    const about = { expect, typed, also, cols, rows, cursor, alt, title }
    return [`===== ${label} ${JSON.stringify(about)}`, ...shot.lines].join('\n')
  })
  await fs.mkdir(path.join(ROOT, 'test/.artifacts'), { recursive: true })
  const file = path.join(ROOT, 'test/.artifacts', `screens-${agent}-${version}.txt`)
  await fs.writeFile(file, `${pictures.join('\n')}\n`)
}
