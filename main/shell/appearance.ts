// What of the window's look the page cannot draw by itself: the theme of native parts, the colour behind the page, the scale of all
// of it. And opening settings.json. The values are the settings'; it owns none.
import { existsSync } from 'node:fs'
import { type BrowserWindow, nativeTheme, shell } from 'electron'
import type { Failure, Result } from '../../preload/contract.ts'
import { writeAtomic } from '../store/atomic.ts'
import { startEditor } from '../store/editor.ts'
import { failure, reasonOf } from '../store/failure.ts'
import type { Settings } from '../store/settings.ts'
import { CANVAS } from './windows.ts'

/** A program that the system starts in the foreground has opened the file by then. */
const OPENED_MS = 3000

/** Follows the settings from now on, before any window is open. */
export function followAppearance(settings: Settings): { dress(window: BrowserWindow): void } {
  let dressed: BrowserWindow | null = null
  const scale = () => {
    if (dressed && !dressed.isDestroyed()) dressed.webContents.setZoomFactor(settings.get().scale / 100)
  }
  const theme = () => {
    const { theme } = settings.get()
    if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme
  }
  theme()
  settings.onChange(() => {
    theme()
    scale()
  })
  nativeTheme.on('updated', () => {
    if (dressed && !dressed.isDestroyed())
      dressed.setBackgroundColor(CANVAS[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'])
  })
  return {
    dress(window) {
      dressed = window
      // Only a page that is there has a scale; each one that is loaded begins with 100 %.
      window.webContents.on('dom-ready', scale)
      if (window.webContents.getURL() !== '') scale()
    },
  }
}

/** Opens the file in the editor of the settings, else in the system's own program. Failure `not_opened` names the path. */
export async function openSettingsFile(settings: Settings): Promise<Result<Record<string, never>>> {
  const { file } = settings
  try {
    // There is none as long as everything is as at first.
    if (!existsSync(file)) await writeAtomic(file, '{}\n')
  } catch (error) {
    return failure('not_opened', `${file} could not be written (${reasonOf(error)}).`)
  }
  const { editor } = settings.get()
  const fault = editor.length > 0 ? await byEditor(editor, file) : await bySystem(file)
  return fault ?? { ok: true, value: {} }
}

async function byEditor(editor: readonly string[], file: string): Promise<Failure | null> {
  const failed = await startEditor(editor, { file, line: null, column: null })
  return failed && failure('not_opened', `${failed.message} The file is ${file}.`)
}

async function bySystem(file: string): Promise<Failure | null> {
  let timer: NodeJS.Timeout | undefined
  const opened = new Promise<string>(resolve => {
    timer = setTimeout(resolve, OPENED_MS, '')
  })
  const fault = await Promise.race([shell.openPath(file), opened])
  clearTimeout(timer)
  return fault === '' ? null : failure('not_opened', `No program opened it (${fault}). The file is ${file}.`)
}
