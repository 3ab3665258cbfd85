// How what was opened is closed again, in whatever order it was opened. It knows none of the rooms.

/** In reverse order; one that fails does not keep the others from closing. `undo` is empty afterwards. */
export async function closeAll(undo: (() => Promise<unknown>)[]): Promise<void> {
  for (;;) {
    const last = undo.pop()
    if (!last) return
    await last().catch((error: Error) => console.error('gatehouse: while closing:', error.message))
  }
}
