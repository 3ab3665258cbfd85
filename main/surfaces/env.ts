// The environment a surface's program starts with: the person's own, without what started us. (pure)
// It does not choose the program or the folder.

/** Ours, npm's and Electron's own: meant for the process that runs Gatehouse, wrong for what runs inside it. */
const OURS = /^(ELECTRON_|npm_|VITE_|VITEST|GATEHOUSE_)/
/** What names the terminal or multiplexer Gatehouse was started from: the program is not in that one. */
const OUTER_TERMINAL =
  /^(TMUX|TMUX_PANE|STY|WINDOW|WINDOWID|TERMCAP|COLUMNS|LINES|TERM_PROGRAM_VERSION|TERM_SESSION_ID|VTE_VERSION|WT_SESSION|WT_PROFILE_ID|(KITTY|ITERM|KONSOLE|WEZTERM|ALACRITTY|GHOSTTY)_.*)$/
const ALONE = new Set(['INIT_CWD', 'NODE_ENV', 'VITE', 'CHROME_DESKTOP', 'ORIGINAL_XDG_CURRENT_DESKTOP'])
/** The runtime of an AppImage sets these for the program in it, which nothing in a surface is. */
const APP_IMAGE = new Set(['APPIMAGE', 'APPDIR', 'ARGV0', 'OWD'])
/** What it puts folders of its own into. */
const WITH_FOLDERS = ['PATH', 'LD_LIBRARY_PATH', 'XDG_DATA_DIRS', 'GSETTINGS_SCHEMA_DIR']
/** Only npm sets these, and only for what it runs. */
const WHEN_NPM = new Set(['NODE', 'COLOR'])

export interface EnvSpec {
  readonly surface: string
  readonly shell: string
  readonly platform: NodeJS.Platform
}

/** The person's own environment: without what started us, without marks of ours, without the terminal we were started from. */
export function ownEnv(base: NodeJS.ProcessEnv): Record<string, string> {
  const underNpm = base['npm_execpath'] !== undefined || base['npm_lifecycle_event'] !== undefined
  const env: Record<string, string> = {}
  for (const [name, value] of Object.entries(base)) {
    if (value === undefined || OURS.test(name) || OUTER_TERMINAL.test(name) || ALONE.has(name)) continue
    if (underNpm && WHEN_NPM.has(name)) continue
    env[name] = underNpm && name === 'PATH' ? withoutNpmFolders(value) : value
  }
  const { APPIMAGE: image, APPDIR: mounted } = env
  if (image && mounted) withoutMounted(env, mounted)
  return env
}

/** The environment for one surface. Nothing of it is secret; `GATEHOUSE_SURFACE` marks every process of the surface. */
export function surfaceEnv(base: NodeJS.ProcessEnv, spec: EnvSpec): Record<string, string> {
  const env = ownEnv(base)
  withUtf8(env, spec.platform)
  env['TERM'] = 'xterm-256color'
  env['COLORTERM'] = 'truecolor'
  env['TERM_PROGRAM'] = 'gatehouse'
  env['GATEHOUSE_SURFACE'] = spec.surface
  if (spec.platform !== 'win32') env['SHELL'] = spec.shell
  return env
}

/** The same in a pane of tmux, which says itself what kind of terminal it is. */
export function inPane(env: Readonly<Record<string, string>>): Record<string, string> {
  const { TERM: _kind, TERM_PROGRAM: _program, TERM_PROGRAM_VERSION: _version, ...rest } = env
  return rest
}

function withoutMounted(env: Record<string, string>, mounted: string): void {
  for (const name of APP_IMAGE) delete env[name]
  const isInside = (folder: string) => folder === mounted || folder.startsWith(`${mounted}/`)
  for (const name of WITH_FOLDERS) {
    const own = (env[name] ?? '').split(':').filter(folder => folder !== '' && !isInside(folder))
    if (own.length > 0) env[name] = own.join(':')
    else delete env[name]
  }
}

function withoutNpmFolders(value: string): string {
  return value
    .split(':')
    .filter(folder => !/(^|\/)(node_modules\/\.bin|node-gyp-bin)\/?$/.test(folder))
    .join(':')
}

/** Keeps a UTF-8 locale; replaces what decides the character set where it is not one. */
function withUtf8(env: Record<string, string>, platform: NodeJS.Platform): void {
  if (platform === 'win32') return
  const utf8 = (value: string | undefined) => value !== undefined && /utf-?8/i.test(value)
  const inForce = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG']
  if (utf8(inForce)) return
  const fallback = platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'
  // LC_ALL would win over the two below.
  delete env['LC_ALL']
  env['LC_CTYPE'] = fallback
  if (!utf8(env['LANG'])) env['LANG'] = fallback
}
