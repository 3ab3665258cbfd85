// What a tool is: its listing, its schemas and its run. Arguments and results pass their schemas here and nowhere else.
import type { Tool as Definition, ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { Level } from '../../../preload/contract.ts'
import type { AgentGate } from '../../gate/gate-api.ts'
import type { Agent, Refusal } from '../../gate/model.ts'
import { badArguments } from './arguments.ts'
import { listedInput, listedOutput } from './listed.ts'
import { refused } from './refusal.ts'

export interface Call {
  readonly gate: AgentGate
  readonly agent: Agent
  /** aborted when the agent cancels or goes away */
  readonly signal: AbortSignal
  /** tells a client that asked for it that the call goes on; undefined = it did not ask */
  readonly progress?: ((message: string, seconds: number) => void) | undefined
}

/** What goes to the agent, in the contract's names. */
export interface Answer {
  readonly isError: boolean
  readonly result: Record<string, unknown>
  /** for who reads only text; the result as JSON unless given */
  readonly text?: string
}

/** The terminal or the program failed after the gate let a send pass: no refusal, since bytes may have gone in. */
interface Failed {
  readonly failed: string
  /** `unknown`: nobody can say what went in. `failed` where it is left out */
  readonly as?: 'failed' | 'unknown'
}

export interface Tool {
  /** as tools/list shows it */
  readonly definition: Definition
  /** the lowest level or ask that makes the tool worth showing; null = every agent has it */
  readonly needs: Level | null
  /** it is nothing to an agent whose policy nobody here can change */
  readonly changesPolicy: boolean
  /** it shows only where some open rule could let the agent open something */
  readonly opens: boolean
  /** Never throws for what an agent sent; throws when the gate does. */
  call(call: Call, args: unknown): Promise<Answer>
}

export interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly needs: Level | null
  readonly changesPolicy?: boolean
  readonly opens?: boolean
  readonly annotations: ToolAnnotations
  readonly input: Input
  readonly output: Output
  run(call: Call, input: z.output<Input>): Promise<z.input<Output> | Refusal | Failed>
}

/** Hints that are as MCP takes them where nothing is said are left out. */
export const READS: ToolAnnotations = { readOnlyHint: true }
export const WRITES: ToolAnnotations = { readOnlyHint: false, destructiveHint: true }
/** It reaches a person or the gate, and no program. */
export const TELLS: ToolAnnotations = { readOnlyHint: false, destructiveHint: false }

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(spec: ToolSpec<Input, Output>): Tool {
  const { name, title, description, annotations, needs, changesPolicy = false, opens = false, input, output } = spec
  return {
    needs,
    changesPolicy,
    opens,
    definition: {
      name,
      title,
      description,
      annotations,
      inputSchema: listedInput(input),
      outputSchema: listedOutput(output),
    },
    async call(call, args) {
      const parsed = input.safeParse(withoutClients(args), { reportInput: true })
      if (!parsed.success) return refused(badArguments(name, input, parsed.error))
      const result = await spec.run(call, parsed.data)
      if ('refused' in result && result['refused'] === true) return refused(result as Refusal)
      if ('failed' in result) {
        const { failed: evidence, as: outcome = 'failed' } = result as Failed
        return { isError: true, result: { outcome, evidence } }
      }
      return { isError: false, result: output.parse(result) }
    },
  }
}

/**
 * Gemini CLI shows its model `wait_for_previous` as a parameter of every tool, tells it to set it, acts on it itself, and
 * sends it along all the same. It says nothing to us, and no tool may have a parameter of that name.
 */
export function withoutClients(args: unknown): unknown {
  if (typeof args !== 'object' || args === null || !Object.hasOwn(args, 'wait_for_previous')) return args
  const { wait_for_previous: _, ...rest } = args as Record<string, unknown>
  return rest
}

/** A send that did not surely go in. */
export function broken(sent: { readonly outcome: 'failed' | 'unknown'; readonly evidence: string }): Failed {
  return { failed: sent.evidence, as: sent.outcome }
}

/** What a result says of a text that a person changed before it went. */
export function changed({ edited }: { readonly edited?: boolean }): { edited?: true } {
  return edited ? { edited } : {}
}

/** What a gate's request hears of while a person is asked. */
export function whileAsked({ progress }: Call): ((waitedMs: number) => void) | undefined {
  return progress && (ms => progress('Waiting for a person to answer.', Math.round(ms / 1000)))
}
