// Runs in Electron's main process before the app it is about: notes when things happen, in ms of the system's clock, and ends the app
// when there is nothing more to note. BENCH_OUT: the file for it. BENCH_PROMPT: what the terminal shows at the end; unset = nothing.
import fs from 'node:fs'
import { app } from 'electron'

const marks = {}
const mark = (name, at = performance.timeOrigin + performance.now()) => {
  marks[name] ??= at
}
const { BENCH_OUT, BENCH_PROMPT } = process.env

mark('main runs')
app.once('ready', () => mark('app ready'))
app.once('browser-window-created', (_event, window) => {
  mark('window made')
  window.once('ready-to-show', () => mark('ready to show'))
  const shown = new Promise(resolve => window.once('show', resolve)).then(() => mark('shown'))
  window.webContents.once('dom-ready', async () => {
    mark('page parsed')
    const seen = await window.webContents.executeJavaScript(`(${watch})(${JSON.stringify(BENCH_PROMPT ?? null)})`)
    for (const [name, at] of Object.entries(seen)) mark(name, at)
    await shown
    fs.writeFileSync(BENCH_OUT, JSON.stringify(marks))
    process.kill(process.pid, 'SIGTERM')
  })
})

/** In the page: resolves when a row of a terminal shows \`prompt\`, or at the first frame. */
async function watch(prompt) {
  const now = () => performance.timeOrigin + performance.now()
  if (prompt === null) {
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)))
    return {}
  }
  const at = await new Promise(resolve => {
    const look = () => {
      const rows = [...document.querySelectorAll('.xterm-rows > div')]
      if (!rows.some(row => row.textContent.includes(prompt))) return
      watching.disconnect()
      resolve(now())
    }
    const watching = new MutationObserver(look)
    watching.observe(document, { subtree: true, childList: true, characterData: true })
    look()
  })
  const paints = performance
    .getEntriesByType('paint')
    .map(({ name, startTime }) => [name, performance.timeOrigin + startTime])
  return { prompt: at, ...Object.fromEntries(paints) }
}
