// Where the app listens and with which token it is spoken to, looked up anew for each connection: both may change while a
// client stays. What is found here is not trusted yet (mcp-line.ts).
import type { Result } from '../../preload/contract.ts'
import { hashToken } from '../mcp/tokens.ts'
import { readEndpoint } from '../store/endpoint.ts'
import { readTokenFile } from '../store/token-files.ts'
import { say } from './mcp-say.ts'

export interface Where {
  /** on 127.0.0.1 */
  readonly port: number
  /** the process that must prove itself there; null = not said */
  readonly pid: number | null
  readonly token: string
  readonly tokenHash: string
}

export interface Down {
  /** for the agent, in a sentence or two */
  readonly why: string
}

export interface Finder {
  /** Error values: those of readTokenFile and `wrong_token`. */
  token(): Promise<Result<string>>
  /** What is wrong with GATEHOUSE_URL, in a sentence; null = nothing. */
  readonly fault: string | null
  find(): Promise<Where | Down>
}

/** The environment comes first: that of a surface names its own app and its own token. */
export function createFinder(dir: string, agent: string, env: Readonly<Record<string, string | undefined>>): Finder {
  const { GATEHOUSE_URL: url = '', GATEHOUSE_TOKEN: given = '' } = env
  const fixed = url === '' ? null : portOf(url)

  async function token(): Promise<Result<string>> {
    if (given === '') return readTokenFile(dir, agent)
    if (/^[A-Za-z0-9._~+/-]+=*$/.test(given)) return { ok: true, value: given }
    return { ok: false, code: 'wrong_token', message: say.wrongToken }
  }

  async function port(): Promise<Pick<Where, 'port' | 'pid'> | null> {
    if (fixed !== null) return { port: fixed, pid: null }
    const found = await readEndpoint(dir)
    const named = found && portOf(found.mcp)
    return named ? { port: named, pid: found.pid } : null
  }

  return {
    token,
    fault: url !== '' && fixed === null ? say.wrongUrl : null,
    async find() {
      const [where, key] = [await port(), await token()]
      if (!key.ok) return { why: key.message }
      return where ? { ...where, token: key.value, tokenHash: hashToken(key.value) } : { why: say.notRunning }
    },
  }
}

/** Only this computer: a token goes nowhere else. */
function portOf(url: string): number | null {
  const port = Number(/^http:\/\/(?:127\.0\.0\.1|localhost):(\d{1,5})\/mcp$/.exec(url)?.[1] ?? 0)
  return port > 0 && port < 65_536 ? port : null
}
