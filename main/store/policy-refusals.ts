// Why the policy file refuses, as codes and as sentences a person can act on. When it refuses is policy-file.ts.
import type { Failure } from '../../preload/contract.ts'
import type { Fault } from '../policy/model.ts'
import { failure, reasonOf } from './failure.ts'

export const refuse = {
  managed(file: string): Failure {
    return failure('managed', `This policy is managed: it is changed in ${file} and taken up at the next start.`)
  },

  /**
   * The file is not what rules. `right`: what is found has no fault of its own, so it can be accepted; `accepted`: an
   * accepted policy rules, so it can be put back.
   */
  held(file: string, fault: Fault | null, { right, accepted }: { right: boolean; accepted: boolean }): Failure {
    if (fault && !accepted) return right ? failure('changed_outside', `${fault.message}.`) : refuse.faulty(file, fault)
    const changed = `${file} was changed outside Gatehouse`
    if (!accepted) return failure('changed_outside', `${changed}. Look at it and accept it first.`)
    if (!fault) return failure('changed_outside', `${changed}. Accept it or put the accepted policy back first.`)
    const wrong = `${changed} and is not right (line ${fault.line}: ${fault.message})`
    return failure(
      'changed_outside',
      `${wrong}. Put the accepted policy back first, or correct the file and accept it.`,
    )
  },

  faulty(file: string, fault: Fault): Failure {
    return failure('policy_fault', `${file}:${fault.line}: ${fault.message}. Nothing of it counts until it is right.`)
  },

  changedAgain(file: string): Failure {
    return failure('changed_again', `${file} has changed since you looked at it. Look again.`)
  },

  nothingAccepted(file: string): Failure {
    return failure('nothing_accepted', `No policy was accepted yet, so there is none to put back into ${file}.`)
  },

  /** `more`: a sentence of its own, or nothing. */
  notWritten(file: string, error: unknown, more = ''): Failure {
    const sentence = `${file} could not be written (${reasonOf(error)}). The policy is as it was.`
    return failure('not_written', more ? `${sentence} ${more}` : sentence)
  },
} as const
