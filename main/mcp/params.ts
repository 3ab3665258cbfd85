// What the parameters of requests are, besides those of tools. Given to the SDK with each handler: left to itself, it answers
// wrong ones as a fault of ours.
import { z } from 'zod'

/** Nothing is paged, so a cursor is one we never gave; the lists are short, and a client that asks on gets them again. */
export const listParams = { params: z.looseObject({ cursor: z.string().optional() }) }

export const readParams = { params: z.looseObject({ uri: z.string() }) }

export const promptParams = {
  params: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.string()).optional() }),
}

const ref = z.discriminatedUnion('type', [
  z.looseObject({ type: z.literal('ref/prompt'), name: z.string() }),
  z.looseObject({ type: z.literal('ref/resource'), uri: z.string() }),
])
const argument = z.looseObject({ name: z.string(), value: z.string() })

export const completeParams = { params: z.looseObject({ ref, argument }) }
export type CompleteParams = z.output<(typeof completeParams)['params']>
