// Which versions of the agents there are to measure, and where scripts/test-agents.mjs put them.
import path from 'node:path'
import VERSIONS from '../versions.json'

export type AgentId = keyof typeof VERSIONS

/** The version that everything is measured with but the recorded screens: `name@version`. */
export const first = (id: AgentId): string => VERSIONS[id][0]!

/** Every version, the first first: `name@version`. */
export const all = (id: AgentId): readonly string[] => VERSIONS[id]

/** One installed version of an agent. */
export interface Installed {
  /** `name@version` */
  readonly source: string
  readonly version: string
  readonly folder: string
}

/** Of those alone that the campaign was asked for. */
const FOLDERS: Readonly<Record<string, readonly Installed[]>> = JSON.parse(process.env['GATEHOUSE_AGENTS'] ?? '{}')

/** What is installed of an agent, the first version first. Empty = it was not asked for. */
export const versionsOf = (id: AgentId): readonly Installed[] => FOLDERS[id] ?? []

/** The path of a program of an agent's first version. Throws where it was not asked for. */
export function programOf(id: AgentId, program: string, installed = versionsOf(id)[0]): string {
  if (!installed) throw new Error('GATEHOUSE_AGENTS does not say where: run the campaign with `npm run test:agents`')
  return path.join(installed.folder, 'node_modules/.bin', program)
}
