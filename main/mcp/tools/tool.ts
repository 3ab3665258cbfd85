// What a tool is: its listing, its schemas and its run. Arguments and results pass their schemas here and nowhere else.
import type { Tool as Definition, ToolAnnotations } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Level } from '../../../preload/contract.ts'
import type { AgentGate } from '../../gate/gate-api.ts'
import type { Agent, Refusal } from '../../gate/model.ts'
import { badArguments } from './arguments.ts'
import { refusalShape, refused } from './refusal.ts'

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
}

/** The terminal or the program failed after the gate let a send pass: no refusal, since bytes may have gone in. */
interface Failed {
  readonly failed: string
}

export interface Tool {
  /** as tools/list shows it */
  readonly definition: Definition
  /** the lowest level or ask that makes the tool worth showing; null = every agent has it */
  readonly needs: Level | null
  /** Never throws for what an agent sent; throws when the gate does. */
  call(call: Call, args: unknown): Promise<Answer>
}

export interface ToolSpec<Input extends z.ZodObject, Output extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly needs: Level | null
  readonly annotations: ToolAnnotations
  readonly input: Input
  readonly output: Output
  run(call: Call, input: z.output<Input>): Promise<z.input<Output> | Refusal | Failed>
}

const failure = z.object({ outcome: z.literal('failed'), evidence: z.string() })

/** MCP asks for no schema of errors, but the SDK's v1 client holds them to the output schema, so it has to allow them. */
const NOT_DONE = [schemaOf(refusalShape, 'output'), schemaOf(failure, 'output')]

export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(spec: ToolSpec<Input, Output>): Tool {
  const { name, title, description, annotations, needs, input, output } = spec
  const inputSchema = schemaOf(input, 'input')
  const outputSchema = { type: 'object' as const, anyOf: [schemaOf(output, 'output'), ...NOT_DONE] }
  return {
    needs,
    definition: { name, title, description, annotations: { title, ...annotations }, inputSchema, outputSchema },
    async call(call, args) {
      const parsed = input.safeParse(args, { reportInput: true })
      if (!parsed.success) return refused(badArguments(name, input, parsed.error))
      const result = await spec.run(call, parsed.data)
      if ('refused' in result && result['refused'] === true) return refused(result as Refusal)
      if ('failed' in result) return { isError: true, result: { outcome: 'failed', evidence: result['failed'] } }
      return { isError: false, result: output.parse(result) }
    },
  }
}

/** Without `$schema`: 2020-12 is what MCP means when none is named, and older validators stumble over the name. */
function schemaOf(schema: z.ZodObject, io: 'input' | 'output'): Definition['inputSchema'] {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io })
  return json as Definition['inputSchema']
}
