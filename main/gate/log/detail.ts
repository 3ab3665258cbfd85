// One entry in full: its text, who decided, and what happened step by step. Secrets are masked unless a person asks for them.
import type { ActivityDetail, ActivityStep, Level } from '../../../preload/contract.ts'
import { ASK_MS } from '../approvals.ts'
import type { AnyRecord } from './facts.ts'
import { draftOf, type Entry, rowOf } from './rows.ts'
import { mask } from './secrets.ts'
import { CHOSEN, clock, fateWords, levelOf, sentenceOf, toYou } from './words.ts'

export interface Around {
  /** until when this revision of a draft waits, ms since the epoch; null = it is not there */
  draftEnds(ref: string): number | null
  isOpen(surface: string): boolean
}

export function detailOf(entry: Entry, around: Around, reveal: boolean): ActivityDetail {
  const { first, later, standing, decision } = entry
  const hide = <T extends string | null>(text: T): T => (text === null || reveal ? text : (mask(text).text as T))
  const row = rowOf(entry)
  const [text, wrote] = first.kind === 'send' ? [entry.text, entry.wrote] : [sentenceOf(entry), null]
  // A row looks at the start of its text alone.
  const masked = row.masked || [text, wrote].some(one => one !== null && mask(one).found > 0)
  const ref = draftOf(first, later)
  const ends = ref === null ? null : around.draftEnds(ref)
  const bytes = later.findLast(one => typeof one.bytes === 'number')?.bytes ?? first.bytes
  const isAgents = first.actor !== 'person' && first.actor !== 'gatehouse'
  return {
    row: { ...row, masked },
    text: hide(text),
    wrote: hide(wrote),
    wanted: isAgents && first.kind !== 'surface' ? levelOf(first.intent) : null,
    got: isAgents && first.kind !== 'surface' ? gotOf(entry) : null,
    rule: first.verdict?.rule ?? later.findLast(one => one.verdict?.rule)?.verdict?.rule ?? null,
    why: hide(first.kind === 'send' && first.verdict ? toYou(first.verdict.why) : null),
    decidedBy: decidedBy(entry),
    onBehalfOf: Array.isArray(first.onBehalfOf) ? first.onBehalfOf.map(id => entry.nameOf(String(id))) : [],
    draft: ref === null ? null : { ref, waits: ends !== null },
    bytes: typeof bytes === 'number' ? bytes : null,
    steps: stepsOf(entry, decision === 'waiting' ? entry.at + ASK_MS : null, ends).map(step => ({
      ...step,
      text: hide(step.text),
    })),
    hash: typeof first.hash === 'string' ? first.hash : '',
    open: row.surface !== null && around.isOpen(row.surface.id) && standing.kind === 'send',
  }
}

function gotOf({ decision, first }: Entry): Level | null {
  if (decision === 'draft') return 'type'
  if (['allowed', 'you_allowed', 'unconfirmed'].includes(decision)) return levelOf(first.intent)
  return ['waiting', 'unknown', 'failed'].includes(decision) ? null : 'none'
}

function decidedBy({ standing, first, later, decision }: Entry): string | null {
  const answered = later.find(one => one.actor === 'person')
  if (answered && !standing.person) {
    const you = standing.answer ? `You chose "${CHOSEN[standing.answer]}"` : 'You'
    // A yes that did not get through what is looked at after it.
    const isNo = later.some(one => one.actor === 'person' && one.outcome === 'denied')
    return ['denied', 'rate_limited', 'refused_paused'].includes(decision) && !isNo
      ? `${you}, then Gatehouse refused`
      : you
  }
  if (decision === 'you_allowed') return 'You'
  if (decision === 'waiting') return 'You, if you answer'
  if (decision === 'no_answer') return 'Nobody'
  if (standing.person) return 'You'
  if (decision === 'cancelled') return first.actor === 'gatehouse' ? 'Gatehouse' : 'The agent'
  const rule = first.verdict?.rule ?? later.at(-1)?.verdict?.rule
  if (rule) return `Rule ${rule}`
  return first.verdict ? 'Gatehouse' : null
}

function stepsOf(entry: Entry, answerUntil: number | null, draftEnds: number | null): ActivityStep[] {
  const { first, later, fate, nameOf } = entry
  const steps = [...beginning(entry), ...later.flatMap(record => laterSteps(entry, record))]
  if (fate) {
    const text = fateWords(fate, nameOf)
    const tone = ['ran', 'inserted', 'released'].includes(fate.is) ? 'good' : 'plain'
    steps.push({ seq: fate.seq, at: fate.at, text: text[0]!.toUpperCase() + text.slice(1), tone })
  } else if (draftEnds !== null && (first.kind === 'send' || later.length > 0)) {
    steps.push({ seq: null, at: null, text: `Run, insert, edit or discard until ${clock(draftEnds)}`, tone: 'next' })
  }
  if (answerUntil !== null) {
    steps.push({ seq: null, at: null, text: `Waits for your answer until ${clock(answerUntil)}`, tone: 'next' })
  }
  if (later.length === 0 && entry.decision === 'unknown' && first.outcome === null) {
    steps.push({ seq: null, at: null, text: 'How it ended is not recorded: it may have gone in', tone: 'bad' })
  }
  return steps
}

