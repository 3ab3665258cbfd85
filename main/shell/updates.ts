// Updates as the app has them: which installation this is, the person's setting, the question before a restart, and the last step of
// the end. What is decided is main/updates; what fetches is updater.ts, loaded when it is asked for.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { app } from 'electron'
import type { updateCalls } from '../../preload/contract.ts'
import type { Args } from '../args.ts'
import type { House } from '../house.ts'
import { isTestBuild } from '../start.ts'
import { feedToTry, type Installation, marker, whyNone } from '../updates/place.ts'
import { createUpdates, type Updates } from '../updates/updates.ts'
import { appImageOf, isThere, mayWrite, textOf } from './installed.ts'
import type { Handlers } from './ipc.ts'
import { attemptFolder } from './waiting.ts'

/** `argv`: what Gatehouse was started with; the new version is started with it again where that can be said. */
export function openUpdates(args: Args, version: string, argv: readonly string[]): Updates {
  const managed = args.policy !== null || isThere(marker(process.platform, process.env))
  const { GATEHOUSE_UPDATE_FEED: given, APPIMAGE: file } = process.env
  const feed = feedToTry({ packaged: app.isPackaged, managed }, given, file)
  return createUpdates({
    current: version,
    none: feed === null ? whyNone(thisOne(managed, version)) : null,
    async load() {
      const folder = await attemptFolder(args.dataDir)
      return (await import('./updater.ts')).createUpdater({ args: argv, feed, folder })
    },
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
      const whole = await updates.whole()
      if (!whole.ok) return whole
      const restarting = (await ask(whole.value.version)) && updates.agree()
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
  if (!updates.install(() => app.exit(0), again)) app.exit(0)
}

function thisOne(managed: boolean, version: string): Installation {
  const appImage = appImageOf(process.env)
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
