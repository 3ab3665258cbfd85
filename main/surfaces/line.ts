// The ledger of one surface's input line: who has put something on it since the last submit. (pure) It believes keys, not
// the screen, and errs to "not empty".
import { createKeyReader } from './person-keys.ts'
import type { Look } from './screen.ts'
import type { Author, Line } from './surface.ts'

/** What one agent has put on an empty line since: nothing else went in. */
export interface OwnLine {
  readonly by: Author
  /** null = too long to keep */
  readonly text: string | null
  /** how the line was while it was empty */
  readonly box: Look
}

export interface LineLedger {
  now(): Line
  /** Bytes from the person's keyboard. True = a key was among them; reports of focus and mouse are none. */
  person(data: string): boolean
  /** An agent's text goes on the line. `before`: how the line was, right before its first byte. */
  insert(by: Author, bytes: number, text?: string, before?: Look): void
  /** What stands on the line, where it is all this author's; null = that is not known. */
  own(by: Author): OwnLine | null
  /** An agent's keys go in; `text`: some of them may stay on the line. What they took from it cannot be known. */
  press(by: Author, bytes: number, text: boolean): void
  /** Enter goes in. Until it is settled, what comes after it is kept apart. */
  enter(): void
  /** That Enter was seen to send the line off, or not. */
  settle(submitted: boolean): void
  /** The shell has started a command: an Enter that was not seen to send the line off did so after all. */
  started(): void
  /**
   * Does `put`, of which it is not known yet whether it goes in. What is returned is called where it surely did not (`never`), or
   * where nobody can say: then all that may stand on the line counts. The version stays grown.
   */
  attempt(put: () => void): (became: 'never' | 'unknown') => void
}

const LONGEST_CHARACTERS = 65_536

export function createLine(): LineLedger {
  const keys = createKeyReader()
  let version = 0
  let by: Author[] = []
  /** who came after an Enter that is not settled; null = none is open */
  let after: Author[] | null = null
  /** who came after the last Enter that was not seen to send the line off; null = there is none */
  let doubted: Author[] | null = null
  let own: OwnLine | null = null
  /** how often it changed */
  let steps = 0

  const add = (list: Author[], author: Author) => (list.includes(author) ? list : [...list, author])
  const dirty = (author: Author) => {
    if (doubted) doubted = add(doubted, author)
    if (after) after = add(after, author)
    else by = add(by, author)
  }

  return {
    now: () => ({ by: after ? after.reduce(add, by) : by, version }),
    person(data) {
      version += Buffer.byteLength(data)
      steps += 1
      const read = keys.read(data)
      if (read.entered) {
        by = []
        if (after) after = []
        doubted = null
      }
      if (read.entered || read.typed) own = null
      if (read.entered ? read.after : read.typed) dirty('person')
      return read.typed
    },
    insert(author, bytes, text = '', before) {
      version += bytes
      steps += 1
      if (before && after === null && by.length === 0) own = { by: author, text, box: before }
      else own = own?.by === author ? { ...own, text: joined(own.text, text) } : null
      dirty(author)
    },
    own: author => (own?.by === author ? own : null),
    press(author, bytes, text) {
      version += bytes
      steps += 1
      own = null
      if (text) dirty(author)
    },
    enter() {
      version += 1
      steps += 1
      own = null
      after = []
      doubted = null
    },
    settle(submitted) {
      if (!after) return
      steps += 1
      doubted = submitted ? null : after
      by = submitted ? after : after.reduce(add, by)
      after = null
    },
    started() {
      if (!doubted) return
      steps += 1
      by = doubted
      doubted = null
    },
    attempt(put) {
      const was = { by, after, doubted, own }
      put()
      const mine = steps
      return became => {
        if (became === 'never' && steps === mine) {
          by = was.by
          after = was.after
          doubted = was.doubted
          own = was.own
          return
        }
        // Others came after it, or nobody knows: whoever may have something there has.
        steps += 1
        by = [was.by, was.after ?? [], by, after ?? []].flat().reduce(add, [] as Author[])
        after = null
        doubted = null
        own = null
      }
    },
  }
}

function joined(before: string | null, text: string): string | null {
  return before === null || before.length + text.length > LONGEST_CHARACTERS ? null : before + text
}
