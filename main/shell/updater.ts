// electron-updater as what updates.ts asks for: nothing happens by itself, and nothing about this computer is told. Loaded when somebody
// asks for a newer version, never before. Untried on macOS and Windows.
import { rm } from 'node:fs/promises'
import { AppImageUpdater, type AppUpdater, MacUpdater, NsisUpdater, type UpdateCheckResult } from 'electron-updater'
import type { Updater } from '../updates/updates.ts'
import { checkWhole, replaceAppImage } from './app-image.ts'

/** Of everybody the same. The library would make one for this computer, keep it, and send it each time. */
const NOBODY = '00000000-0000-0000-0000-000000000000'
const SENT_BY_ITSELF = 'x-user-staging-id'

export interface UpdaterOptions {
  /** what the new version is started with, where the system lets us say so (Linux) */
  readonly args: readonly string[]
  /** a feed to try it with, from a clone: the path of an app-update.yml; null = the one of the package */
  readonly feed: string | null
  /** of this attempt alone: what it downloads lies in there, and goes with it */
  readonly folder: string
}

/** What was downloaded, and its SHA-512 in base64, as the feed had it. */
interface Downloaded {
  readonly file: string
  readonly sha512: string
}

export function createUpdater({ args, feed, folder }: UpdaterOptions): Updater {
  const own: AppUpdater =
    process.platform === 'darwin'
      ? new MacUpdater()
      : process.platform === 'win32'
        ? new NsisUpdater()
        : new AppImageUpdater()
  quiet(own, folder)
  const abort = abortable(own)
  if (feed !== null) {
    own.forceDevUpdateConfig = true
    own.updateConfigPath = feed
  }
  // Every fault is a rejection too; an event that nobody hears would be an exception.
  own.on('error', () => {})
  let found: UpdateCheckResult | null = null
  let going: Promise<unknown> = Promise.resolve()
  let here: Downloaded | null = null

  async function whole(): Promise<Downloaded> {
    if (here === null) throw new Error('nothing is downloaded')
    await checkWhole(here.file, here.sha512)
    return here
  }

  return {
    async check() {
      found = await own.checkForUpdates()
      if (!found?.isUpdateAvailable) return null
      const { version, releaseNotes } = found.updateInfo
      return { version, notes: releaseNotes }
    },
    async download(progress) {
      const hear = ({ percent }: { percent: number }) => progress(percent)
      own.on('download-progress', hear)
      try {
        const loading = own.downloadUpdate(found?.cancellationToken)
        going = loading
        const [file] = await loading
        here = { file: file!, sha512: sumOf(own) }
        await whole()
      } finally {
        own.off('download-progress', hear)
      }
    },
    async cancel() {
      found?.cancellationToken?.cancel()
      abort()
      await going.catch(() => {})
      await rm(folder, { recursive: true, force: true })
    },
    whole: async () => void (await whole()),
    async install() {
      const { file, sha512 } = await whole()
      if (process.platform === 'linux') {
        await replaceAppImage({ old: process.env['APPIMAGE']!, downloaded: file, sha512, args })
        return rm(folder, { recursive: true, force: true }).catch(() => {})
      }
      // Both end this process themselves.
      return new Promise((_, reject) => {
        own.on('error', reject)
        own.quitAndInstall(false, true)
      })
    },
  }
}

function quiet(own: AppUpdater, folder: string): void {
  own.autoDownload = false
  own.autoInstallOnAppQuit = false
  own.autoRunAppAfterInstall = true
  own.allowPrerelease = false
  own.allowDowngrade = false
  own.fullChangelog = false
  own.disableWebInstaller = true
  // The parts that are asked for, and the old version's list of them, would say which version runs here.
  own.disableDifferentialDownload = true
  own.logger = null
  Object.assign(own, {
    getOrCreateStagingUserId: async () => NOBODY,
    computeFinalHeaders(this: AppUpdater, headers: Record<string, string>) {
      const { [SENT_BY_ITSELF]: _, ...others } = headers
      // Chromium would add the person's own.
      return { ...others, 'accept-language': 'en', ...this.requestHeaders }
    },
  })
  // The library's own folder is one for all who run on this account, and an attempt that fails empties it.
  const { app } = own as unknown as { app: object }
  Object.defineProperty(app, 'baseCachePath', { value: folder })
}

interface Request {
  abort(): void
}

/** Ends every request that goes on. A download that is cancelled is only no longer waited for by the library, and would go on to its end. */
function abortable(own: AppUpdater): () => void {
  // The few of one attempt; none is taken out: `close` comes when it was sent, long before its answer.
  const requests: Request[] = []
  const { httpExecutor } = own as unknown as { httpExecutor: { createRequest(...given: unknown[]): Request } }
  const create = httpExecutor.createRequest.bind(httpExecutor)
  httpExecutor.createRequest = (...given) => {
    const request = create(...given)
    requests.push(request)
    return request
  }
  return () => {
    for (const request of requests) request.abort()
  }
}

/** A feed may give an older sum alone, which the library takes. */
function sumOf(own: AppUpdater): string {
  const { downloadedUpdateHelper } = own as unknown as {
    downloadedUpdateHelper: { downloadedFileInfo: { sha512?: unknown } | null } | null
  }
  const sum = downloadedUpdateHelper?.downloadedFileInfo?.sha512
  if (typeof sum !== 'string') throw new Error('the release names no SHA-512')
  return sum
}
