// Every sentence the gate says, and what each outcome is called in the record, to an agent and to a person. No logic.
import type { Limit, LimitWindow } from '../policy/model.ts'
import type { Delivered } from '../surfaces/surface.ts'
import type { RecordedOutcome } from './model.ts'

/** A delivery that wrote, or may have. */
export type WrittenOutcome = Exclude<Delivered['outcome'], 'changed' | 'gone' | 'unwrapped' | 'unencodable'>

const list = (names: readonly string[]) => names.join(', ')
/** Names and texts of others are shown shortened and quoted. */
const quote = (text: string) => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)

function windowWords(window: LimitWindow): string {
  return typeof window === 'number' ? `in ${window} seconds` : `a${window === 'hour' ? 'n' : ''} ${window}`
}

function waitWords(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`
}

/** Reasons come from other rooms, with or without their full stop. */
const closed = (reason: string) => (/[.!?]$/.test(reason) ? reason : `${reason}.`)

export const say = {
  noSurface: (asked: string) => `There is no surface ${quote(asked)} here. list_surfaces names those you may see.`,
  twoOfAName: (asked: string, ids: readonly string[]) =>
    `${ids.length} surfaces are named ${quote(asked)}: ${list(ids)}.`,
  idsInstead: (ids: readonly string[]) => `Use an id: ${list(ids)}.`,
  exited: () => 'The program in this surface has ended.',
  gone: () => 'The surface was closed before anything was sent.',
  paused: (by: string) => `Agents are paused (by ${by}). Nothing is sent until a person resumes; reading goes on.`,
  policyFault: (fault: string) => `The policy could not be read: ${closed(fault)} Agents are paused until it is fixed.`,
  policyHeld: (fault: string) =>
    `The policy file has a fault: ${closed(fault)} The policy accepted last still decides, and agents are paused until a person sets it right; reading goes on.`,
  rateLimited: (rule: string, who: string, { max, window, intent }: Limit, waitMs: number) =>
    `${rule} lets ${who} ${intent ?? 'send'} ${max === 1 ? 'once' : `${max} times`} ${windowWords(window)}; the next one would pass in ${waitWords(waitMs)}.`,
  askUnanswered: (why: string, nobody: string) => `${why} It would ask a person, and ${nobody}.`,
  badText: (name: string, codePoint: string, index: number) =>
    `The text may not hold ${name} (${codePoint} at index ${index}). Nothing was changed or sent.`,
  unpasted: (name: string) =>
    `The text holds a ${name}, which the program would act on: several lines and tabs need bracketed paste, which the program has off.`,
  unwrapped: (evidence: string) => `Nothing was sent: ${closed(evidence)}`,
  deceiving: (name: string, codePoint: string, index: number, nobody: string) =>
    `The text holds a character a person would not see (${name}, ${codePoint} at index ${index}), so sending it would ask a person, and ${nobody}. It may stand in a draft at level type.`,
  emptyText: () => 'The text is empty.',
  giveText: () => 'Give a text, or insert one with type_text first.',
  textAndDraft: () => 'Give a text or a draft, not both.',
  oneOfThem: () => 'Leave one of them out; with neither, Enter alone is pressed for what you inserted.',
  draftRef: () => 'A draft is named id@revision, as type_text answered it.',
  draftGone: (ref: string) => `There is no draft ${quote(ref)} here (any more).`,
  draftChanged: (ref: string) => `${quote(ref)} is no longer the current revision of this draft.`,
  draftOfOther: (nobody: string) =>
    `This draft is not yours alone (another agent staged it, or a person changed it), so releasing it would ask a person, and ${nobody}.`,
  draftsFull: (most: number) =>
    `${most} drafts wait on this surface already. A person has to run or discard one first.`,
  personTyping: () => 'A person is typing in this surface. Nothing was sent; try again later.',
  lineTaken: (names: readonly string[]) =>
    `There is something on the input line that was not submitted yet (typed by ${list(names)}). Nothing was sent.`,
  ownLeftover: () =>
    'What you inserted is still on the input line. submit_text without a text presses Enter for it. Nothing was sent.',
  nothingOfYours: () => 'Enter alone submits only what you inserted, and nothing of yours is on the input line.',
  lineUnsteady: () => 'What is on the input line kept changing while this was about to be sent. Nothing was sent.',
  secret: (why: string, effect: string) =>
    effect === 'ask'
      ? `The program reads a password without showing it, so typing there would ask a person. ${why} Nothing was sent.`
      : `The program reads a password without showing it. ${why} Nothing was sent.`,
  controlHere: (name: string, codePoint: string, index: number) =>
    `The text holds "${name}" (${codePoint} at index ${index}), which this terminal acts on now. Nothing was sent.`,
  lineTooLong: (index: number) =>
    `The program reads whole lines of at most 4095 bytes and would lose the rest, from index ${index} on. Nothing was sent.`,
  dialog: (why: string) => `A key could answer a question of the program: ${closed(why)} Nothing was sent.`,
  noAnswerFromScreen: (seconds: number) =>
    `What the program shows could not be checked within ${seconds} seconds. Nothing was sent.`,
  noKeys: () => 'There is no key to press.',
  tooManyKeys: (count: number, most: number) => `There are ${count} keys; one call presses at most ${most}.`,
  howManyKeys: (most: number) => `Give 1 to ${most} keys by their names, in the order they are pressed.`,
  noSuchKey: (index: number, name: string, nearest: string | null) =>
    `keys[${index}] is ${quote(name)}, which is no key${nearest === null ? '' : `; the nearest is ${nearest}`}. Nothing was pressed.`,
  keyNames: () =>
    'Name keys as [C-][M-][S-]key: one printable ASCII character, or Enter, Tab, Space, Backspace, Delete, Insert, Escape, Up, Down, Left, Right, Home, End, PageUp, PageDown, F1 to F12, KP0 to KP9, KPEnter.',
  forbiddenKey: (name: string) =>
    `${name} is never pressed for an agent: it stops the terminal, lets it go on, or takes the next key literally. Nothing was pressed.`,
  leaveOut: (name: string) => `Leave ${name} out.`,
  actingKey: (index: number, name: string) =>
    `keys[${index}] ${name} has been made a control character of this terminal, which acts on it now. Nothing was pressed.`,
  unencodable: (evidence: string) => `Nothing was pressed: ${closed(evidence)}`,
  plainKeys: () => 'Use the key without C- or S-, or another one that this program knows.',
  notYourLine: (keys: string, why: string) =>
    `${keys} may be pressed only for what you inserted yourself, and nothing of yours is on the input line; otherwise it needs the grant to answer. ${closed(why)} Nothing was pressed.`,
  cancelled: () => 'It was cancelled before anything was sent.',
  revoked: () => 'The agent was revoked while this waited. Nothing was sent.',
  notRecorded: (fault: string) => `${fault} What is not recorded is not sent. Agents are paused.`,
  failed: (message: string) => `The gate met an error and closed itself: ${message}. Agents are paused.`,
  halfWay: (message: string) => `Writing into the surface failed, perhaps half way: ${message}.`,
  unreadable: (message: string) => `The surface could not be read: ${closed(message)}`,
  badRegex: (fault: string) => `The regex cannot be used: ${closed(fault)}`,
  goodRegex: () => "Give a regex in RE2's syntax (no look-around, no back-references), or text to look for as it is.",
  tooManyWaits: (most: number) => `You wait ${most} times already. End one of them first.`,
  readAnew: () => 'Leave cursor out to start anew.',
  resumeFirst: (why: string) => `Agents stay paused. ${why}`,
  pauseNotSaved: (message: string) => `Agents are paused, but that could not be saved for the next start: ${message}.`,
  resumeNotSaved: (message: string) => `Agents stay paused: resuming could not be saved: ${message}.`,
  personRan: () => 'A person released it.',
  personChanged: () => 'A person changed the draft.',
  personDiscarded: () => 'A person discarded it.',
  expired: () => 'It expired after 30 minutes.',
  leftBound: (name: string, workspace: string) =>
    `It was left before a restart for ${quote(name)} in ${quote(workspace)}, which a person has opened again.`,
  leftUnbound: (name: string, workspace: string) =>
    `This draft was left before a restart, for ${quote(name)} in ${quote(workspace)}. Open a surface of that name and workspace first, or copy its text.`,
  leftUnsure: () => 'It was being released when Gatehouse ended, so it may have reached the program.',
  leftUnfit: () => 'What was kept of it over a restart is not a text a draft may hold.',
  draftOfGoneSurface: () => 'Its surface was closed.',
  draftOfGoneAgent: () => 'Its agent was revoked.',
  replaced: () => 'A newer draft of this agent, or the end of the agent or surface, came first.',
  badKey: () => 'The key is not 1 to 128 printable ASCII characters. Nothing was sent.',
  goodKey: () => 'Give 1 to 128 printable ASCII characters, such as a UUID, or leave the key out.',
  keyReused: (key: string) =>
    `The key ${quote(key)} stands for another send of the last 10 minutes. Nothing was sent: use a new key for another surface, text or draft.`,
  keysFull: (most: number) =>
    `You have ${most} keys of the last 10 minutes. Nothing was sent; wait, or send without a key.`,
  recordedBefore: () => 'The record of before this start says so. Nothing was sent again.',
  failedBefore: (bytes: number | null) =>
    `It failed before this start, while it was being sent (bytes that went in: ${bytes ?? 'not known'}). Nothing was sent again; look with read_surface, and use a new key to send it anew.`,
  unknownBefore: () =>
    'Whether this reached the program is not known: Gatehouse ended or broke off while it was being sent. Nothing was sent again; look with read_surface, and use a new key to send it anew.',
} as const

/** What a delivery is called in the record. Agents and people get the delivery's own word. */
export const RECORDED: Readonly<Record<WrittenOutcome, RecordedOutcome>> = {
  inserted: 'inserted',
  submitted: 'delivered',
  pressed: 'delivered',
  unconfirmed: 'unconfirmed',
  failed: 'failed',
}
