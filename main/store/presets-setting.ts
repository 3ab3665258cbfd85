// `presets` in settings.json: what a person can open by a name of their own. (pure) What cannot be used is left out and said in
// words; nothing here keeps the app from starting. Agents never open these: that would be the policy's to allow.
import { z } from 'zod'
import { nameSchema, presetIdSchema } from '../../preload/contract.ts'

const MOST = 50
/** What surfaces are that no preset started: rules select by these. */
const NO_PRESETS = ['command', 'tmux', 'ssh']

/** No NUL: neither an argument nor a variable can hold one. */
const text = z
  .string()
  .max(8192)
  .regex(/^[^\0]*$/)
const program = text
  .regex(/^(?:(?:~?\/|[A-Za-z]:[\\/]).*[^\\/]|(?!\.{1,2}$)[^\s~\\/][^\\/]*)$/)
  .describe('The program: a name on the PATH of your login shell, or a path that begins with / or ~/.')
const variable = z.string().regex(/^(?![Gg][Aa][Tt][Ee][Hh][Oo][Uu][Ss][Ee]_)[A-Za-z_][A-Za-z0-9_]*$/)

const entrySchema = z.strictObject({
  id: presetIdSchema.describe('What --open=ID names. Not the id of a preset that Gatehouse has.'),
  title: nameSchema.describe('What the menu shows.'),
  command: z.tuple([program], text).describe('The program and its arguments. No shell reads them.'),
  env: z
    .record(variable, text)
    .optional()
    .describe('Variables for it. Names that begin with GATEHOUSE_ are not yours.'),
  cwd: text
    .regex(/^(?:~|(?:~?\/|[A-Za-z]:[\\/]).*)$/)
    .optional()
    .describe('The folder it starts in, from / or ~. Unless said: the folder of the surface that has the focus.'),
  agent: z.boolean().optional().describe('It is an agent: it gets GATEHOUSE_TOKEN and GATEHOUSE_URL.'),
  install: z
    .strictObject({
      command: text.regex(/^[^\p{C}]*\S[^\p{C}]*$/u).describe('One line for a terminal.'),
      page: z.url({ protocol: /^https?$/ }),
    })
    .optional()
    .describe('Shown where the program is not found.'),
})
export type OwnEntry = z.output<typeof entrySchema>

/** The file that editors and people read: what of settings.json is about presets. */
export const presetsFileSchema = z.looseObject({
  presets: z.array(entrySchema).max(MOST).optional().describe('Your own entries of New surface. Read at the start.'),
})

/** What to write instead, by field. */
const FIX: Readonly<Record<string, string>> = {
  id: 'Use 1 to 31 of a-z, 0-9 and -, beginning with a letter or a digit.',
  title: 'Use 1 to 64 characters on one line.',
  command: 'Write a list that begins with a program: ["htop"] or ["~/bin/deploy", "--watch"].',
  env: 'Write names with texts, such as {"NO_COLOR": "1"}; names that begin with GATEHOUSE_ are not yours to set.',
  cwd: 'Write a folder that begins with / or ~.',
  agent: 'Write true or false.',
  install: 'Write {"command": "npm install -g it", "page": "https://…"}.',
}
const FIELDS = Object.keys(FIX)

export interface OwnPresets {
  readonly entries: readonly OwnEntry[]
  /** one sentence or more for each entry that is left out */
  readonly warnings: readonly string[]
}

/** `found`: the value of `presets`, of any shape; undefined = there is none. `taken`: more ids that are not to be had. */
export function readPresets(found: unknown, taken: readonly string[]): OwnPresets {
  if (found === undefined) return { entries: [], warnings: [] }
  if (!Array.isArray(found)) {
    const fix = 'Write a list: "presets": [{"id": "top", "title": "Top", "command": ["top"]}].'
    return { entries: [], warnings: [`settings.json: presets is not a list. ${fix}`] }
  }
  const entries: OwnEntry[] = []
  const warnings: string[] = []
  const ids = new Set([...taken, ...NO_PRESETS])
  for (const [index, one] of found.entries()) {
    const faults = index < MOST ? faultsOf(one, ids) : [`there are more than ${MOST}. Keep ${MOST} at most.`]
    const parsed = entrySchema.safeParse(one)
    if (faults.length === 0 && parsed.success) {
      ids.add(parsed.data.id)
      entries.push(parsed.data)
    } else warnings.push(`settings.json: ${nameOf(one, index)} is left out: ${faults.join(' ')}`)
  }
  return { entries, warnings }
}

function faultsOf(one: unknown, ids: ReadonlySet<string>): string[] {
  const parsed = entrySchema.safeParse(one)
  if (parsed.success) {
    const { id } = parsed.data
    return ids.has(id) ? [`id: ${JSON.stringify(id)} is taken. Choose another one.`] : []
  }
  const faults = new Set<string>()
  for (const issue of parsed.error.issues) {
    const field = issue.path[0]
    if (field !== undefined && !(isObject(one) && Object.hasOwn(one, field)))
      faults.add(`${String(field)} is missing. ${fixOf(field)}`)
    else if (field !== undefined) faults.add(`${String(field)} cannot be ${shown(one, field)}. ${fixOf(field)}`)
    else if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        faults.add(`${JSON.stringify(key.slice(0, 40))} is no field. There are: ${FIELDS.join(', ')}.`)
    } else faults.add('it is not an object. Write {"id": "top", "title": "Top", "command": ["top"]}.')
  }
  return [...faults]
}

const fixOf = (field: PropertyKey) => FIX[String(field)] ?? ''
const isObject = (one: unknown): one is Record<PropertyKey, unknown> => typeof one === 'object' && one !== null

function shown(one: unknown, field: PropertyKey): string {
  // A variable may hold what nobody should find in a log.
  if (field === 'env') return 'that'
  const whole = JSON.stringify(isObject(one) ? one[field] : null) ?? 'that'
  return whole.length > 60 ? `${whole.slice(0, 60)}…` : whole
}

function nameOf(one: unknown, index: number): string {
  const id = isObject(one) ? one['id'] : null
  const place = `presets[${index}]`
  return typeof id === 'string' && id !== '' ? `${place} (${JSON.stringify(id.slice(0, 40))})` : place
}
