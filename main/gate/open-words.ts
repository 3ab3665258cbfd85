// What would be opened or adopted, in words for a person's card and for the record: one line each, with what nobody would see
// named. (pure) Names, commands and folders of a pane are tmux's and its programs' own words.
import type { ApprovalView } from '../../preload/contract.ts'
import { codePointName, deceiving } from './deceiving.ts'
import type { FoundPane } from './opener.ts'

type Fact = ApprovalView['facts'][number]

/** Of a word of others no more than this is shown, in UTF-16 code units. */
const MOST = 200

/** With characters that nobody would see named. */
export function visible(text: string): string {
  return deceiving(text).reduceRight(
    (left, { index, codePoint }) =>
      `${left.slice(0, index)}<${codePoint}>${left.slice(index + String.fromCodePoint(left.codePointAt(index)!).length)}`,
    text,
  )
}

/** The same of what no text filter has seen. */
function plain(text: string): string {
  const short = text.length > MOST ? `${[...text.slice(0, MOST)].slice(0, -1).join('')}…` : text
  return visible(short).replace(/\p{Cc}/gu, char => `<${codePointName(char.codePointAt(0)!)}>`)
}

/** `"build"`: a name of others in a sentence of ours. */
const quoted = (name: string) => `"${plain(name).replaceAll('"', "'")}"`

const placeWords = ({ host, socket }: FoundPane['place']) =>
  `${host === null ? 'this computer' : plain(host)}${socket === null ? '' : ` (${plain(socket)})`}`

/** `%37 of the session "prod" on this computer, window "editor", which runs "vim" in "/srv"` */
export function paneWords({ pane, window, session, place, command, cwd }: FoundPane): string {
  const where = `${pane} of the session ${quoted(session)} on ${placeWords(place)}, window ${quoted(window)}`
  return `${where}, which runs ${quoted(command)} in ${quoted(cwd)}`
}

/** What a person is shown of it. Where it is, is known; the names and what runs there is what tmux and its programs say. */
export function paneFacts({ pane, window, session, place, pid, command, cwd }: FoundPane): Fact[] {
  const said = (name: string, value: string): Fact => ({ name, value: plain(value), verified: false })
  return [
    { name: 'Adopts', value: `the tmux pane ${pane}`, verified: true },
    { name: 'On', value: placeWords(place), verified: true },
    said('Session', session),
    said('Window', window),
    said('Runs', pid === null ? command : `${command} (process ${pid})`),
    said('Folder', cwd),
  ]
}
