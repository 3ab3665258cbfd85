// Takes up one pane: our session gets its window, its output comes, and its screen is drawn as it stands at one point of the stream.
// The same again where output was missed.
import type { Attached, Names } from './attach.ts'
import { CAPTURE_HOSTILE, CAPTURE_POINT, type Captured, captureLine, readCaptured } from './capture.ts'
import { paneId, quoted } from './command.ts'
import { newToken } from './connection.ts'
import { drawn, type ProbedModes } from './draw.ts'
import { linkLine, listenLine, type OwnSession } from './own-session.ts'
import type { Pane } from './pane.ts'
import type { Prober } from './probe.ts'

export interface TakeSpec {
  readonly attached: Attached
  readonly own: OwnSession
  readonly names: Names
  readonly pane: Pane
  readonly probe: Prober
}

/** `gone`: there is no such pane any more. `lost`: the connection broke before it was done. */
export type Took = 'taken' | 'gone' | 'lost'

export async function take(spec: TakeSpec): Promise<Took> {
  const { attached, own, names, pane } = spec
  const { connection } = attached
  const id = paneId(pane.where().pane)
  const { window } = pane
  pane.hush()
  pane.undress()
  const link = linkLine(own, window)
  const mark = [pane.surface, pane.pid, ...(pane.where().ours ? ['ours'] : [])].join(' ')
  const ran = await connection.run({
    line: [
      ...(link ? [link] : []),
      listenLine(own, id),
      `set-option -p -t ${id} ${names.mark} ${quoted(mark)}`,
      `display-message -p -t ${id} 'last #{${names.last}}'`,
    ].join(' ; '),
  })
  if (ran.is === 'lost') return 'lost'
  const last = ran.replies.at(-1)?.rows[0]?.toString() ?? ''
  if (!last.startsWith('last ')) {
    if (link) own.linked.delete(window)
    return 'gone'
  }
  pane.writes.after(Number(last.slice('last '.length)) || 0)
  const captured = await capture(attached, pane, () => pane.forget())
  if (captured === 'gone' || captured === 'lost') return captured
  draw(pane, captured, null)
  // A look takes a while, and there may be many before it. Until then it is taken for off, which refuses and does no harm.
  if (captured.facts.bracketedPaste === null && !captured.facts.dead) void dress(spec, pane.draws())
  else pane.dressed()
  return 'taken'
}

/** Draws it once more where bracketed paste turns out to be on: nothing else can say so without getting between its bytes. */
async function dress({ attached, pane, probe }: TakeSpec, drawing: number): Promise<void> {
  const on: ProbedModes[] = []
  await probe(pane.where().pane, pane.window, modes => {
    if (modes?.bracketedPaste) on.push(modes)
  })
  let mine = drawing
  // What it has switched since then, it has said itself.
  const isStale = () => !pane.alive() || pane.draws() !== mine || pane.pasteSwitched()
  if (on.length > 0 && !isStale()) {
    pane.hush()
    const captured = await capture(attached, pane, () => {
      if (isStale()) return
      pane.forget()
      mine = pane.draws()
    })
    if (pane.draws() !== mine) return
    if (mine === drawing || captured === 'gone' || captured === 'lost') pane.speak()
    else draw(pane, captured, on[0]!)
  }
  if (pane.draws() === mine) pane.dressed()
}

function draw(pane: Pane, captured: Captured, modes: ProbedModes | null): void {
  const { cols, rows } = captured.facts
  pane.speak(() => pane.redrawn(drawn(captured, modes), cols, rows))
}

/** `at`: everything told before is a part of it, everything told later is not. */
async function capture({ connection }: Attached, pane: Pane, at: () => void): Promise<Captured | 'gone' | 'lost'> {
  const token = newToken()
  const ran = await connection.run({
    line: captureLine(pane.where().pane, token),
    token,
    hostile: CAPTURE_HOSTILE,
    onReply(_reply, index) {
      if (index === CAPTURE_POINT) at()
    },
  })
  return ran.is === 'lost' ? 'lost' : (readCaptured(ran.replies) ?? 'gone')
}
