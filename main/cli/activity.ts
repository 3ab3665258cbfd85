// gatehouse activity: `verify DIR` checks the chain of a data folder's records, `export DIR` prints them. Both only read.
import { verifyActivity } from '../gate/verify.ts'
import { exportFolder, FORMATS, TEXTS } from './activity-export.ts'
import { type Io, NOT_IN_ORDER, OK, usage } from './io.ts'

export const ACTIVITY_HELP = `Usage: gatehouse activity verify DIR
       gatehouse activity export DIR --format jsonl|csv [--text masked|exact|none]

verify checks that no activity record in the data folder DIR was changed or lost: each holds the hash of the one before.
The chain has no key: it shows damage, not forgery, and not whether records are missing at the very end.
Exit 0: prints how many records there are. Exit 1: prints FILE:LINE and the first bad record.

export prints the record, oldest first: jsonl is every record as it is kept, csv one line for each thing that happened.
  --text masked   secrets that were found in texts are masked (this is the default). A jsonl record that was changed so has
                  "masked": true, and its hash is that of the record as it is kept
  --text exact    every text as it was sent: what jsonl prints then is, byte for byte, what is kept
  --text none     no texts
A line that cannot be read is printed as damaged; a file that cannot be read is left out and named, with exit 1. Finding secrets is a guess by their looks: some may be left.
`

/** Options after DIR, or what is wrong with them. */
function readOptions(words: readonly string[]): Record<string, string> | string {
  const given: Record<string, string> = {}
  for (let at = 0; at < words.length; at += 1) {
    const [name = '', inline] = words[at]!.split('=', 2)
    if (name !== '--format' && name !== '--text') return `there is no option ${JSON.stringify(words[at])}.`
    at += inline === undefined ? 1 : 0
    const value = inline ?? words[at]
    if (value === undefined) return `${name} needs a value.`
    given[name.slice(2)] = value
  }
  return given
}

export async function activity(args: readonly string[], io: Io): Promise<number> {
  const [verb, dir, ...more] = args
  if (verb !== 'verify' && verb !== 'export') return usage(io, 'say `verify` or `export`.', 'activity')
  if (dir === undefined || dir.startsWith('--')) return usage(io, 'give one DIR, a data folder.', 'activity')
  if (verb === 'export') {
    const options = readOptions(more)
    if (typeof options === 'string') return usage(io, options, 'activity')
    const format = FORMATS.find(one => one === options['format'])
    const text = TEXTS.find(one => one === (options['text'] ?? 'masked'))
    if (!format) return usage(io, 'give --format jsonl or --format csv.', 'activity')
    if (!text) return usage(io, '--text is masked, exact or none.', 'activity')
    return exportFolder(dir, { format, text }, io)
  }
  if (more.length > 0) return usage(io, 'give one DIR, a data folder.', 'activity')
  const found = await verifyActivity(dir)
  if (found.ok) {
    io.out(`${found.records} records, the chain is whole\n`)
    return OK
  }
  const place = found.line > 0 ? `${found.file}:${found.line}: record ${found.seq}` : found.file
  io.out(`${place}: ${found.why}\n`)
  return NOT_IN_ORDER
}
