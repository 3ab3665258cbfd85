// How a schema is listed: tools/list goes into every model's context, so it says what a model needs and no more. What is
// taken in and given out is still held to the whole schema (tool.ts).
import type { Tool as Definition } from '@modelcontextprotocol/server'
import { z } from 'zod'

type Json = { [key: string]: unknown }
type Schema = Definition['inputSchema']

/** A schema is listed as this instead: `schema.meta(listedAs(…))`. Several types only in a result. */
export function listedAs(type: string | readonly string[], description?: string) {
  const listed = description === undefined ? { type } : { type, description }
  return { ...(description !== undefined && { description }), listed }
}

/** Limits stand in the descriptions, in words: Codex takes most of these keywords out, Copilot CLI makes words of them. */
const LIMITS = ['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'minItems', 'maxItems']

/** Without `$schema`: 2020-12 is what MCP means when none is named, and older validators stumble over the name. */
export function listedInput(schema: z.ZodObject): Schema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' })
  const listed = short(json, [...LIMITS, 'additionalProperties'])
  return { type: 'object', ...listed, additionalProperties: false } as Schema
}

/**
 * The fields of a success, none of them required: MCP asks for no schema of errors, but the SDK's v1 client holds them to
 * this one. No agent that was measured (docs/tools.md) shows any of it to its model: what a model needs to know beforehand
 * belongs into the tool's description.
 */
export function listedOutput(schema: z.ZodObject): Schema {
  const json = z.toJSONSchema(schema, { io: 'output' })
  const { properties } = short(json, [...LIMITS, 'additionalProperties', 'required'])
  // Errors have outcomes of their own, and every one of them is a word.
  const all = properties as { outcome?: Json }
  if (all.outcome) all.outcome = { type: 'string' }
  return { type: 'object', properties } as Schema
}

function short(node: Json, without: readonly string[]): Json {
  if (node['listed']) return node['listed'] as Json
  const kept = Object.entries(node).filter(([key]) => !without.includes(key))
  return Object.fromEntries(kept.map(([key, value]) => [key, key === 'properties' ? each(value) : inside(value)]))

  function each(properties: unknown): Json {
    const all = Object.entries(properties as Record<string, Json>)
    return Object.fromEntries(all.map(([name, schema]) => [name, short(schema, without)]))
  }
  function inside(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(inside)
    return typeof value === 'object' && value !== null ? short(value as Json, without) : value
  }
}
