// Takes pictures of the window and compares two by their pixels, in Electron itself.
import type { ElectronApplication } from 'playwright-core'

/** The part of the pixels that differ visibly, 0 to 1; 1 where the sizes differ. */
export function differs(app: ElectronApplication, one: Buffer, other: Buffer): Promise<number> {
  return app.evaluate(
    ({ nativeImage }, pngs) => {
      const [a, b] = pngs.map(png => nativeImage.createFromBuffer(Buffer.from(png, 'base64')).toBitmap())
      if (!a || !b || a.length !== b.length) return 1
      let different = 0
      for (let at = 0; at < a.length; at += 4) {
        const distance = Math.max(...[0, 1, 2].map(channel => Math.abs(a[at + channel]! - b[at + channel]!)))
        if (distance > 24) different += 1
      }
      return different / (a.length / 4)
    },
    [one.toString('base64'), other.toString('base64')],
  )
}

/** How often a frame is looked at before it counts though it still changes: a caret blinks. */
const MOST_LOOKS = 10

/** The window as it is on the screen, PNG, once it stands still: at another zoom than 100 % Playwright would take a part of it. */
export async function captured(app: ElectronApplication): Promise<Buffer> {
  const png = await app.evaluate(async ({ BrowserWindow }, most) => {
    const page = BrowserWindow.getAllWindows()[0]!.webContents
    // Two frames on: what was changed just now is drawn.
    const frames = 'new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))'
    let before = ''
    for (let look = 0; look < most; look++) {
      await page.executeJavaScript(frames)
      const now = (await page.capturePage()).toPNG().toString('base64')
      if (now === before) break
      before = now
    }
    return before
  }, MOST_LOOKS)
  return Buffer.from(png, 'base64')
}
