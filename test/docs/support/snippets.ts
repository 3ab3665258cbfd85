// The pieces of JSON in the pages, each held against what reads it in the product: policies, rules, settings, and what MCP clients keep.
import { type ParseError, parse } from 'jsonc-parser'
import { DEEDS } from '../../../main/cli/table.ts'
import { PROFILE_NAMES } from '../../../main/mcp/profiles/index.ts'
import { parsePolicy } from '../../../main/policy/parse.ts'
import { readPresets } from '../../../main/store/presets-setting.ts'
import { settingsFrom } from '../../../main/store/settings.ts'
import { SETTING_NAMES } from '../../../preload/contract.ts'
import { allOf, type Of, type Page } from './pages.ts'

type Json = Readonly<Record<string, unknown>>

/** A token's hash that a page leaves out. */
const NO_HASH = 'sha256:…'
const HASH = `sha256:${'0'.repeat(64)}`

export function snippetsOf(page: Page): Of<'code'>[] {
  return allOf(page.tree, 'code').filter(({ lang }) => lang === 'json' || lang === 'jsonc')
}

/** The text of the page's first policy, as a file; null = it has none. */
export function policyOf(page: Page): string | null {
  const texts = snippetsOf(page).map(({ value }) => value.replaceAll(NO_HASH, HASH))
  return texts.find(text => isPolicy(parse(text))) ?? null
}

/** What is wrong with a piece, in sentences. */
export function faultsIn(text: string): string[] {
  const errors: ParseError[] = []
  // Rules may stand there one after the other, as they do in a file.
  const whole = isWhole(text) ? text : `[${text}]`
  const found: unknown = parse(whole.replaceAll(NO_HASH, HASH), errors, { allowTrailingComma: true })
  if (errors.length > 0) return [`it is no JSON, at character ${errors[0]!.offset}`]
  if (Array.isArray(found)) return found.flatMap(one => faultsOf(one, text))
  return faultsOf(found, text)
}

function isWhole(text: string): boolean {
  const errors: ParseError[] = []
  parse(text, errors, { allowTrailingComma: true })
  return errors.length === 0
}

function faultsOf(found: unknown, text: string): string[] {
  if (typeof found !== 'object' || found === null) return ['it is no object']
  const piece = found as Json
  if (isPolicy(piece)) return ofPolicy(text.replaceAll(NO_HASH, HASH))
  if ('agents' in piece && 'surfaces' in piece)
    return ofPolicy(JSON.stringify({ version: 1, agents: named(piece), rules: [piece] }))
  if ('mcpServers' in piece)
    return Object.values(piece['mcpServers'] as Json).flatMap(server => ofServer(server as Json))
  if (Object.keys(piece).every(key => key === 'presets' || (SETTING_NAMES as readonly string[]).includes(key)))
    return ofSettings(piece)
  return [`nobody knows what it is; teach test/docs/support/snippets.ts: ${Object.keys(piece).join(', ')}`]
}

const isPolicy = (piece: unknown) =>
  typeof piece === 'object' && piece !== null && 'version' in piece && ('rules' in piece || 'open' in piece)

function ofPolicy(text: string): string[] {
  const parsed = parsePolicy(text)
  return parsed.ok ? [] : parsed.faults.map(({ message }) => message)
}

/** The agents that a rule names, as a policy has them. */
function named({ agents }: Json): Json {
  const ids = (Array.isArray(agents) ? agents : [agents]).filter(id => typeof id === 'string' && id !== '*')
  return Object.fromEntries(ids.map(id => [id, { name: id, token: HASH }]))
}

function ofSettings(piece: Json): string[] {
  const { warning } = settingsFrom(piece)
  const { warnings } = readPresets(piece['presets'] ?? [], [])
  return [...(warning === null ? [] : [warning]), ...warnings]
}

function ofServer({ command, args, url }: Json): string[] {
  if (typeof url === 'string') {
    const [, profile] = new URL(url).pathname.match(/^\/mcp(?:\/([\w-]+))?$/) ?? ['', '?']
    return profile === undefined || PROFILE_NAMES.includes(profile) ? [] : [`nothing answers at ${url}`]
  }
  const words = Array.isArray(args) ? args.map(String) : []
  const known = DEEDS.find(deed => deed.command === words[0])?.options.map(({ name }) => `--${name}`) ?? []
  const wrong = words.filter(word => word.startsWith('--') && !known.includes(word))
  return command === 'gatehouse' && known.length > 0 && wrong.length === 0
    ? []
    : [`${command} ${words.join(' ')} starts nothing of ours`]
}
