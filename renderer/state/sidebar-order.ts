// In what order the sidebar draws its rows: what a person has put in order first, the rest after it as it appeared. Pure.

export interface Placed {
  readonly id: string
  readonly workspace: string
}

/** Surface ids and workspaces, in the order a person gave them. */
export interface Arrangement {
  readonly order: readonly string[]
  readonly workspaces: readonly string[]
}

export interface Group<T extends Placed> {
  readonly workspace: string
  readonly rows: readonly T[]
}

/** Where something is put: on this side of another. */
export interface Target {
  readonly of: string
  readonly side: 'before' | 'after'
}

/** Every row once, by workspace. A workspace is there as long as something is in it. */
export function groupsOf<T extends Placed>(rows: readonly T[], { order, workspaces }: Arrangement): Group<T>[] {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(row.workspace)
    if (group) group.push(row)
    else groups.set(row.workspace, [row])
  }
  return sorted([...groups.keys()], workspaces, workspace => workspace).map(workspace => ({
    workspace,
    rows: sorted(groups.get(workspace) ?? [], order, row => row.id),
  }))
}

function sorted<T>(items: readonly T[], order: readonly string[], keyOf: (item: T) => string): T[] {
  const places = new Map(order.map((key, index) => [key, index]))
  const placeOf = (item: T) => places.get(keyOf(item)) ?? order.length
  return [...items].sort((a, b) => placeOf(a) - placeOf(b))
}

/** `key` put there; the others stay as they are. Nothing happens where the target is not among `keys`. */
export function movedTo(keys: readonly string[], key: string, { of, side }: Target): string[] {
  const rest = keys.filter(other => other !== key)
  const at = rest.indexOf(of)
  if (at < 0) return [...keys]
  rest.splice(side === 'before' ? at : at + 1, 0, key)
  return rest
}

/** One step up or down; null = it is at the border. */
export function stepTarget(keys: readonly string[], key: string, by: 1 | -1): Target | null {
  const of = keys[keys.indexOf(key) + by]
  if (of === undefined || !keys.includes(key)) return null
  return { of, side: by === 1 ? 'after' : 'before' }
}

/** What to keep of an order: what is drawn, then what is not there now and may come back. */
export function keptOrder(drawn: readonly string[], before: readonly string[], most: number): string[] {
  const there = new Set(drawn)
  return [...drawn, ...before.filter(key => !there.has(key))].slice(0, most)
}
