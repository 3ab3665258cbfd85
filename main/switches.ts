// Switches on the command line that are Electron's or Chromium's, and which of them an installed Gatehouse refuses. Pure;
// it runs before anything else. Fuses in the binary cover what Node itself would read (docs/install.md).

/**
 * What would let another process into the window, which has a person's power to allow: a debugger, another program in
 * front of Chromium's own, or a page without its origin's walls. Chromium takes one dash for two, and / on Windows.
 */
const REFUSED =
  /^(--?|\/)(remote-debugging-[a-z-]+|remote-allow-origins|inspect(-[a-z-]+)?|debug(-[a-z-]+)?|js-flags|disable-web-security|allow-running-insecure-content|load-extension|single-process|in-process-gpu|[a-z-]+-cmd-prefix|gpu-launcher|browser-subprocess-path|enable-automation|test-type)(=|$)/i

/** The first of these that is refused, without its value; null = none. */
export function refusedSwitch(argv: readonly string[]): string | null {
  // Chromium drops blanks around a word before it looks for a switch in it, also where it is the value of a flag of ours.
  const found = argv.map(word => word.trim()).find(word => REFUSED.test(word))
  return found === undefined ? null : found.split('=')[0]!
}

const UNSANDBOXED = ['no-sandbox', 'no-zygote', 'disable-namespace-sandbox', 'disable-seccomp-filter-sandbox']

/**
 * What would open the window without its sandbox, by name; null = nothing. `has`: does Chromium have this switch, wherever it is from?
 */
export function withoutSandbox(
  has: (name: string) => boolean,
  env: Readonly<Record<string, string | undefined>>,
): string | null {
  const found = UNSANDBOXED.find(has)
  if (found !== undefined) return `--${found}`
  return env['ELECTRON_DISABLE_SANDBOX'] === undefined ? null : 'ELECTRON_DISABLE_SANDBOX'
}

/** What the installed command puts first where no window is opened (packaging/gatehouse.sh). */
const OF_THE_COMMAND = ['--no-sandbox', '--no-zygote', '--log-level=3']

/** What a person wrote after the program. In a clone, Electron's own switches and the app's folder come before it. */
export function ownArguments(argv: readonly string[], fromClone: boolean): readonly string[] {
  const rest = argv.slice(1)
  if (fromClone) return rest.slice(rest.findIndex(word => !word.startsWith('-')) + 1)
  const first = rest.findIndex(word => !OF_THE_COMMAND.includes(word))
  return first < 0 ? [] : rest.slice(first)
}
