// What a person is told outside of the window: notifications, a count on the app's icon, progress in the taskbar. What there is to
// tell is decided in main/status; this watches, shows it the system's way and takes it back.
import { app, type BrowserWindow, Notification, nativeImage } from 'electron'
import type { DoEvent } from '../../preload/contract.ts'
import type { House } from '../house.ts'
import { badgeCount, needingYou, reasonsOf, type Scene, taskbarOf, unreachedIn } from '../status/attention.ts'
import { NOTHING_TOLD, type Note, notify } from '../status/notify.ts'

/** What stands on a notification about one question. There is no Allow: a yes needs the text before the eyes. */
const BUTTONS = ['Deny', 'Open'] as const
/** Changes within this many ms are looked at together. */
const LOOK_MS = 100
const DOT = 16

interface Reach {
  window(): BrowserWindow | null
  /** Brings the window to the front, opens one where there is none, and asks its page. */
  ask(event: DoEvent): void
  /** Hears on how many places something waits for a person. */
  needs(count: number): void
}

type Watched = Pick<House, 'registry' | 'gate' | 'settings' | 'view'>

/** Watches and tells until `close`. `buttons`: whether this system's notifications have some (with others, a click opens). */
export function startNotifying(
  house: Watched,
  reach: Reach,
  buttons: boolean = process.platform === 'darwin' || process.platform === 'win32',
): { close(): void } {
  const { registry, gate, settings } = house
  const titles = house.view.state().about.programs
  const open = new Map<number, { close(): void }>()
  const draw = onIcon(reach.window)
  let told = NOTHING_TOLD
  let watched: string | null = null
  let timer: NodeJS.Timeout | null = null
  let due = Number.POSITIVE_INFINITY
  let closed = false

  function look() {
    due = Number.POSITIVE_INFINITY
    // Before anything is asked: a surface may have news of its own while it is.
    watched = registry.watching()
    const { notifyNeedsYou, notifyFailed, notifyDone, badge } = settings.get()
    const scene: Scene = {
      surfaces: registry.all().map(surface => surface.summary()),
      approvals: gate.approvals().waiting,
      drafts: gate.drafts(),
      title: preset => (preset === 'shell' ? null : (titles[preset]?.title ?? null)),
    }
    const wants = { needs_you: notifyNeedsYou, failed: notifyFailed, done: notifyDone }
    const looking = { reasons: reasonsOf(scene), unreached: unreachedIn(scene.surfaces), watched, wants }
    const { next, show, takeBack, wait } = notify(told, looking, performance.now())
    told = next
    for (const id of takeBack) {
      open.get(id)?.close()
      open.delete(id)
    }
    if (show) {
      const acts = buttons && show.ask !== null && show.refusable
      open.set(
        show.id,
        showNote(show, acts ? BUTTONS : [], which => (which === 'Deny' ? deny(show) : goTo(show))),
      )
    }
    draw(scene, badge)
    reach.needs(needingYou(scene))
    if (wait !== null) lookIn(wait)
  }
  function lookIn(ms: number) {
    const at = performance.now() + ms
    if (at >= due) return
    if (timer) clearTimeout(timer)
    due = at
    timer = setTimeout(look, ms)
  }
  function goTo({ surface, ask }: Note) {
    const there = surface !== null && registry.get(surface)
    if (there) reach.ask({ do: 'surface', surface })
    if (ask !== null) reach.ask({ do: 'approvals', id: ask.slice(0, ask.indexOf('@')) })
    else if (surface === null) reach.ask({ do: 'approvals' })
  }
  /** The person's answer to exactly what they were told of. What has changed since, or was not taken, is shown instead. */
  function deny(note: Note) {
    if (note.ask === null) return
    const taken = gate.answer({ ref: note.ask, how: 'deny' })
    void taken.then(
      done => done.ok || closed || goTo(note),
      () => closed || goTo(note),
    )
  }

  const soon = () => {
    if (closed) return
    // However short a look is, it counts.
    if (registry.watching() !== watched) look()
    else lookIn(LOOK_MS)
  }
  const unhear = [registry.onChange(soon), gate.onChange(soon)]
  settings.onChange(soon)
  look()
  return {
    close() {
      for (const stop of unhear) stop()
      if (timer) clearTimeout(timer)
      closed = true
      for (const note of open.values()) note.close()
    },
  }
}

type Pressed = (typeof BUTTONS)[number]

/** Shows nothing where the desktop has no notifications. `act` hears which button it was; a click beside them is Open. */
function showNote(
  { title, body }: Note,
  buttons: readonly Pressed[],
  act: (which: Pressed) => void,
): { close(): void } {
  if (!Notification.isSupported()) return { close() {} }
  const actions = buttons.map(text => ({ type: 'button' as const, text }))
  const notification = new Notification({ title, body, silent: true, ...(actions.length > 0 ? { actions } : {}) })
  notification.on('click', () => act('Open'))
  // The older form of this event tells the button beside it.
  notification.on('action', (event, index) => act(buttons[event.actionIndex ?? index] ?? 'Open'))
  notification.show()
  return notification
}

/** Draws what belongs on the app's icon, where that is another than before or the window is a new one. */
function onIcon(windowNow: () => BrowserWindow | null): (scene: Scene, badge: boolean) => void {
  let before = ''
  let drawnOn: BrowserWindow | null = null
  return (scene, badge) => {
    const count = badge ? badgeCount(scene) : 0
    const { value, mode } = taskbarOf(scene.surfaces)
    const now = JSON.stringify([count, value, mode])
    const window = windowNow()
    if (now === before && window === drawnOn) return
    before = now
    drawnOn = window
    if (process.platform !== 'win32') app.setBadgeCount(count)
    else window?.setOverlayIcon(count > 0 ? dot() : null, count > 0 ? `${count} to look at` : '')
    window?.setProgressBar(value, { mode })
  }
}

/** A filled circle, blue, green, red, alpha: Windows lays it over the icon and reads out its words. */
function dot() {
  const pixels = Buffer.alloc(DOT * DOT * 4)
  const middle = (DOT - 1) / 2
  for (let y = 0; y < DOT; y++) {
    for (let x = 0; x < DOT; x++) {
      if (Math.hypot(x - middle, y - middle) < middle) pixels.set([0xae, 0xd0, 0x5c, 0xff], (y * DOT + x) * 4)
    }
  }
  return nativeImage.createFromBitmap(pixels, { width: DOT, height: DOT })
}
