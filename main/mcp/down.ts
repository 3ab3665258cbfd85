// What the stdio bridge answers by itself while Gatehouse is not there: the handshake and the lists as the app gives them
// in both protocol eras, and one answer to every tool call. It has no gate behind it.
import { createMcpHandler, ProtocolError, ProtocolErrorCode } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { AgentGate } from '../gate/gate-api.ts'
import type { Refusal } from '../gate/model.ts'
import type { Profile } from './profiles/tool.ts'
import { toolServer, toWire } from './server.ts'
import { TOOLS } from './tools/index.ts'
import { refused } from './tools/refusal.ts'
import type { Answer } from './tools/tool.ts'

export type { Answer } from './tools/tool.ts'

/** Calls of these may be repeated: they send nothing. */
export function onlyReads(tool: unknown, profile: Profile | null): boolean {
  return (profile?.tools ?? TOOLS).some(
    ({ definition }) => definition.name === tool && definition.annotations?.readOnlyHint === true,
  )
}

/** A refusal that no rule gave: nobody was there to decide. */
export function noAnswer(why: string): Answer {
  return refused(refusal(why))
}

export interface DownOptions {
  /** for every tool call */
  readonly answer: Answer
  /** for what else would need the app */
  readonly why: string
  readonly version: string
  /** whose tools are listed; null = ours */
  readonly profile: Profile | null
}

const callParams = { params: z.looseObject({ name: z.string() }) }

/** One JSON-RPC message as an HTTP request of MCP, answered without the app. */
export function answerDown(
  request: Request,
  body: unknown,
  { answer, why, version, profile }: DownOptions,
): Promise<Response> {
  const handler = createMcpHandler(
    ({ era }) => {
      const server = toolServer({
        ...{ gate: nobody(why), agent: { id: '', name: '' }, profile, version, era },
        ...{ reach: undefined, opens: undefined, managed: undefined, onCall: undefined, onFault: undefined },
      })
      server.setRequestHandler('tools/call', callParams, () => toWire(answer))
      return server
    },
    { legacy: 'stateless', responseMode: 'auto' },
  )
  return handler.fetch(request, { parsedBody: body })
}

function refusal(why: string): Refusal {
  return { refused: true, code: 'no_answer', effect: 'deny', rule: null, lock: null, why, allowed: null }
}

function nobody(why: string): AgentGate {
  const refuse = () => Promise.resolve(refusal(why))
  return {
    list: () => [],
    mine: () => {
      throw new ProtocolError(ProtocolErrorCode.InternalError, why)
    },
    access: () => refusal(why),
    watch: () => null,
    read: refuse,
    wait: refuse,
    send: refuse,
    open: refuse,
    close: refuse,
    sendMany: refuse,
    discard: refuse,
    notify: refuse,
    show: refuse,
    requestAccess: refuse,
  }
}
