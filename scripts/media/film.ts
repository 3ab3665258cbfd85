// Takes frames of the window, and keeps of each only the part that is another than before.
import type { ElectronApplication, Page } from 'playwright-core'
import { animated, type Frame } from './apng.ts'

export interface Film {
  /** The window as it is now stands for `ms`. */
  shoot(ms: number): Promise<void>
  /** The film, as APNG. */
  end(): Buffer
}

/** The window as PNG, with as many pixels as it is drawn with. */
export const photo = (page: Page) => page.screenshot({ animations: 'disabled', caret: 'hide', scale: 'device' })

export function openFilm(app: ElectronApplication, page: Page): Film {
  const frames: Frame[] = []
  let before: Buffer | null = null
  return {
    async shoot(ms) {
      const now = await photo(page)
      const part = await changed(app, before, now)
      if (part === null) throw new Error(`frame ${frames.length + 1} shows nothing new`)
      frames.push({ ...part, ms })
      before = now
    },
    end: () => animated(frames),
  }
}

/** The rectangle in which two pictures of one size differ, cut out of the second; null = they do not. */
async function changed(
  app: ElectronApplication,
  before: Buffer | null,
  now: Buffer,
): Promise<Omit<Frame, 'ms'> | null> {
  const found = await app.evaluate(
    ({ nativeImage }, pngs) => {
      const [image, old] = pngs.map(png =>
        png === null ? null : nativeImage.createFromBuffer(Buffer.from(png, 'base64')),
      )
      const { width, height } = image!.getSize()
      const part = { x: 0, y: 0, width, height }
      if (old) {
        const [a, b] = [old.toBitmap(), image!.toBitmap()]
        let [left, top, right, bottom] = [width, height, -1, -1]
        for (let y = 0; y < height; y++) {
          for (let x = 0; x < width; x++) {
            const at = 4 * (y * width + x)
            if (a.readUInt32LE(at) === b.readUInt32LE(at)) continue
            left = Math.min(left, x)
            right = Math.max(right, x)
            top = Math.min(top, y)
            bottom = y
          }
        }
        if (right < 0) return null
        Object.assign(part, { x: left, y: top, width: right - left + 1, height: bottom - top + 1 })
      }
      return { ...part, png: image!.crop(part).toPNG().toString('base64') }
    },
    [now, before].map(png => png?.toString('base64') ?? null),
  )
  return found && { ...found, png: Buffer.from(found.png, 'base64') }
}
