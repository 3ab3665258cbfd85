// gatehouse activity verify DIR: checks the chain of a data folder's activity records. Reads only.
import { verifyActivity } from '../gate/verify.ts'
import { type Io, NOT_IN_ORDER, OK, usage } from './io.ts'
import { notYet } from './not-yet.ts'

export const ACTIVITY_HELP = `Usage: gatehouse activity verify DIR

Checks that no activity record in the data folder DIR was changed or lost: each holds the hash of the one before.
The chain has no key: it shows damage, not forgery, and not whether records are missing at the very end.
Exit 0: prints how many records there are. Exit 1: prints FILE:LINE and the first bad record.
`

export async function activity(args: readonly string[], io: Io): Promise<number> {
  const [verb, dir, ...more] = args
  if (verb === 'export') return notYet(io, 'activity export')
  if (verb !== 'verify') return usage(io, 'the only thing to do is `verify`.', 'activity')
  if (dir === undefined || more.length > 0) return usage(io, 'give one DIR, a data folder.', 'activity')
  const found = await verifyActivity(dir)
  if (found.ok) {
    io.out(`${found.records} records, the chain is whole\n`)
    return OK
  }
  const place = found.line > 0 ? `${found.file}:${found.line}: record ${found.seq}` : found.file
  io.out(`${place}: ${found.why}\n`)
  return NOT_IN_ORDER
}
