// Unsaved text of the policy, kept across a reload or a restart of the window in its own storage, inside the data folder. It
// holds no token: the policy has hashes of them only.
import { z } from 'zod'

const NAME = 'policy-text'

const keptSchema = z.object({ base: z.object({ text: z.string(), hash: z.string() }), text: z.string() })
type Kept = z.infer<typeof keptSchema>

/** Null: nothing is unsaved. */
export function keepText(kept: Kept | null): void {
  try {
    if (kept) window.localStorage.setItem(NAME, JSON.stringify(kept))
    else window.localStorage.removeItem(NAME)
  } catch (error) {
    // It is in the window still; only a restart would lose it.
    console.error('gatehouse: the unsaved text of the policy was not kept:', error)
  }
}

export function keptText(): Kept | null {
  try {
    return keptSchema.safeParse(JSON.parse(window.localStorage.getItem(NAME) ?? 'null')).data ?? null
  } catch {
    return null
  }
}
