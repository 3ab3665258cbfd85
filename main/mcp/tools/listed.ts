// How a schema is listed: tools/list goes into every model's context, so it says what a model needs and no more. What is
// taken in and given out is still held to the whole schema (tool.ts).
import type { Tool as Definition } from '@modelcontextprotocol/server'
import { z } from 'zod'

type Json = { [key: string]: unknown }
type Schema = Definition['inputSchema']

/** A schema is listed as this instead: `schema.meta(listedAs(…))`. */
export function listedAs(type: string | readonly string[], description: string) {
  return { description, listed: { type, description } }
}

/** Without `$schema`: 2020-12 is what MCP means when none is named, and older validators stumble over the name. */
export function listedInput(schema: z.ZodObject): Schema {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io: 'input' })
  const listed = short(json, ['minLength', 'maxLength', 'pattern', 'additionalProperties'])
  return { type: 'object', ...listed, additionalProperties: false } as Schema
}

/**
 * The fields of a success, none of them required: MCP asks for no schema of errors, but the SDK's v1 client holds them to
 * this one.
 */
export function listedOutput(schema: z.ZodObject): Schema {
  const json = z.toJSONSchema(schema, { io: 'output' })
  const { properties } = short(json, ['minLength', 'pattern', 'additionalProperties', 'required'])
  const { outcome } = properties as { outcome?: { enum?: string[] } }
  outcome?.enum?.push('failed')
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
