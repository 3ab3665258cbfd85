// Updates as the app has them: which installation this is, the person's setting, the question before a restart, and the last step of
// the end. What is decided is main/updates; what fetches is updater.ts, loaded when it is asked for.
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { updateCalls } from '../../preload/contract.ts'
import type { Args } from '../args.ts'
import type { House } from '../house.ts'
import { isTestBuild } from '../start.ts'
import { type Installation, marker, whyNone } from '../updates/place.ts'
import { createUpdates, type Updates } from '../updates/updates.ts'
import type { Handlers } from './ipc.ts'

/** `argv`: what Gatehouse was started with; the new version is started with it again where that can be said. */
export function openUpdates(args: Args, version: string, argv: readonly string[]): Updates {
  // To try it from a clone, as with the page's development server; a package has the feed it was built with and no other.
  const feed = app.isPackaged ? null : (process.env['GATEHOUSE_UPDATE_FEED'] ?? null)
  const managed = args.policy !== null || existsSync(marker(process.platform, process.env))
  return createUpdates({
    current: version,
    none: feed !== null && !managed ? null : whyNone(thisOne(managed, version)),
    load: async () => (await import('./updater.ts')).createUpdater({ args: argv, feed }),
    now: Date.now,
    later(ms, run) {
      const timer = setTimeout(run, ms)
      timer.unref()
      return () => clearTimeout(timer)
    },
  })
}

/** From now on the house's settings say whether it looks by itself, and its window shows how it stands. */
export function followUpdates(updates: Updates, { settings, view }: Pick<House, 'settings' | 'view'>): void {
  const follow = () => updates.byItself(settings.get().updates === 'ask')
  updates.onChange(() => view.touch('updates'))
  settings.onChange(follow)
  follow()
}

/** `ask`: asks about what a restart would end; false = the person would rather not. */
export function updateHandlers(
  updates: Updates,
  ask: (version: string) => Promise<boolean>,
): Pick<Handlers, keyof typeof updateCalls> {
  return {
    'updates.check': updates.check,
    'updates.download': updates.download,
    async 'updates.restart'() {
      const state = updates.state()
      if (state.is !== 'ready') return { ok: false, code: 'not_now', message: 'No newer version is downloaded.' }
      const restarting = (await ask(state.version)) && updates.agree()
      if (restarting) app.quit()
      return { ok: true, value: { restarting } }
    },
  }
}

/** The last step of the end, when nothing of ours runs any more: into the new version where a person agreed, else out. */
export function leaveBy(updates: Updates, argv: readonly string[]): void {
  const again = (why: string) => {
    console.error(`gatehouse: The new version could not be put in place: ${why}.`)
    app.relaunch({ args: [...argv], ...(process.env['APPIMAGE'] ? { execPath: process.env['APPIMAGE'] } : {}) })
    app.exit(0)
  }
  if (!updates.install(again)) app.exit(0)
}

function thisOne(managed: boolean, version: string): Installation {
  const { APPIMAGE: file, APPDIR: mounted } = process.env
  const appImage = file && mounted ? { file, mounted } : null
  return {
    packaged: app.isPackaged,
    testBuild: isTestBuild(version),
    platform: process.platform,
    managed,
    program: process.execPath,
    appImage,
    writable: appImage !== null && mayWrite(path.dirname(appImage.file)),
    installer: existsSync(path.join(path.dirname(process.execPath), `Uninstall ${app.getName()}.exe`)),
    feed: app.isPackaged ? textOf(path.join(process.resourcesPath, 'app-update.yml')) : null,
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
