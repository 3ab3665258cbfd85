// Runs inside Electron: draws an SVG at several sizes and writes each as PNG. Arguments: SVG FOLDER SIZE…
// A canvas of the hidden page does the drawing, so nothing has to be painted on a screen.
import fs from 'node:fs/promises'
import path from 'node:path'
import { app, BrowserWindow } from 'electron'

const [svg, folder, ...sizes] = process.argv.slice(process.argv.indexOf('--') + 1)
app.disableHardwareAcceleration()
// Not awaited: Electron is ready only after this module has loaded.
void draw().then(
  () => app.exit(0),
  error => {
    console.error(error.message)
    app.exit(1)
  },
)

async function draw() {
  await app.whenReady()
  const window = new BrowserWindow({ show: false, frame: false, webPreferences: { sandbox: true } })
  await window.loadURL('data:text/html,<title>icon</title>')
  const source = `data:image/svg+xml;base64,${(await fs.readFile(svg)).toString('base64')}`
  await fs.mkdir(folder, { recursive: true })
  for (const size of sizes) {
    const url = await window.webContents.executeJavaScript(`(${inPage})(${JSON.stringify(source)}, ${Number(size)})`)
    await fs.writeFile(path.join(folder, `${size}x${size}.png`), Buffer.from(url.split(',')[1], 'base64'))
  }
}

/** In the page. */
async function inPage(source, size) {
  const image = new Image(size, size)
  image.src = source
  await image.decode()
  const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size })
  canvas.getContext('2d').drawImage(image, 0, 0, size, size)
  return canvas.toDataURL('image/png')
}
