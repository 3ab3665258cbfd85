// electron-updater as what updates.ts asks for: nothing happens by itself, and nothing about this computer is told. Loaded when somebody
// asks for a newer version, never before. Untried on macOS and Windows.
import { AppImageUpdater, type AppUpdater, type BaseUpdater, MacUpdater, NsisUpdater } from 'electron-updater'
import type { Updater } from '../updates/updates.ts'

/** Of everybody the same. The library would make one for this computer, keep it, and send it each time. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
const SENT_BY_ITSELF = 'x-user-staging-id'

export interface UpdaterOptions {
  /** what the new version is started with, where the system lets us say so (Linux) */
  readonly args: readonly string[]
  /** a feed to try it with, from a clone: the path of an app-update.yml; null = the one of the package */
  readonly feed: string | null
}

export function createUpdater({ args, feed }: UpdaterOptions): Updater {
  const own: AppUpdater =
    process.platform === 'darwin'
      ? new MacUpdater()
      : process.platform === 'win32'
        ? new NsisUpdater()
        : withArgs(new AppImageUpdater(), args)
  quiet(own)
  if (feed !== null) {
    own.forceDevUpdateConfig = true
    own.updateConfigPath = feed
  }
  // Every fault is a rejection too; an event that nobody hears would be an exception.
  own.on('error', () => {})
  return {
    async check() {
      const answer = await own.checkForUpdates()
      if (!answer?.isUpdateAvailable) return null
      const { version, releaseNotes } = answer.updateInfo
      return { version, notes: releaseNotes }
    },
    async download(progress) {
      const hear = ({ percent }: { percent: number }) => progress(percent)
      own.on('download-progress', hear)
      try {
        await own.downloadUpdate()
      } finally {
        own.off('download-progress', hear)
      }
    },
    install(failed) {
      own.on('error', error => failed(error.message))
      own.quitAndInstall(false, true)
    },
  }
}

function quiet(own: AppUpdater): void {
  own.autoDownload = false
  own.autoInstallOnAppQuit = false
  own.autoRunAppAfterInstall = true
  own.allowPrerelease = false
  own.allowDowngrade = false
  own.fullChangelog = false
  own.disableWebInstaller = true
  own.logger = null
  Object.assign(own, {
    getOrCreateStagingUserId: async () => NOBODY,
    computeFinalHeaders(this: AppUpdater, headers: Record<string, string>) {
      const { [SENT_BY_ITSELF]: _, ...others } = headers
      return { ...others, ...this.requestHeaders }
    },
  })
}

/** The library would start the new version bare: on another data folder than this one has, for who gave one. */
function withArgs<T extends BaseUpdater>(own: T, args: readonly string[]): T {
  const bare = own as unknown as { spawnLog(program: string, args: string[], env: NodeJS.ProcessEnv): Promise<boolean> }
  const spawnLog = bare.spawnLog.bind(own)
  bare.spawnLog = (program, given, env) => spawnLog(program, [...given, ...args], env)
  return own
}
