// The three starting points in plain lines: what agents may do, what asks, what never happens. What they are is main's.
import type { StartingPoint } from '../../preload/contract.ts'

interface PointWords {
  readonly name: string
  readonly lead: string
  readonly may: string
  readonly asks: string
  readonly never: string
  /** what a person gives away with it; null = nothing that has to be said */
  readonly gives: string | null
}

const SECRET = 'Type at a password prompt that Gatehouse can see.'

export const POINTS: Readonly<Record<StartingPoint, PointWords>> = {
  careful: {
    name: 'Careful',
    lead: 'Agents look. You decide about everything else.',
    may: 'Read every surface.',
    asks: 'To type, to submit or to open a surface, every time.',
    never: SECRET,
    gives: null,
  },
  paired: {
    name: 'Paired',
    lead: 'Agents that run in one workspace work together.',
    may: 'Read every surface. An agent that runs in a surface submits to the other agents of its workspace.',
    asks: 'To type or submit anywhere else, shells of its own workspace too, and to open a surface.',
    never: SECRET,
    gives: null,
  },
  open: {
    name: 'Open here',
    lead: 'Agents work in your surfaces without asking.',
    may: 'Read every surface. Type, press Enter and interrupt in every surface that you opened.',
    asks: 'To answer a dialog, to open a surface, and to type in what another agent opened.',
    never: SECRET,
    gives: 'Gives away: every agent runs any command that you could run, without asking, in each surface you opened.',
  },
}
