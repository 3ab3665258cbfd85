// What a profile is, and how one of its tools is made: the names, parameters and results of another server's tool, and
// nothing of how that one did it. What it does goes through the gate, like every tool's; refusals are as at /mcp.
import type { ToolAnnotations } from '@modelcontextprotocol/server'
import type { z } from 'zod'
import type { Level } from '../../../preload/contract.ts'
import type { Refusal } from '../../gate/model.ts'
import { badArguments } from '../tools/arguments.ts'
import { listedInput } from '../tools/listed.ts'
import { refused } from '../tools/refusal.ts'
import { type Call, type Tool, withoutClients } from '../tools/tool.ts'

/** The tools of another server under its own names, at an address of their own. */
export interface Profile {
  /** the last part of its address */
  readonly name: string
  /** whose names these are */
  readonly source: string
  readonly tools: readonly Tool[]
  /** Tools of the source that are not offered: names with spaces between, and one sentence on what to use instead. */
  readonly left: readonly (readonly [names: string, instead: string])[]
}

/** What a call came to, in the source's words as far as they are true. */
export interface Told {
  readonly result: Record<string, unknown>
  /** where the source answers with plain text; the result as JSON unless given */
  readonly text?: string
  /** nothing of it was done */
  readonly isError?: boolean
}

interface ProfileToolSpec<Input extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly needs: Level | null
  readonly opens?: boolean
  readonly annotations: ToolAnnotations
  readonly input: Input
  run(call: Call, input: z.output<Input>): Promise<Told | Refusal>
}

/** The sources list no output schemas, so neither do these. */
export function profileTool<Input extends z.ZodObject>(spec: ProfileToolSpec<Input>): Tool {
  const { name, title, description, annotations, needs, opens = false, input } = spec
  return {
    needs,
    changesPolicy: false,
    opens,
    definition: { name, title, description, annotations, inputSchema: listedInput(input) },
    async call(call, args) {
      const parsed = input.safeParse(withoutClients(args), { reportInput: true })
      if (!parsed.success) return refused(badArguments(name, input, parsed.error))
      const told = await spec.run(call, parsed.data)
      if ('refused' in told) return refused(told)
      return { isError: told.isError === true, ...told }
    },
  }
}

/** What to use instead of a tool that the profile leaves out; null = the source has no such tool. */
export function insteadOf({ left }: Profile, tool: string): string | null {
  return left.find(([names]) => names.split(' ').includes(tool))?.[1] ?? null
}
