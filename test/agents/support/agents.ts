// The real agents: which package, how each is told to talk to the stub and nobody else, and what its screen shows when it
// waits for a prompt or for an answer. Keys are made up; each gets a HOME of its own, past its first questions, with or
// without the one whether it may trust the folder.
import fs from 'node:fs/promises'
import path from 'node:path'
import { type AgentId, first } from './versions.ts'

export interface Place {
  readonly home: string
  readonly project: string
  /** the stub model server */
  readonly url: string
  /** it does not know the folder, and asks whether to trust it */
  readonly strange?: boolean
}

export interface Agent {
  readonly id: AgentId
  readonly title: string
  /** `name@version` */
  readonly source: string
  /** the program, inside the folder it was installed into */
  readonly program: string
  /** Writes its settings under `home` and answers with its environment. */
  seed(place: Place): Promise<Record<string, string>>
  /** its input box is there */
  readonly ready: RegExp
  /** its permission dialog is open */
  readonly dialog: RegExp
}

const KEY = `made-up-${'0'.repeat(24)}`

async function write(file: string, content: string | object): Promise<void> {
  await fs.mkdir(path.dirname(file), { recursive: true })
  await fs.writeFile(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
}

const claude: Agent = {
  id: 'claude',
  title: 'Claude Code',
  source: first('claude'),
  program: 'claude',
  async seed({ home, project, url, strange }) {
    const known = { [project]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } }
    await write(path.join(home, '.claude.json'), {
      hasCompletedOnboarding: true,
      lastOnboardingVersion: '2.1.197',
      theme: 'dark',
      customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
      projects: strange ? {} : known,
    })
    // Newer versions would begin in a mode that asks a model instead of the person.
    await write(path.join(home, '.claude/settings.json'), { permissions: { defaultMode: 'default' } })
    return {
      ANTHROPIC_API_KEY: KEY,
      ANTHROPIC_BASE_URL: url,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
    }
  },
  ready: /^\s*[❯>]/m,
  dialog: /Do you want to proceed\?/,
}

const codex: Agent = {
  id: 'codex',
  title: 'Codex',
  source: first('codex'),
  program: 'codex',
  async seed({ home, project, url, strange }) {
    const known = `[projects."${project}"]\ntrust_level = "trusted"\n`
    await write(
      path.join(home, '.codex/config.toml'),
      `model = "stub"
model_provider = "stub"
approval_policy = "on-request"
${strange ? '' : 'sandbox_mode = "workspace-write"'}
check_for_update_on_startup = false
[model_providers.stub]
name = "stub"
base_url = "${url}/v1"
wire_api = "responses"
${strange ? '' : known}`,
    )
    return {}
  },
  ready: /^\s*›/m,
  dialog: /Yes, proceed|Would you like to run|create the marker\?/,
}

const gemini: Agent = {
  id: 'gemini',
  title: 'Gemini CLI',
  source: first('gemini'),
  program: 'gemini',
  async seed({ home, url, strange = false }) {
    await write(path.join(home, '.gemini/settings.json'), {
      security: { auth: { selectedType: 'gemini-api-key' }, folderTrust: { enabled: strange } },
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      ide: { hasSeenNudge: true },
    })
    return { GEMINI_API_KEY: KEY, GOOGLE_GEMINI_BASE_URL: url, GEMINI_MODEL: 'gemini-2.5-flash' }
  },
  ready: /Type your message/,
  dialog: /Allow (execution|once)/,
}

const opencode: Agent = {
  id: 'opencode',
  title: 'OpenCode',
  source: first('opencode'),
  program: 'opencode',
  async seed({ home, url }) {
    const options = { baseURL: `${url}/v1`, apiKey: KEY }
    const provider = { npm: '@ai-sdk/openai-compatible', name: 'Stub', options, models: { stub: { name: 'Stub' } } }
    await write(path.join(home, '.config/opencode/opencode.json'), {
      autoupdate: false,
      share: 'disabled',
      provider: { stub: provider },
      model: 'stub/stub',
      small_model: 'stub/stub',
      permission: { bash: 'ask', edit: 'ask', external_directory: 'allow' },
    })
    return { OPENCODE_DISABLE_AUTOUPDATE: '1', OPENCODE_DISABLE_MODELS_FETCH: '1' }
  },
  ready: /Ask anything|Build/,
  dialog: /Permission required|Allow once/,
}

const copilot: Agent = {
  id: 'copilot',
  title: 'Copilot CLI',
  source: first('copilot'),
  program: 'copilot',
  async seed({ home, project, url, strange }) {
    if (!strange) await write(path.join(home, '.copilot/config.json'), { trusted_folders: [project] })
    return {
      COPILOT_PROVIDER_BASE_URL: `${url}/v1`,
      COPILOT_PROVIDER_API_KEY: KEY,
      COPILOT_MODEL: 'stub',
      COPILOT_OFFLINE: 'true',
      COPILOT_AUTO_UPDATE: 'false',
    }
  },
  ready: /^\s*╹▀{20}|^\s*❯/m,
  dialog: /Do you want to run this command\?/,
}

export const AGENTS: readonly Agent[] = [claude, codex, gemini, opencode]

/** With those that the campaigns of AGENTS leave out. */
export const ALL: readonly Agent[] = [...AGENTS, copilot]
