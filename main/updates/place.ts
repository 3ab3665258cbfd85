// Where Gatehouse looks for newer versions of itself at all: only where it was installed in a form that can be replaced by one, by a
// person who may. Everywhere else it says why not. Pure.

export interface AppImage {
  readonly file: string
  readonly mounted: string
}

export interface Installation {
  readonly packaged: boolean
  /** a package for tests */
  readonly testBuild: boolean
  readonly platform: NodeJS.Platform
  /** started with a managed policy, or an administrator put the file that `marker` names */
  readonly managed: boolean
  /** the program that runs, absolute */
  readonly program: string
  /** what the runtime of an AppImage says: its file, and the folder it is mounted at, which is really a mount */
  readonly appImage: AppImage | null
  /** the folder of that file may be written */
  readonly writable: boolean
  /** an uninstaller of ours lies beside the program (Windows) */
  readonly installer: boolean
  /** the text of app-update.yml, which the build puts into a package; null = there is none */
  readonly feed: string | null
}

const PACKAGES = 'apt or dnf update what they installed. What was unpacked from an archive is replaced by hand.'

/** Why this one never looks, in a sentence; null = it may. */
export function whyNone(one: Installation): string | null {
  if (one.managed) return 'This installation is managed: whoever manages it updates it.'
  if (!one.packaged) return 'This runs from a clone. git brings what is new.'
  if (one.testBuild) return 'This is a test build.'
  const why = whyNotHere(one)
  if (why !== null) return why
  if (one.feed === null) return 'This build has no place to update from.'
  // Without the publisher's name in it nothing would look at the signature.
  if (one.platform === 'win32' && !/^publisherName:/m.test(one.feed))
    return 'This build is not signed, so what it would download could not be told from a forgery.'
  return null
}

function whyNotHere({ platform, program, appImage, writable, installer }: Installation): string | null {
  if (platform === 'darwin') {
    const movable = /^\/Volumes\/|\/AppTranslocation\//.test(program)
    return movable ? 'Move Gatehouse to the Applications folder first.' : null
  }
  if (platform === 'win32') return installer ? null : 'What was unpacked from an archive is replaced by hand.'
  // A terminal of another AppImage hands its own variables on: what they name is not this program, and must not be replaced.
  if (appImage === null || !isIn(appImage.mounted, program)) return PACKAGES
  return writable ? null : 'You may not write the folder of its file. Whoever put it there updates it.'
}

/** Every program is in `/`, which says nothing. */
function isIn(mounted: string, program: string): boolean {
  const folder = mounted.replace(/\/+$/, '')
  return folder.startsWith('/') && program.startsWith(`${folder}/`)
}

/**
 * A feed to try updates with from a clone, where no package brings one: never in a package, never where it is managed, and only for a
 * file beside the feed, since nothing here is the AppImage that a terminal's own variables may name. Null = there is none.
 */
export function feedToTry(
  { packaged, managed }: Pick<Installation, 'packaged' | 'managed'>,
  feed: string | undefined,
  file: string | undefined,
): string | null {
  if (packaged || managed || !feed?.startsWith('/') || !file?.startsWith('/')) return null
  const folder = (path: string) => path.slice(0, path.lastIndexOf('/'))
  return folder(feed) === folder(file) ? feed : null
}

/** The file by which an administrator says that Gatehouse updates itself for nobody here, whatever stands in it. */
export function marker(platform: NodeJS.Platform, env: Readonly<Record<string, string | undefined>>): string {
  if (platform === 'darwin') return '/Library/Application Support/Gatehouse/no-updates'
  if (platform === 'win32') return `${env['ProgramData'] ?? 'C:\\ProgramData'}\\Gatehouse\\no-updates`
  return '/etc/gatehouse/no-updates'
}
