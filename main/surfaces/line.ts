// The ledger of one surface's input line: who has put something on it since the last submit. (pure) It believes keys, not
// the screen, and errs to "not empty".
import { createKeyReader } from './person-keys.ts'
import type { Author, Line } from './surface.ts'

export interface LineLedger {
  now(): Line
  /** Bytes from the person's keyboard. True = a key was among them; reports of focus and mouse are none. */
  person(data: string): boolean
  /** An agent's text goes on the line. */
  insert(by: Author, bytes: number): void
  /** An agent's keys go in; `text`: some of them may stay on the line. What they took from it cannot be known. */
  press(by: Author, bytes: number, text: boolean): void
  /** Enter goes in. Until it is settled, what comes after it is kept apart. */
  enter(): void
  /** That Enter was seen to send the line off, or not. */
  settle(submitted: boolean): void
}

export function createLine(): LineLedger {
  const keys = createKeyReader()
  let version = 0
  let by: Author[] = []
  /** who came after an Enter that is not settled; null = none is open */
  let after: Author[] | null = null

  const add = (list: Author[], author: Author) => (list.includes(author) ? list : [...list, author])
  const dirty = (author: Author) => {
    if (after) after = add(after, author)
    else by = add(by, author)
  }

  return {
    now: () => ({ by: after ? after.reduce(add, by) : by, version }),
    person(data) {
      version += Buffer.byteLength(data)
      const read = keys.read(data)
      if (read.entered) {
        by = []
        if (after) after = []
      }
      if (read.entered ? read.after : read.typed) dirty('person')
      return read.typed
    },
    insert(author, bytes) {
      version += bytes
      dirty(author)
    },
    press(author, bytes, text) {
      version += bytes
      if (text) dirty(author)
    },
    enter() {
      version += 1
      after = []
    },
    settle(submitted) {
      if (!after) return
      by = submitted ? after : after.reduce(add, by)
      after = null
    },
  }
}
