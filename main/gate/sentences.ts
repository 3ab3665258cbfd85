// Every sentence the gate says, and what each outcome is called in the record, to an agent and to a person. No logic.
import type { AnswerKind } from '../../preload/contract.ts'
import type { Limit, LimitWindow } from '../policy/model.ts'
import type { Delivered } from '../surfaces/surface.ts'
import type { RecordedOutcome } from './model.ts'

/** A delivery that wrote, or may have. */
export type WrittenOutcome = Exclude<
  Delivered['outcome'],
  'changed' | 'gone' | 'unwrapped' | 'unencodable' | 'dialog_gone' | 'unreached'
>

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
  ownSurface: (name: string) =>
    `You run inside ${quote(name)} yourself, and an agent may not send to the surface it runs in. Nothing was sent.`,
  exited: () => 'The program in this surface has ended.',
  gone: () => 'The surface was closed before anything was sent.',
  notConnected: (why: string) => `${closed(why)} Nothing was sent; reading goes on, with what was seen last.`,
  notTaken: (why: string) => `Nothing was sent: ${closed(why)}`,
  unknownDelivery: (why: string) =>
    `What went in may or may not have reached the program: ${closed(why)} Look with read_surface before you send anything again. A repeat with the same key sends nothing and gets this answer.`,
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
  nothingAsks: (why: string) => `Nothing asks here: ${closed(why)} Nothing was sent.`,
  noChoice: () => 'The choice is empty or longer than 1000 characters.',
  giveChoice: () => 'Give one key by its name, such as y, 2, Enter or Down, or one line of text.',
  keyIsNoLine: (name: string) =>
    `The program reads whole lines, and ${quote(name)} is the name of a key that is none. Nothing was sent.`,
  lineInstead: () =>
    'Give the line it asks for, or Enter for an empty one; press_key presses keys, submit_text types any text.',
  dialogGone: () => 'The question that this was meant for is no longer open. Nothing was sent.',
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
  unknownToPerson: (why: string) =>
    `It may or may not have reached the program: ${closed(why)} Look there before you send it again; Activity has the text.`,
  allowedUnknown: (how: string) => `${how}; not known whether it went in`,
  halfWay: (message: string) => `writing into the surface failed, perhaps half way: ${message}`,
  unreadable: (message: string) => `The surface could not be read: ${closed(message)}`,
  badRegex: (fault: string) => `The regex cannot be used: ${closed(fault)}`,
  goodRegex: () => "Give a regex in RE2's syntax (no look-around, no back-references), or text to look for as it is.",
  tooManyWaits: (most: number) => `You wait ${most} times already. End one of them first.`,
  readAnew: () => 'Leave cursor out to start anew.',
  resumeFirst: (why: string) => `Agents stay paused. ${why}`,
  agentPaused: () => 'A person paused you. Nothing you send is delivered until they resume; reading goes on.',
  agentPauseNotSaved: (message: string) =>
    `Whether this agent is paused could not be saved: ${message}. It is paused now.`,
  pauseNotSaved: (message: string) => `Agents are paused, but that could not be saved for the next start: ${message}.`,
  resumeNotSaved: (message: string) => `Agents stay paused: resuming could not be saved: ${message}.`,
  newAgent: (name: string) => `No rule says what ${name} may do.`,
  notNew: () => 'A rule says by now what it may do.',
  otherTokenUser: (program: string) => `This token was used by another program before; now it is ${quote(program)}.`,
  otherProgram: (where: string) => `Another program is in the foreground now: ${closed(where)}`,
  otherModes: () => 'The program reads the keyboard in another way now.',
  otherDialog: (where: string) => `Whether a question of the program is open has changed: ${closed(where)}`,
  otherLine: (before: string, now: string) => `The line reads ${quote(now)} now; it was ${quote(before)}.`,
  otherHands: () => 'Something was typed on the line since.',
  nobodyAnswered: () => 'Nobody answered within 2 minutes. Nothing was sent.',
  approvalGone: () => 'This question is over.',
  approvalChanged: () => 'This question has changed since. Look at it again.',
  approvalTaken: () => 'This question has been answered already.',
  notAnAnswer: (how: string) => `${quote(how)} is no answer to this question.`,
  lookAgain: (changes: readonly string[]) => `Look again: ${changes.join(' ')}`,
  handledEnd: (code: string) =>
    code === 'no_answer' ? 'No answer' : code === 'cancelled' ? 'Cancelled by the agent' : 'Withdrawn',
  personRefused: (reason: string | null) =>
    reason === null ? 'A person refused it. Nothing was sent.' : `A person refused it and says: ${quote(reason)}`,
  personBlocked: () => 'A person refused it and locked this agent to reading here.',
  personShutOut: () => 'A person refused it and locked this agent out everywhere.',
  keptAsDraft: (ref: string) =>
    `A person kept the text as draft ${ref} instead of sending it. They run or discard it; do not send it again.`,
  personAllowed: (how: string) => `A person answered: ${how}.`,
  pausedAnswer: () => 'Agents are paused, so nothing can be allowed. Resume first; the question waits on.',
  managedAnswer: () => 'The policy is managed, so no rule can be added here. Allow it once instead.',
  asksWaiting: () => 'Three of your asks wait for a person already. Wait for an answer first.',
  asksAMinute: (waitMs: number) =>
    `You may ask or notify a person ten times a minute; the next one would pass in ${waitWords(waitMs)}.`,
  asksSilenced: (waitMs: number) =>
    `A person has refused you here twice, so nothing more is asked here for ${waitWords(waitMs)}.`,
  accepted: () => 'Program accepted',
  notDone: (why: string) => `Not done: ${why}`,
  notLocked: (why: string) => `Denied, but the lock could not be written: ${why}`,
  askUnseen: (name: string, codePoint: string, index: number) =>
    `The text holds a character nobody would see: ${name} (${codePoint} at index ${index}).`,
  askOthersDraft: (name: string) => `It releases a draft that is not its own alone (by ${name}).`,
  askLineTaken: (names: readonly string[]) =>
    `There is something on the input line that was not submitted yet (typed by ${list(names)}); this would be added to it.`,
  askOwnLeftover: () => 'What it inserted before is still on the input line; this would be added to it.',
  askPersonTyping: () => 'You were typing in this surface when it wanted to send.',
  askDialog: (why: string) => `A key could answer a question of the program: ${closed(why)}`,
  askSecret: () => 'The program reads a password without showing it.',
  askNotYourLine: (keys: string) => `${keys} would act on something that it did not type itself.`,
  withdrawnByPolicy: (why: string) => `It was withdrawn, because the policy changed: ${why}`,
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
  noWords: (field: string) => `"${field}" says nothing.`,
  tooManyWords: (field: string, most: number) => `"${field}" is longer than ${most} characters.`,
  plainWords: (most: number) => `Give one plain line of 1 to ${most} characters.`,
  badWords: (field: string, name: string, codePoint: string, index: number) =>
    `"${field}" holds ${name} (${codePoint} at index ${index}); a person is shown one plain line. Nothing was shown.`,
  nobodySees: (nobody: string) => `It would be shown to a person, and ${nobody}. Nothing was shown.`,
  shutOut: (lock: string) => `Lock ${lock} shuts you out everywhere. Nothing was shown.`,
  showNeedsRead: (name: string) => `To point at ${quote(name)} you need level read there. Nothing was shown.`,
  wasTold: () => 'A person was shown it.',
  draftEdited: (ref: string) => `A person changed ${quote(ref)}, so it is theirs to discard.`,
  agentDiscarded: () => 'Its agent discarded it.',
  howMany: (count: number, most: number) => `There are ${count} sends; one call takes 1 to ${most}.`,
  thatMany: (most: number) => `Give 1 to ${most} sends, and the rest in another call.`,
  oneAskWaits: () =>
    'It needs a person, and an earlier send of this call waits for one already; one ask of a call waits at a time. Nothing was sent; send it by itself.',
  waitsBefore: (name: string) =>
    `An earlier send of this call waits for a person in ${quote(name)}, and this one may not overtake it. Nothing was sent; send it by itself.`,
  asksAccess: () => 'It asks for a rule of its own here.',
  noSuchLevel: (level: string) => `${quote(level)} is no level to ask for.`,
  levelsThere: () => 'Ask for read, type or submit.',
  badMinutes: () => 'The minutes do not fit.',
  goodMinutes: (most: number) => `Give whole minutes from 1 to ${most}, or leave them out.`,
  managedAccess: () => 'The policy is managed, so nobody here can give you more. A single send may still be asked for.',
  insideAccess: () =>
    'You run inside a surface, and what you may do follows from its preset and workspace; a person changes that in the policy.',
  nobodyGives: (nobody: string) => `Only a person can give you more, and ${nobody}.`,
  lockedAccess: (lock: string, level: string, reason: string | undefined) =>
    `Lock ${lock} holds you at ${level} there${reason ? ` (${quote(reason)})` : ''}, and no answer of a person gets past it.`,
  stillShort: (why: string) => `A person allowed it, but another rule still holds: ${why}`,
  personGave: () => 'A person gave it.',
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
    'Whether this reached the program is not known: Gatehouse ended, or the connection was lost, while it was being sent. Nothing was sent again; look with read_surface, and use a new key to send it anew.',
  noOpening: () => 'No surface can be opened or closed by agents here.',
  presetAndCommand: () => 'A surface is opened by a preset or by a command, not by both.',
  nothingToOpen: () => 'Say what to open: a preset or a command.',
  oneToOpen: () => 'Give preset, such as "shell", or command, a line for the shell of the person.',
  noPreset: (preset: string) => `There is no preset ${quote(preset)} here.`,
  thesePresets: (presets: readonly string[]) =>
    `There are: ${list(presets)}. Presets that a person made in the settings are for people alone; no agent opens one.`,
  emptyCommand: () => 'The command is empty.',
  actingHere: (field: string, name: string, codePoint: string, index: number) =>
    `The ${field} may not hold ${name} (${codePoint} at index ${index}). Nothing was opened.`,
  plainText: () => 'Leave the character out, or write it as the shell does.',
  badAlias: () => 'The name is empty, longer than 64 characters, or holds a character that a person would not see.',
  plainName: () =>
    'Give 1 to 64 plain characters on one line, or leave it out: it is an alias beside the own name of the surface.',
  relativeFolder: (folder: string) => `${quote(folder)} is no whole path of a folder.`,
  wholeFolder: () => 'Give a folder that is there, beginning with / or ~, or leave it out for the home folder.',
  noFolder: (folder: string) => `There is no folder ${quote(folder)}.`,
  folderMoved: () => 'The folder leads elsewhere than when this was decided. Nothing was opened.',
  badHost: () => 'host is no name of a computer as ssh knows it.',
  wholeHost: () => 'Give a name of the ssh config of the person, or leave it out for this computer.',
  commandElsewhere: () => 'On another computer presets are opened, and no commands.',
  oneElsewhere: () => 'Give preset, such as "shell", and not command.',
  openingOn: (why: string, host: string, folder: string | null, alias: string | null) =>
    `${why} On ${host}, in ${folder ?? 'the home folder there'}${alias === null ? '' : `, with the alias ${quote(alias)}`}.`,
  openingIn: (why: string, folder: string, alias: string | null) =>
    `${why} In ${folder}${alias === null ? '' : `, with the alias ${quote(alias)}`}.`,
  unseenOpening: (name: string, codePoint: string, index: number, nobody: string) =>
    `It holds a character a person would not see (${name}, ${codePoint} at index ${index}), so opening with it would ask a person, and ${nobody}.`,
  openingBroke: (message: string) => `Opening it failed, perhaps half way: ${message}.`,
  closingBroke: (message: string) => `Closing it failed, perhaps half way: ${message}.`,
  coveredByOpening: (why: string) => `${why} It was allowed with the opening of the surface.`,
  badSession: () => 'The name of the session is empty, longer than 200 characters, or holds a control character.',
  wholeSession: () => "Give the session's whole name as tmux has it; no part of it and no pattern is taken.",
  badPane: (pane: string) => `${quote(pane)} is no pane of tmux.`,
  paneId: () => 'Give the id that tmux has for it, such as %37.',
  noSession: (session: string) => `There is no tmux session ${quote(session)} that you could adopt a pane of.`,
  noPane: (pane: string, session: string) => `The session ${quote(session)} has no pane ${pane} that you could adopt.`,
  thesePanes: (panes: readonly string[]) => (panes.length === 0 ? 'There is no other.' : `Give one of ${list(panes)}.`),
  severalPanes: (session: string, panes: readonly string[]) =>
    `The session ${quote(session)} has several panes, and none is named${panes.length === 0 ? '' : `: ${list(panes)}`}. None is taken for being the active one.`,
  paneTwice: (pane: string, session: string) =>
    `More than one tmux server has a pane ${pane} of a session ${quote(session)}.`,
  personAdopts: () => 'A person can adopt it in the window.',
  adoptedAlready: (surface: string) => `It is the surface ${surface} already.`,
  thatSurface: (surface: string) => `Use ${surface}.`,
  adoptedMeanwhile: () => 'It was adopted in the meantime.',
  paneChanged: () => 'The pane is not there any more, or another program runs in it. Nothing was adopted.',
  adoptingPane: (why: string, pane: string) => `${why} It is ${pane}.`,
  onlyAdopted: () =>
    'This surface was not adopted, so letting go of it would leave a program that nobody sees. Nothing was done.',
  closeInstead: () => 'Close it, which ends its program.',
  livesOn: () => 'Its program lives on in tmux',
} as const

/** What an answer is called, for people. */
export const ANSWERED: Readonly<Record<AnswerKind, string>> = {
  once: 'Allowed once',
  draft: 'Kept as draft',
  minutes: 'Allowed for a time',
  always: 'Allowed always',
  edit: 'Changed and allowed',
  start: 'Connected',
  deny: 'Denied',
  deny_all: 'Denied',
  block: 'Refused and blocked',
}

/** What a delivery is called in the record. Agents and people get the delivery's own word. */
export const RECORDED: Readonly<Record<WrittenOutcome, RecordedOutcome>> = {
  inserted: 'inserted',
  submitted: 'delivered',
  pressed: 'delivered',
  unconfirmed: 'unconfirmed',
  failed: 'failed',
  unknown: 'unknown',
}
