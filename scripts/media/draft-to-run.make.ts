// docs/pictures/draft-to-run.png: an agent drafts a command over MCP, it waits below the prompt, a person presses Run, git commits.
import fs from 'node:fs/promises'
import path from 'node:path'
import { test } from 'vitest'
import { dataFolder } from '../../test/helpers/data-folder.ts'
import { currentClient } from '../../test/helpers/mcp-clients.ts'
import { pane, sees, type } from '../../test/helpers/terminal.ts'
import { openFilm } from './film.ts'
import { opened, PICTURES, pointAt, project, usual } from './scene.ts'

const COMMIT = 'git commit -am "Thread the token family through login"'

test('draft-to-run.png', async () => {
  const rule = { id: 'r1', agents: 'cursor', surfaces: '*', level: 'type', ask: 'submit' }
  const folder = await dataFolder(['cursor'], [rule], [], { cursor: 'Cursor' })
  const home = await project(folder)
  const cwd = path.join(home, 'src/ledgerline')
  const shown = await opened(
    folder,
    [960, 600, 2],
    ['--open=shell', '--name=shell', '--workspace=ledgerline', `--cwd=${cwd}`],
  )
  const { app, page } = shown
  try {
    await sees(page, 'shell', /\$\s*$/m)
    await type(page, 'shell', 'git status -s', 'Enter')
    await sees(page, 'shell', /rotate\.test\.ts[\s\S]*\$\s*$/)
    await type(page, 'shell', 'git diff --stat', 'Enter')
    await sees(page, 'shell', /3 files changed[\s\S]*\$\s*$/)
    const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
    await agent.call('list_surfaces')
    await page.mouse.move(0, 0)

    const film = openFilm(app, page)
    await usual(page)
    await film.shoot(1500)

    await agent.call('type_text', { surface: 'shell', text: COMMIT })
    await pane(page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
    await usual(page)
    await film.shoot(3500)

    const run = pane(page, 'shell').getByRole('button', { name: /^Run/ })
    const box = (await run.boundingBox())!
    const [x, y] = [box.x + box.width / 2 - 4, box.y + box.height / 2 + 2]
    await pointAt(page, x + 90, y + 16)
    await film.shoot(500)
    await pointAt(page, x, y)
    await film.shoot(1200)

    await page.mouse.down()
    await page.mouse.up()
    await sees(page, 'shell', /\[auth\/rotate-tokens \w+\][\s\S]*\$\s*$/)
    await page.getByTestId('draft-card').waitFor({ state: 'detached' })
    await pane(page, 'shell').getByText('Cursor typing').waitFor({ state: 'detached' })
    await usual(page)
    await film.shoot(4000)
    await fs.writeFile(path.join(PICTURES, 'draft-to-run.png'), film.end())
    await agent.close()
  } finally {
    await shown.stop()
    await folder.remove()
  }
})