const place = (record: AnyRecord) => ({ seq: record.seq, at: Date.parse(record.time) })

function beginning(entry: Entry): ActivityStep[] {
  const { first, standing, nameOf } = entry
  const step = (text: string, tone: ActivityStep['tone'] = 'plain'): ActivityStep => ({ ...place(first), text, tone })
  const who = nameOf(first.actor)
  if (standing.person) {
    const acts = { you_ran: 'You pressed Run', you_inserted: 'You pressed Insert' } as const
    const texts = { you_changed: 'You changed the draft', you_discarded: 'You discarded the draft' } as const
    const text = { ...acts, ...texts }[standing.good as keyof typeof acts | keyof typeof texts]
    return [step(text ?? sentenceOf(entry) ?? 'You did it', standing.good === 'you_changed' ? 'type' : 'plain')]
  }
  if (first.actor === 'gatehouse') return [step(sentenceOf(entry) ?? toYou(first.verdict?.why ?? 'Gatehouse did it'))]
  const begins = step(first.kind === 'read' ? `${who} wanted to read` : `${who} sent the request`)
  const { verdict, outcome } = first
  const rule = verdict?.rule ? `Rule ${verdict.rule} matched` : null
  const judged = (): ActivityStep[] => {
    if (outcome === 'denied' || outcome === 'cancelled') return [step(toYou(verdict?.why ?? 'Refused'), 'bad')]
    if (verdict?.effect === 'ask') return [step(rule ? `${rule}, asked you` : 'Asked you')]
    return verdict ? [step(rule ? `${rule}, allowed` : toYou(verdict.why), 'good')] : []
  }
  return [begins, ...judged(), ...(outcome === null ? [] : outcomeSteps(entry, first))]
}

function laterSteps(entry: Entry, record: AnyRecord): ActivityStep[] {
  if (record.actor === 'person' && !entry.standing.person) {
    const isNo = record.outcome === 'denied'
    const chose = record.answer && CHOSEN[record.answer]
    const said = isNo && record.verdict?.why ? toYou(record.verdict.why) : null
    const text = chose ? `You chose ${chose}` : toYou(record.verdict?.why ?? 'You answered')
    const says = said !== null && chose && said.startsWith('You: ') ? `. ${said}` : ''
    return [{ ...place(record), text: `${text}${says}`, tone: isNo ? 'bad' : 'good' }]
  }
  if (record.kept !== undefined) {
    return [{ ...place(record), text: `Drafted, not in the program`, tone: 'type' }]
  }
  if (record.outcome === 'denied' || record.outcome === 'cancelled') {
    return [{ ...place(record), text: toYou(record.verdict?.why ?? 'It did not go'), tone: 'bad' }]
  }
  return outcomeSteps(entry, record)
}

function outcomeSteps({ standing, first }: Entry, record: AnyRecord): ActivityStep[] {
  const step = (text: string, tone: ActivityStep['tone']): ActivityStep[] => [{ ...place(record), text, tone }]
  if (first.kind !== 'send') {
    if (record.outcome === 'delivered') return step(DONE[first.kind] ?? 'Done', 'good')
    return record.outcome === 'failed' || record.outcome === 'unknown' ? step('It could not be done', 'bad') : []
  }
  switch (record.outcome) {
    case 'delivered': {
      const what = first.keys
        ? 'The keys'
        : standing.enters === 'enter'
          ? first.text === null && !first.draft
            ? 'Enter'
            : 'Text and Enter'
          : 'The text'
      return step(`${what} went in`, 'good')
    }
    case 'inserted':
      return step('The text went in, without Enter', 'good')
    case 'staged':
      return step('Drafted, not in the program', 'type')
    case 'unconfirmed':
      return step('It went in, and there is no sign that the line left', 'plain')
    case 'failed':
      return step('The program or the terminal failed while it went in', 'bad')
    case 'unknown':
      return step('It broke off, or the connection was lost: it may have gone in', 'bad')
    default:
      return []
  }
}

const DONE: Readonly<Partial<Record<AnyRecord['kind'], string>>> = {
  read: 'It was read',
  surface: 'Done',
  policy: 'It was given',
  agent: 'You were shown it',
}
