// The requests that are being answered now: whose they are, and the ways one ends before its answer. Ending one aborts its
// signal, and with it the signal that the call has; what is then sent to the caller is endpoint.ts's.

/** What a `notifications/cancelled` is matched by: it comes over another connection, and its id is nobody's own. */
export interface Sender {
  readonly agent: string
  /** the program at the other end, as the system names it; absent = not known */
  readonly program: string | undefined
  /** what it calls itself */
  readonly userAgent: string | undefined
  /** the address it came to: what a client has open there counts its ids by itself */
  readonly path: string
}

/** `gone`: nobody is there to answer. `cancelled`: the caller wants no answer. */
export type End = 'gone' | 'cancelled' | 'revoked'

export interface Exchange extends Sender {
  /** hash of the token it came with */
  readonly token: string
  /** the JSON-RPC ids it is to answer */
  readonly ids: readonly (string | number)[]
  readonly signal: AbortSignal
  /** why it ended; null = it goes on */
  readonly ended: End | null
  end(how: End): void
  /** It was answered, to its end. */
  close(): void
}

export function createExchanges() {
  const open = new Set<Exchange>()

  function add(facts: Omit<Exchange, 'signal' | 'ended' | 'end' | 'close'>): Exchange {
    const abort = new AbortController()
    let ended: End | null = null
    const exchange: Exchange = {
      ...facts,
      signal: abort.signal,
      get ended() {
        return ended
      },
      end(how) {
        // What was answered has no end any more: its signal stays as the call left it.
        if (!open.delete(exchange)) return
        ended = how
        abort.abort()
      },
      close: () => void open.delete(exchange),
    }
    open.add(exchange)
    return exchange
  }

  return {
    add,
    /** Ends the one call that this cancels; nothing where there is none, or none that can be told from another. */
    cancel(from: Sender, id: string | number): void {
      // One of a batch is not ended alone: the others share its response.
      const isMeant = ({ ids, ...other }: Exchange) => isSame(other, from) && ids.length === 1 && ids[0] === id
      const [meant, ...more] = [...open].filter(isMeant)
      if (more.length === 0) meant?.end('cancelled')
    },
    end(which: (exchange: Exchange) => boolean, how: End): void {
      for (const exchange of [...open].filter(which)) exchange.end(how)
    },
  }
}

/** One client, as far as can be told: where its program is not known it may be either. */
function isSame(one: Sender, other: Sender): boolean {
  const { agent, program, userAgent, path } = one
  const isProgram = program === other.program || program === undefined || other.program === undefined
  return agent === other.agent && path === other.path && userAgent === other.userAgent && isProgram
}
