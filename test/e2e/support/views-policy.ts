// The policy and what ends by itself, of the states of the window that are looked at.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { Scene } from './scene.ts'
import { press, still, type Viewed } from './viewed.ts'

export const POLICY: readonly Viewed[] = [
  policyPart('policy-rules', 'Rules', async ({ shown: { page } }) => {
    const line = page.getByTestId('line-rule-r2')
    if ((await line.getAttribute('aria-expanded')) !== 'true') await line.click()
    await page.getByRole('button', { name: 'Edit in File' }).waitFor()
  }),
  policyPart(
    'policy-file',
    /^File/,
    async ({ shown: { page } }) => {
      const editor = page.getByRole('textbox', { name: 'The policy file', exact: true })
      await editor.fill((await editor.inputValue()).replace('"level": "type"', '"level": "tpye"'))
      await page.getByRole('list', { name: 'Faults' }).getByRole('button').click()
    },
    async page => {
      await page.getByRole('button', { name: 'Discard', exact: true }).click()
      await page.getByText('Everything is saved.').waitFor()
    },
  ),
  policyPart(
    'policy-starting',
    'Starting points',
    async ({ shown: { page } }) => {
      await page.getByRole('button', { name: 'Show what Open here changes' }).click()
      await page
        .getByTestId(/^change-/)
        .first()
        .waitFor()
    },
    page => page.getByRole('button', { name: 'Hide what Open here changes' }).click(),
  ),
  held(),
  {
    name: 'grants-temporary',
    once: true,
    async open({ shown: { page } }) {
      const given = await page.evaluate(async () => {
        const state = await window.gatehouse.invoke('state.get', {})
        const surface = state.ok && state.value.surfaces.find(({ name }) => name === 'shell')
        if (!surface) return null
        const wish = { agent: 'cursor', surface: surface.id, level: 'submit', minutes: 15 } as const
        await window.gatehouse.invoke('policy.temporary', wish)
        return surface.id
      })
      await press(page, 'Control+Shift+G')
      const cell = page.getByTestId(`cell-cursor-${given}`)
      if ((await cell.getAttribute('aria-selected')) !== 'true') await cell.click()
      const grant = page.getByRole('region', { name: 'Selected grant' })
      await grant.getByTestId('temporary').waitFor()
      await grant.getByRole('button', { name: /^More/ }).click()
      await still(page)
    },
    async close({ shown: { page } }) {
      const grant = page.getByRole('region', { name: 'Selected grant' })
      await grant.getByRole('button', { name: /^More/ }).click()
      await grant.getByRole('button', { name: 'End now' }).click()
      await grant.getByTestId('temporary').waitFor({ state: 'detached' })
      await press(page, 'Control+Shift+G')
    },
  },
]

/** A part of the policy page, by the way through Grants. */
function policyPart(
  name: string,
  tab: string | RegExp,
  there: (scene: Scene) => Promise<unknown>,
  back: (page: Page) => Promise<unknown> = async () => {},
): Viewed {
  return {
    name,
    once: true,
    async open(scene) {
      const { page } = scene.shown
      await press(page, 'Control+Shift+G')
      await page.getByRole('button', { name: 'Rules and file' }).click()
      await page.getByRole('tab', { name: tab }).click()
      await there(scene)
      await still(page)
    },
    async close({ shown: { page } }) {
      await back(page)
      await page.getByRole('button', { name: 'Close the policy' }).click()
    },
  }
}

/** What somebody else wrote into the file. */
function held(): Viewed {
  return {
    name: 'policy-held',
    once: true,
    async open({ folder, shown: { page } }) {
      const file = path.join(folder.dir, 'policy.json')
      await fs.writeFile(file, (await fs.readFile(file, 'utf8')).replace('"level": "read"', '"level": "type"'))
      await page.getByRole('button', { name: 'Show the difference', exact: true }).click()
      await page.locator('.decide[data-armed=true]').waitFor()
      await still(page)
    },
    async close({ shown: { page } }) {
      await page.getByRole('button', { name: 'Put back', exact: true }).click()
      await page.getByText('The policy is as it was accepted.').waitFor()
      await page.getByRole('button', { name: 'Close the policy' }).click()
    },
  }
}
