// The activity as lines that a person reads: who, what, where, and what came of it.
import type { Activity, Kept } from './house.ts'

/** One line for each record; the time is in seconds since the first. */
export function storyOf(activity: Activity): string[] {
  const start = Date.parse(activity[0]?.time ?? '')
  return activity.map(one => {
    const at = ((Date.parse(one.time) - start) / 1000).toFixed(1).padStart(5)
    return `${String(one.seq).padStart(3)} ${at} s  ${words(one)}`
  })
}

function words(one: Kept): string {
  const { actor, kind, intent, surface, text, verdict, approval, outcome, bytes, of, count } = one
  const where = surface ? ` on ${surface.name}` : ''
  const what = text === null ? '' : ` ${JSON.stringify(text)}`
  const many = count !== undefined && count > 1 ? ` ${count} times` : ''
  const by = verdict?.rule ? ` by ${verdict.rule}` : ''
  // The same rule each time.
  const judged = verdict ? `: ${verdict.effect}${by}${kind === 'read' ? '' : `, ${verdict.why}`}` : ''
  const asked = approval ? ` [${approval}]` : ''
  const came = outcome ? ` → ${outcome}${bytes === null ? '' : `, ${bytes} bytes`}` : ''
  const about = of === undefined ? '' : ` (of ${of})`
  return `${actor} ${intent ?? kind}${about}${where}${what}${many}${judged}${asked}${came}`
}
