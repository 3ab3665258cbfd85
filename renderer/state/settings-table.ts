// What the Settings page says of each setting: where it stands, its name, one plain line, its control. Pure.
import { DEFAULT_SETTINGS, type SettingName, type SettingsValues } from '../../preload/contract.ts'

export const SECTIONS = {
  appearance: 'Appearance',
  terminal: 'Terminal',
  keyboard: 'Keyboard',
  notifications: 'Notifications',
  start: 'Start and end',
  agents: 'Agents',
  about: 'About',
} as const
export type SectionId = keyof typeof SECTIONS

export type Control =
  | { readonly is: 'switch' }
  | { readonly is: 'seg'; readonly choices: readonly { readonly value: string; readonly label: string }[] }
  /** limits are the schema's */
  | { readonly is: 'number'; readonly step: number; readonly unit: string }
  | { readonly is: 'font' }
  | { readonly is: 'scheme'; readonly dark: boolean }
  | { readonly is: 'editor' }
  /** some of the presets */
  | { readonly is: 'presets' }
  /** hosts by ssh's names */
  | { readonly is: 'hosts' }

/** Settings with a row of their own. Keys have their own part of the page, imported schemes stand among the schemes. */
export type RowName = Exclude<SettingName, 'keys' | 'schemes'>

export interface Row {
  readonly name: RowName
  readonly section: SectionId
  readonly title: string
  readonly help: string
  readonly control: Control
}

const SWITCH: Control = { is: 'switch' }
const seg = (choices: Readonly<Record<string, string>>): Control => ({
  is: 'seg',
  choices: Object.entries(choices).map(([value, label]) => ({ value, label })),
})
const number = (step: number, unit = ''): Control => ({ is: 'number', step, unit })

const row = (section: SectionId, name: RowName, title: string, help: string, control: Control): Row => ({
  ...{ name, section, title, help, control },
})

/** In the order of the page. */
export const ROWS: readonly Row[] = [
  row(
    'appearance',
    'theme',
    'Theme',
    'Of the whole window. System follows this computer, also while Gatehouse runs.',
    seg({ system: 'System', dark: 'Dark', light: 'Light' }),
  ),
  row('appearance', 'scale', 'Scale', 'Of everything in the window, in percent.', number(10, '%')),
  row('appearance', 'darkScheme', 'Terminal colours while dark', 'While the window is dark.', {
    is: 'scheme',
    dark: true,
  }),
  row('appearance', 'lightScheme', 'Terminal colours while light', 'While the window is light.', {
    is: 'scheme',
    dark: false,
  }),

  row('terminal', 'fontFamily', 'Font', 'Empty is JetBrains Mono, which comes with Gatehouse.', { is: 'font' }),
  row('terminal', 'fontSize', 'Font size', 'Of the text in terminals.', number(0.5, 'px')),
  row('terminal', 'lineHeight', 'Line height', 'Height of a row, as a multiple of the font size.', number(0.02)),
  row(
    'terminal',
    'cursorStyle',
    'Cursor',
    'Unless a program sets its own.',
    seg({ block: 'Block', bar: 'Bar', underline: 'Underline' }),
  ),
  row('terminal', 'cursorBlink', 'Blinking cursor', 'Unless a program sets its own.', SWITCH),
  row(
    'terminal',
    'minimumContrast',
    'Minimum contrast',
    'Text with less contrast to its background is drawn lighter or darker. 1 leaves colours as programs set them.',
    number(0.5),
  ),
  row(
    'terminal',
    'renderer',
    'Drawing',
    'WebGL draws large and fast output quicker where the graphics card allows it.',
    seg({ dom: 'Page', webgl: 'WebGL' }),
  ),
  row(
    'terminal',
    'scrollback',
    'Scrollback',
    'Lines above the screen that a terminal keeps in the window. More lines need more memory.',
    number(1000, 'lines'),
  ),
  row(
    'terminal',
    'screenReader',
    'Screen reader',
    'Terminals as text for a screen reader. Automatic notices one that runs.',
    seg({ auto: 'Automatic', on: 'On', off: 'Off' }),
  ),
  row('terminal', 'copyOnSelect', 'Copy on select', 'Selected text goes to the clipboard at once.', SWITCH),
  row(
    'terminal',
    'rightClick',
    'Right click',
    'As usual here: a menu on macOS and Linux; on Windows it copies what is selected, else pastes.',
    seg({ platform: 'As usual here', menu: 'Menu', paste: 'Copy or paste' }),
  ),
  row('terminal', 'shiftEnter', 'Shift+Enter as a new line', 'In programs that take one.', SWITCH),
  row('terminal', 'editor', 'Editor', 'What opens a file that a terminal names, at its line.', { is: 'editor' }),

  row(
    'notifications',
    'notifyNeedsYou',
    'A program needs you',
    'A notification when one asks you something while you are elsewhere.',
    SWITCH,
  ),
  row(
    'notifications',
    'notifyFailed',
    'A program failed',
    'A notification when one ends with an error while you are elsewhere.',
    SWITCH,
  ),
  row(
    'notifications',
    'notifyDone',
    'A program finished',
    'A notification when one is done while you are elsewhere.',
    SWITCH,
  ),
  row('notifications', 'badge', 'Count on the app icon', 'How many surfaces and asks wait for you.', SWITCH),
  row(
    'notifications',
    'bell',
    'Bell',
    'A bell from a program marks its surface as unread. It never sounds.',
    seg({ unread: 'Mark unread', off: 'Nothing' }),
  ),
  row(
    'notifications',
    'openApprovals',
    'Open Approvals by itself',
    'When an agent asks. It never takes the keyboard from you.',
    SWITCH,
  ),

  row(
    'start',
    'closeWindow',
    'When the last window closes',
    'What becomes of programs that still run.',
    seg({ ask: 'Ask', keep: 'Keep them running', end: 'End them' }),
  ),
  row(
    'start',
    'restore',
    'At the next start',
    'Surfaces come back with their layout. Programs of agents start again only when you say so.',
    seg({ surfaces: 'Surfaces come back', nothing: 'Nothing' }),
  ),
  row(
    'start',
    'restoreLines',
    'Kept text',
    'Lines of each terminal that are kept on disk for the next start. 0 keeps none.',
    number(100, 'lines'),
  ),
  row(
    'start',
    'inTmux',
    'Start in tmux',
    'What is chosen starts in tmux from now on: its program runs on when Gatehouse ends, and comes back by itself.',
    { is: 'presets' },
  ),

  row(
    'agents',
    'forwardTo',
    'Hosts that reach Gatehouse',
    'While Gatehouse is connected there, ssh forwards a port of that host to it, so that agents there can call it.',
    { is: 'hosts' },
  ),
  row(
    'agents',
    'mcpPort',
    'MCP port',
    'On this computer alone. Another port counts from the next start, and agents have to be connected again.',
    number(1),
  ),

  row(
    'about',
    'updates',
    'Newer versions',
    'Asks once a day whether there is one, and tells you. Nothing is downloaded or installed unless you say so.',
    seg({ off: 'Off', ask: 'Check, and ask' }),
  ),
  row(
    'about',
    'crashDumps',
    'Crash dumps',
    'From the next start on, in the data folder. A dump holds memory: what terminals showed, tokens. Nothing is sent.',
    SWITCH,
  ),
]

