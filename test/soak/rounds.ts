// What a person and the agents do in the long run, round after round: everything the window has, by its keys.
import type { Page } from 'playwright-core'
import type { TestClient } from '../helpers/mcp-clients.ts'

export interface Rounds {
  done: number
  sends: number
  typed: number
}

async function count(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const state = await window.gatehouse.invoke('state.get', {})
    return state.ok ? state.value.surfaces.length : 0
  })
}

/** Whatever it does. Runs in the page. */
async function closeNewest(): Promise<void> {
  const state = await window.gatehouse.invoke('state.get', {})
  const newest = state.ok && state.value.surfaces.at(-1)
  if (newest) await window.gatehouse.invoke('surface.close', { id: newest.id, sure: true })
}

async function idOf(page: Page, name: string): Promise<string> {
  return page.evaluate(async wanted => {
    const state = await window.gatehouse.invoke('state.get', {})
    return (state.ok && state.value.surfaces.find(surface => surface.name === wanted)?.id) || ''
  }, name)
}

/** What waits for the person is denied and discarded. Runs in the page. */
async function denyAll(): Promise<void> {
  const state = await window.gatehouse.invoke('state.get', {})
  if (!state.ok) return
  for (const { ref } of state.value.approvals.waiting) {
    await window.gatehouse.invoke('approval.answer', { ref, how: 'deny' })
  }
  for (const { ref } of state.value.drafts) await window.gatehouse.invoke('draft.discard', { ref })
}

type Connect = (agent: 'cursor' | 'codex') => Promise<TestClient>

/** Ends only when its user stops. Yields after every step. */
export async function* rounds(page: Page, connect: Connect, shells: readonly string[], counts: Rounds) {
  const press = (...keys: string[]) =>
    keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve())
  const settle = () =>
    page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  for (;;) {
    const shell = shells[counts.done % shells.length]!
    // Looks at everything.
    for (let place = 1; place <= 9; place++) {
      await press(`Alt+${place}`)
      await settle()
      yield
    }
    // Types in a shell.
    await page.getByTestId(`surface-row-${await idOf(page, shell)}`).click()
    const line = `echo round ${counts.done}; seq 1 400`
    await page.keyboard.type(line)
    await press('Enter')
    counts.typed += line.length
    yield
    // A split comes and goes where there is room for one; a pane is zoomed.
    const had = await count(page)
    await press('Control+Shift+o')
    for (let n = 0; n < 20 && (await count(page)) === had; n++) await settle()
    await press('Control+Shift+Enter', 'Control+Shift+Enter')
    if ((await count(page)) > had) await page.evaluate(closeNewest)
    while ((await count(page)) > had) yield
    yield
    // Looks for text, opens and closes every panel and page.
    await press('Control+Shift+f')
    await page.keyboard.type('GET')
    await press('Enter', 'Escape')
    for (const key of ['g', 'k', 'a', ',']) {
      await press(`Control+Shift+${key}`)
      await settle()
      yield
      await press(key === ',' ? 'Escape' : `Control+Shift+${key}`)
    }
    await press('Control+Shift+p')
    await page.keyboard.type('shell')
    await press('Escape')
    await page.setViewportSize(counts.done % 2 ? { width: 1440, height: 900 } : { width: 1100, height: 700 })
    yield
    // Agents come, read, send, draft, ask and go.
    const [cursor, codex] = await Promise.all([connect('cursor'), connect('codex')])
    const theirs = shells[(counts.done + 2) % shells.length]!
    await cursor.call('read_surface', { surface: theirs, what: 'scrollback' })
    const sends = [
      cursor.call('submit_text', { surface: theirs, text: `echo agent ${counts.done}` }),
      codex.call('type_text', { surface: shell, text: `echo draft ${counts.done}` }),
      codex.call('submit_text', { surface: shell, text: 'echo asked' }),
    ]
    let over = false
    const all = Promise.all(sends).finally(() => {
      over = true
    })
    while (!over) {
      await page.evaluate(denyAll)
      yield
    }
    await all
    await page.evaluate(denyAll)
    await Promise.all([cursor.close(), codex.close()])
    counts.sends += 3
    counts.done += 1
    yield
  }
}
