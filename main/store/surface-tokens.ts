// surface-tokens.json: what the tokens of agents that run inside surfaces stand for. Only their hashes are kept, and they
// end with their surface. Surfaces of a run that did not end them stay named here, without a token, until somebody has looked
// after what still runs from them. What such an agent may do is the policy's.
import { z } from 'zod'
import { insideIdSchema, surfaceIdSchema } from '../../preload/contract.ts'
import { openKept } from './kept.ts'

const tokenSchema = z.strictObject({
  surface: surfaceIdSchema,
  preset: z.string().min(1).max(63),
  /** as it was when the token was made; a person may have given another since */
  workspace: z.string().max(4096).optional(),
  /** `preset@surface`: no id of a policy has an @ */
  agent: insideIdSchema,
})
const shape = z.strictObject({
  version: z.literal(1),
  tokens: z.record(z.string().regex(/^sha256:[0-9a-f]{64}$/), tokenSchema),
  earlier: z.array(tokenSchema.pick({ surface: true, preset: true })).optional(),
})

export type SurfaceToken = Readonly<z.infer<typeof tokenSchema>>
export type EarlierSurface = Pick<SurfaceToken, 'surface' | 'preset'>

export interface SurfaceTokens {
  /** Why nothing was read although there was a file, in plain words. */
  readonly why: string | null
  /** A new token for the agent in this surface, told here and never again. An earlier one of the surface ends. */
  issue(surface: { readonly id: string; readonly preset: string; readonly workspace?: string | undefined }): string
  /** What the token of this hash stands for; null = it never was one, or its surface ended. */
  find(hash: string): SurfaceToken | null
  hashes(): readonly string[]
  /** what each token stands for now, the oldest first */
  all(): readonly SurfaceToken[]
  drop(surface: string): void
  /** Surfaces of before the start that nobody closed: what was started in them may still run. */
  earlier(): readonly EarlierSurface[]
  /** Nothing runs from that one any more, or it is not ours. */
  forget(surface: string): void
  /** Writes what is pending. */
  close(): Promise<void>
}

export interface SurfaceTokensOptions {
  /** a token and its hash */
  readonly make: () => { readonly token: string; readonly hash: string }
  /** Is this surface, of before the start, still there? Left out: none is. */
  readonly isOpen?: (surface: string) => boolean
  readonly warn?: (message: string) => void
}

/** Opens `file`. What it holds for surfaces that are gone ends now. */
export async function openSurfaceTokens(file: string, options: SurfaceTokensOptions): Promise<SurfaceTokens> {
  const { make, isOpen = () => false, warn } = options
  const kept = await openKept(file, { shape, what: 'Tokens of agents inside surfaces', warn })
  const left = Object.entries(kept.left?.tokens ?? {})
  const tokens = new Map<string, SurfaceToken>(left.filter(([, { surface }]) => isOpen(surface)))
  const ended = left.flatMap(([, { surface, preset }]) => (isOpen(surface) ? [] : [{ surface, preset }]))
  let earlier: readonly EarlierSurface[] = [...(kept.left?.earlier ?? []), ...ended]
  const save = () =>
    kept.save({
      ...{ version: 1, tokens: Object.fromEntries(tokens) },
      ...(earlier.length > 0 ? { earlier: [...earlier] } : {}),
    })
  if (tokens.size < left.length) save()

  function drop(surface: string): boolean {
    const gone = [...tokens].filter(([, one]) => one.surface === surface)
    for (const [hash] of gone) tokens.delete(hash)
    return gone.length > 0
  }

  return {
    why: kept.why,
    issue({ id, preset, workspace }) {
      drop(id)
      const { token, hash } = make()
      const facts = { surface: id, preset, agent: `${preset}@${id}` }
      tokens.set(hash, workspace === undefined ? facts : { ...facts, workspace })
      save()
      return token
    },
    find: hash => tokens.get(hash) ?? null,
    hashes: () => [...tokens.keys()],
    all: () => [...tokens.values()],
    drop(surface) {
      if (drop(surface)) save()
    },
    earlier: () => earlier,
    forget(surface) {
      earlier = earlier.filter(one => one.surface !== surface)
      save()
    },
    close: kept.close,
  }
}