const CHOSEN: Readonly<Record<string, string>> = { true: 'On', false: 'Off', '': 'JetBrains Mono' }

/** A value as the page says it. `names`: of schemes, by id. */
export function valueWords(row: Row, value: unknown, names: Readonly<Record<string, string>> = {}): string {
  const { control } = row
  if (control.is === 'seg') return control.choices.find(choice => choice.value === value)?.label ?? String(value)
  if (control.is === 'number') return `${value}${control.unit === '%' ? '%' : control.unit && ` ${control.unit}`}`
  if (control.is === 'scheme') return names[String(value)] ?? String(value)
  if (control.is === 'editor')
    return Array.isArray(value) && value.length > 0 ? value.join(' ') : 'The system’s own program'
  if (control.is === 'presets' || control.is === 'hosts')
    return Array.isArray(value) && value.length > 0 ? value.join(', ') : 'None'
  return CHOSEN[String(value)] ?? String(value)
}

export function isChanged(name: SettingName, values: SettingsValues): boolean {
  return JSON.stringify(values[name]) !== JSON.stringify(DEFAULT_SETTINGS[name])
}

/** Whether every word of a query stands in one of these texts. No query: yes. */
export function hits(query: string, ...texts: readonly string[]): boolean {
  const all = texts.join('\n').toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every(word => all.includes(word))
}

/** Whether a row is to be seen for a query: its section, title, help, name in the file, what it is now and what it could be. */
export function rowHits(
  row: Row,
  query: string,
  values: SettingsValues,
  names: Readonly<Record<string, string>> = {},
): boolean {
  const { control } = row
  const could =
    control.is === 'seg'
      ? control.choices.map(({ label }) => label)
      : control.is === 'scheme'
        ? Object.values(names)
        : []
  return hits(
    query,
    SECTIONS[row.section],
    row.title,
    row.help,
    row.name,
    valueWords(row, values[row.name], names),
    ...could,
  )
}
