// The tray icon: the way back to the window while programs run without one, and the second place to pause agents. Where a
// desktop shows no tray, starting Gatehouse again brings the window back.
import { Menu, nativeImage, Tray } from 'electron'
import type { House } from '../house.ts'

const SIZE = 22
/** The ladder: three bars, from left to right, bottom and top row of each. */
const BARS = [
  { left: 2, top: 13 },
  { left: 9, top: 8 },
  { left: 16, top: 3 },
] as const
const BAR = { width: 4, bottom: 19 }
/** Blue, green, red, alpha. */
const CALM = [0xd8, 0xd8, 0xd8, 0xff] as const
const PAUSED = [0x5a, 0x5a, 0xe0, 0xff] as const

export interface TrayActions {
  open(): void
  quit(): void
}

export interface ShownTray {
  /** On how many places something waits for a person. */
  needs(count: number): void
  close(): void
}

/** Shows what the house is at until `close`. Null where the system has no place for it. */
export function createTray(house: House, { open, quit }: TrayActions): ShownTray | null {
  let tray: Tray
  try {
    tray = new Tray(icon(CALM))
  } catch (error) {
    console.error('gatehouse: there is no tray here:', (error as Error).message)
    return null
  }
  let drawn = ''
  let waiting = 0
  function draw() {
    const { paused, closed } = house.gate.status()
    const now = JSON.stringify([paused !== null, closed, waiting])
    if (now === drawn) return
    drawn = now
    tray.setImage(icon(paused || closed ? PAUSED : CALM))
    const asks = waiting === 0 ? '' : `, ${waiting} ${waiting === 1 ? 'needs' : 'need'} you`
    tray.setToolTip(`Gatehouse${paused || closed ? ': agents are paused' : ''}${asks}`)
    tray.setContextMenu(
      Menu.buildFromTemplate([
        {
          label:
            waiting === 0 ? 'Open Gatehouse' : `Open Gatehouse (${waiting} ${waiting === 1 ? 'needs' : 'need'} you)`,
          click: open,
        },
        paused
          ? { label: 'Resume agents', enabled: closed === null, click: () => void house.gate.resume('person') }
          : { label: 'Pause agents', click: () => void house.gate.pause('person').catch(() => {}) },
        { type: 'separator' },
        { label: 'Quit Gatehouse', click: quit },
      ]),
    )
  }
  draw()
  tray.on('click', open)
  const unhear = house.gate.onChange(draw)
  return {
    needs(count) {
      waiting = count
      draw()
    },
    close() {
      unhear()
      tray.destroy()
    },
  }
}

function icon(colour: readonly [number, number, number, number]) {
  const pixels = Buffer.alloc(SIZE * SIZE * 4)
  for (const { left, top } of BARS) {
    for (let y = top; y < BAR.bottom; y++) {
      for (let x = left; x < left + BAR.width; x++) pixels.set(colour, (y * SIZE + x) * 4)
    }
  }
  return nativeImage.createFromBitmap(pixels, { width: SIZE, height: SIZE })
}
