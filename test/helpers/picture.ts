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

/** The window as it is on the screen, PNG: at another zoom than 100 % Playwright would take a part of it. */
export async function captured(app: ElectronApplication): Promise<Buffer> {
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]!.webContents.capturePage()
    return image.toPNG().toString('base64')
  })
  return Buffer.from(png, 'base64')
}
