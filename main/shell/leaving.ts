// What becomes of running programs when the window closes, a person quits, or wants a newer version: asked where something is at work,
// unless the settings have the answer. On macOS closing the window never ends the app (untried there). Ending the house is desk.ts's.
import { app, type BrowserWindow, dialog, type MessageBoxOptions } from 'electron'
import type { House } from '../house.ts'
import { atRest } from '../status/state.ts'
import { agreed } from '../updates/in-the-way.ts'

export interface Leaving {
  /** A window is open: what was decided for the one before is over. */
  opened(): void
  /** The window is about to close. */
  closing(event: { preventDefault(): void }, window: BrowserWindow): void
  /** There is no window any more. */
  allClosed(): void
  /** The app is about to quit. */
  quitting(event: { preventDefault(): void }, window: BrowserWindow | null): void
  /** A person wants the newer version: asked about all that a restart ends, whatever the settings say. True: then it is so. */
  restarting(version: string, window: BrowserWindow | null): Promise<boolean>
}

/** `hasTray`: something but another start brings the window back. */
export function createLeaving(house: Pick<House, 'registry' | 'settings' | 'view'>, hasTray: () => boolean): Leaving {
  let decided: 'keep' | 'end' | null = null
  let asking = false

  /** Names of the surfaces in which something is not surely at rest, and that would end with us. */
  const busy = () =>
    house.registry
      .all()
      .map(surface => surface.summary())
      .filter(({ state, left, tmux }) => tmux === null && (left.length > 0 || !atRest(state)))
      .map(({ name }) => name)
      .join(', ')

  /** What runs in tmux goes on in any case: a sentence that says so, or nothing. */
  const goesOn = () => {
    const inTmux = house.registry.all().flatMap(surface => {
      const { name, tmux, exit } = surface.summary()
      return tmux && !exit ? [name] : []
    })
    return inTmux.length === 0 ? '' : ` What runs in tmux goes on: ${inTmux.join(', ')}.`
  }

  /** One question at a time: another gesture meanwhile is none. */
  async function ask(window: BrowserWindow | null, question: MessageBoxOptions) {
    if (asking) return null
    asking = true
    const given = window ? dialog.showMessageBox(window, question) : dialog.showMessageBox(question)
    return given.finally(() => {
      asking = false
    })
  }

  async function askToClose(window: BrowserWindow, names: string): Promise<void> {
    const back = hasTray() ? 'Its tray icon, or starting Gatehouse again, brings' : 'Starting Gatehouse again brings'
    const answer = await ask(window, {
      type: 'question',
      message: 'Close the window?',
      detail: `Programs still run in: ${names}. They can run on without a window. ${back} it back.${goesOn()}`,
      buttons: ['Keep them running', 'End them', 'Cancel'],
      checkboxLabel: 'Do not ask again',
      defaultId: 0,
      cancelId: 2,
    })
    const choice = (['keep', 'end'] as const)[answer?.response ?? 2]
    if (!answer || !choice) return
    if (answer.checkboxChecked) {
      const kept = await house.settings.set({ closeWindow: choice })
      if (!kept.ok) console.error(`gatehouse: ${kept.message}`)
    }
    decided = choice
    if (!window.isDestroyed()) window.close()
  }

  async function askToQuit(window: BrowserWindow | null, names: string): Promise<void> {
    const answer = await ask(window, {
      type: 'question',
      message: 'Quit Gatehouse?',
      detail: `Programs still run in: ${names}. Quitting ends them.${goesOn()}`,
      buttons: ['Quit and end them', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    })
    if (answer?.response !== 0) return
    decided = 'end'
    app.quit()
  }

  return {
    opened() {
      decided = null
    },
    closing(event, window) {
      if (decided !== null) return
      const { closeWindow } = house.settings.get()
      const names = busy()
      if (process.platform === 'darwin' || closeWindow === 'keep') decided = 'keep'
      else if (closeWindow === 'end' || names === '') decided = 'end'
      else {
        event.preventDefault()
        void askToClose(window, names)
      }
    },
    allClosed() {
      if (decided !== 'keep') app.quit()
    },
    quitting(event, window) {
      if (decided === 'end') return
      const names = busy()
      if (names !== '' && house.settings.get().closeWindow !== 'end') {
        event.preventDefault()
        void askToQuit(window, names)
      } else decided = 'end'
    },
    async restarting(version, window) {
      const yes = await agreed(house.view.state, async detail => {
        const answer = await ask(window, {
          type: 'question',
          message: `Restart and update to ${version}?`,
          detail,
          buttons: ['Restart and update', 'Cancel'],
          defaultId: 1,
          cancelId: 1,
        })
        return answer?.response === 0
      })
      if (!yes) return false
      decided = 'end'
      return true
    },
  }
}
