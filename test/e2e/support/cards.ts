// What cards of the window do faster than a test can look: noted in the page as it happens.
import type { Page } from 'playwright-core'

/** To be awaited before what brings another card, or another revision of one: says then whether that counted at first, as `data-armed`. */
export async function nextCard(page: Page, testid: 'approval-card' | 'draft-card'): Promise<() => Promise<string>> {
  const next = await page.evaluateHandle(id => {
    const cards = () => [...document.querySelectorAll<HTMLElement>(`[data-testid=${id}]`)]
    const refOf = ({ dataset }: HTMLElement) => dataset['approval'] ?? dataset['draft']
    const known = cards().map(refOf)
    const armed = new Promise<string>(done => {
      new MutationObserver(() => {
        const other = cards().find(card => !known.includes(refOf(card)))
        if (other) done(other.dataset['armed'] ?? '')
      }).observe(document.body, { subtree: true, childList: true, attributes: true })
    })
    return { armed }
  }, testid)
  return () => next.evaluate(({ armed }) => armed)
}

/** Notes in the page when a card comes and when it is answered. */
export const watchCards = (page: Page) =>
  page.evaluate(() => {
    const came = new Map<string, number>()
    const stood: number[] = []
    const look = () => {
      const ref = document.querySelector('[data-testid=approval-card]')?.getAttribute('data-approval')
      if (ref && !came.has(ref)) came.set(ref, performance.now())
      if (!document.querySelector('[data-testid=approval-card] .busy')) return
      const from = ref && came.get(ref)
      if (from) stood.push(performance.now() - from)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
    Object.assign(window, { stood })
  })

/** For each card that was answered since, how long it had been on the screen, ms. */
export const stoodFor = (page: Page) => page.evaluate(() => (window as unknown as { stood: number[] }).stood)
