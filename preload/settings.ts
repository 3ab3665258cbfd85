// What a person sets for the window and the terminals, each with its default. Nothing here loosens the gate: that is the
// policy's. A part of the contract; kept in settings.json, where only what differs from the default stands.
import { z } from 'zod'
import { commandIdSchema } from './commands.ts'
import { presetIdSchema } from './presets.ts'
import { hostSchema } from './tmux.ts'

const colourSchema = z.string().regex(/^#[0-9a-fA-F]{6}$/)
const ANSI = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const
const BRIGHT = ANSI.map(name => `bright${name[0]!.toUpperCase()}${name.slice(1)}`) as `bright${Capitalize<
  (typeof ANSI)[number]
>}`[]

/** The names of a scheme's sixteen colours, in the order of SGR 30–37 and 90–97. */
export const SCHEME_COLOURS = [...ANSI, ...BRIGHT]

/** A terminal's colours. `id` is unique among all schemes. */
export const schemeSchema = z.object({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  name: z.string().min(1).max(64),
  dark: z.boolean(),
  background: colourSchema,
  foreground: colourSchema,
  cursor: colourSchema,
  cursorText: colourSchema,
  selection: colourSchema,
  colours: z.record(z.enum(SCHEME_COLOURS as [string, ...string[]]), colourSchema),
})
export type Scheme = z.infer<typeof schemeSchema>

const schemeId = schemeSchema.shape.id

/** Every setting: its shape and its default. */
export const SETTINGS = {
  theme: { schema: z.enum(['system', 'dark', 'light']), default: 'system' },
  /** the terminals' colours while the window is dark; `gatehouse` = the window's own */
  darkScheme: { schema: schemeId, default: 'gatehouse' },
  lightScheme: { schema: schemeId, default: 'gatehouse' },
  /** imported ones */
  schemes: { schema: z.array(schemeSchema).max(100), default: [] as Scheme[] },
  /** of the whole window, in percent */
  scale: { schema: z.int().min(50).max(300), default: 100 },

  /** '' = the font that comes with Gatehouse */
  fontFamily: {
    schema: z
      .string()
      .max(200)
      .regex(/^[^;{}<>]*$/),
    default: '',
  },
  /** px */
  fontSize: { schema: z.number().min(6).max(40), default: 12.5 },
  /** of a row, as a part of the font size */
  lineHeight: { schema: z.number().min(1).max(2.5), default: 1.44 },
  cursorStyle: { schema: z.enum(['block', 'bar', 'underline']), default: 'block' },
  cursorBlink: { schema: z.boolean(), default: false },
  /** a contrast ratio; 1 = colours as programs set them */
  minimumContrast: { schema: z.number().min(1).max(21), default: 4.5 },
  renderer: { schema: z.enum(['dom', 'webgl']), default: 'dom' },
  /** lines of a terminal in the window */
  scrollback: { schema: z.int().min(0).max(100_000), default: 5000 },
  screenReader: { schema: z.enum(['auto', 'on', 'off']), default: 'auto' },

  copyOnSelect: { schema: z.boolean(), default: false },
  /** `platform`: a menu on macOS and Linux, copy or paste on Windows */
  rightClick: { schema: z.enum(['platform', 'menu', 'paste']), default: 'platform' },
  /** Shift+Enter as a new line in programs that take one */
  shiftEnter: { schema: z.boolean(), default: true },
  bell: { schema: z.enum(['unread', 'off']), default: 'unread' },
  /** what opens `file:line`: a program and its arguments with {file}, {line}, {column}; [] = the system's own program */
  editor: { schema: z.array(z.string().min(1).max(1000)).max(20), default: [] as string[] },

  notifyNeedsYou: { schema: z.boolean(), default: true },
  notifyFailed: { schema: z.boolean(), default: true },
  notifyDone: { schema: z.boolean(), default: true },
  badge: { schema: z.boolean(), default: true },
  /** the Approvals sheet comes by itself, without the keyboard */
  openApprovals: { schema: z.boolean(), default: false },

  /** what becomes of running programs when the last window closes */
  closeWindow: { schema: z.enum(['ask', 'keep', 'end']), default: 'ask' },
  /** what comes back at the next start */
  restore: { schema: z.enum(['surfaces', 'nothing']), default: 'surfaces' },
  /** lines of each terminal that are kept for the next start; 0 = none */
  restoreLines: { schema: z.int().min(0).max(10_000), default: 1000 },

  /** presets that start in tmux, so that their programs outlive Gatehouse; by their ids */
  inTmux: { schema: z.array(presetIdSchema).max(100), default: [] as string[] },
  /** hosts whose agents reach Gatehouse by a port that ssh forwards */
  forwardTo: { schema: z.array(hostSchema).max(100), default: [] as string[] },

  /** by command; '' = no key. What is not here has its own keys */
  keys: { schema: z.partialRecord(commandIdSchema, z.string().max(64)), default: {} as Record<string, string> },
  mcpPort: { schema: z.int().min(1).max(65_535), default: 4823 },

  /** `ask`: looks for a newer version once a day; nothing is downloaded or installed without the person */
  updates: { schema: z.enum(['off', 'ask']), default: 'off' },
  /** what broke is written to this disk, with what was in memory */
  crashDumps: { schema: z.boolean(), default: false },
} as const

export type SettingName = keyof typeof SETTINGS
export const SETTING_NAMES = Object.keys(SETTINGS) as SettingName[]

type Shape = { [K in SettingName]: (typeof SETTINGS)[K]['schema'] }
export const settingsSchema = z.object(
  Object.fromEntries(SETTING_NAMES.map(name => [name, SETTINGS[name].schema])) as unknown as Shape,
)
export type SettingsValues = z.infer<typeof settingsSchema>

export const DEFAULT_SETTINGS = Object.fromEntries(
  SETTING_NAMES.map(name => [name, SETTINGS[name].default]),
) as unknown as SettingsValues

/** What is to be set; null = its default again. */
export type SettingsPatch = { [K in SettingName]?: SettingsValues[K] | null | undefined }
const patchSchema = z.strictObject(
  Object.fromEntries(SETTING_NAMES.map(name => [name, SETTINGS[name].schema.nullable().optional()])) as unknown as {
    [K in SettingName]: z.ZodOptional<z.ZodNullable<Shape[K]>>
  },
)

export const settingsSliceSchema = z.object({
  values: settingsSchema,
  file: z.string(),
  /** what of the file could not be used, in plain words; null = all was */
  warning: z.string().nullable(),
})

/** What terminals are drawn with now; `sixteen` in the order of SCHEME_COLOURS. */
const windowColoursSchema = z
  .object({
    ...{ foreground: colourSchema, background: colourSchema, cursor: colourSchema },
    sixteen: z.array(colourSchema).length(SCHEME_COLOURS.length),
  })
  .strict()
export type WindowColours = z.infer<typeof windowColoursSchema>

export const settingsCalls = {
  /** Failure `not_written`. */
  'settings.set': { in: patchSchema, out: z.object({}).strict() },
  /** So that programs that ask for colours hear the ones a person sees. */
  'window.colours': { in: windowColoursSchema, out: z.object({}).strict() },
  /** In the person's editor, else by the system's own program. Failure `not_opened`, which names the file. */
  'settings.open': { in: z.object({}).strict(), out: z.object({}).strict() },
} as const
