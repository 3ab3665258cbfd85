// How many answers to terminal queries a program gets: 50 a second, 256 bytes at once. What a file printed by `cat`
// asks would else end up on somebody's input line by the thousand. It does not make the answers.

const PER_SECOND = 50
const BURST_BYTES = 256
/** refill; a full second of the longest usual reply */
const BYTES_PER_SECOND = 1280

export interface ReplyLimit {
  /** True = this reply may go in now, and is counted. */
  take(bytes: number): boolean
}

export function createReplyLimit(mono: () => number): ReplyLimit {
  let replies = PER_SECOND
  let bytes = BURST_BYTES
  let at = mono()
  return {
    take(size) {
      const now = mono()
      const seconds = (now - at) / 1000
      at = now
      replies = Math.min(PER_SECOND, replies + seconds * PER_SECOND)
      bytes = Math.min(BURST_BYTES, bytes + seconds * BYTES_PER_SECOND)
      if (replies < 1 || bytes < size) return false
      replies -= 1
      bytes -= size
      return true
    },
  }
}
