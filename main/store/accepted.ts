// policy.accepted.json: the policy a person accepted last, kept so that it can go on ruling while the file is something
// else. Believed only if it is whole and, where there is a real keychain, sealed by us. This stops accidents and careless
// agents, not an attacker with the same user: who may write both files, or bring back an old one, is believed.
import path from 'node:path'
import { z } from 'zod'
import type { Policy } from '../policy/model.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, reasonOf } from './failure.ts'
import { type Found, foundIn, hashOf, readBounded } from './policy-found.ts'

/** The text is at most 1 MiB; as a JSON string it can be longer. */
const MAX_BYTES = 8 * 1_048_576

/** A MAC under a key that only the system's keychain gives back. */
export interface Seal {
  /** null = no real keychain */
  sign(data: string): string | null
  verify(data: string, mac: string): boolean
  readonly real: boolean
}

/** A policy that may rule: no fault, and a person (or the first start) has accepted it. */
export interface Accepted {
  /** counts accepted changes, from 1; 0 = a managed policy, which has no copy */
  readonly revision: number
  readonly hash: string
  readonly text: string
  readonly policy: Policy
  readonly found: Found
}

export type Copy =
  | { readonly is: 'absent' }
  | { readonly is: 'trusted'; readonly accepted: Accepted }
  /** `why`: a sentence without its full stop, with what to do */
  | { readonly is: 'untrusted'; readonly why: string }

export interface AcceptedCopy {
  readonly file: string
  read(): Promise<Copy>
  /** Atomic, mode 0600. Throws the system's error, or why it could not be sealed; the old copy is then still there. */
  save(accepted: Accepted): Promise<void>
}

const shape = z.strictObject({
  revision: z.number().int().min(1),
  hash: z.string(),
  text: z.string(),
  mac: z.string().optional(),
})

/** The same as something that may rule; null where it has a fault. */
export function acceptable(found: Found, revision: number): Accepted | null {
  const { hash, text, policy } = found
  return text === null || policy === null ? null : { revision, hash, text, policy, found }
}

/** The copy in `file`. Without a `seal`, or where it is not real, no MAC is written or asked for. */
export function acceptedCopy(file: string, seal?: Seal): AcceptedCopy {
  return {
    file,
    async read() {
      let bytes: Buffer
      try {
        bytes = await readBounded(file, MAX_BYTES)
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return { is: 'absent' }
        return untrusted(file, `cannot be read (${reasonOf(error)})`)
      }
      return understood(file, bytes, seal)
    },
    async save({ revision, hash, text }) {
      const mac = seal?.real ? seal.sign(sealed(revision, hash)) : undefined
      if (mac === null) throw new Error('the keychain gave no seal')
      await writeAtomic(file, `${JSON.stringify({ revision, hash, text, ...(mac === undefined ? {} : { mac }) })}\n`)
    },
  }
}

function understood(file: string, bytes: Buffer, seal: Seal | undefined): Copy {
  const kept = kindOf(bytes)
  if (!kept) return untrusted(file, 'is not what Gatehouse wrote')
  const { revision, hash, text, mac } = kept
  const textBytes = Buffer.from(text, 'utf8')
  if (hashOf(textBytes) !== hash)
    return untrusted(file, 'is not what Gatehouse wrote: its hash is not that of its text')
  if (seal?.real && !isOurs(seal, sealed(revision, hash), mac)) {
    const what = mac === undefined ? 'it bears no seal' : 'its seal is not right'
    return untrusted(file, `is not what Gatehouse wrote: ${what}`)
  }
  const found = foundIn(textBytes)
  const accepted = acceptable(found, revision)
  if (accepted) return { is: 'trusted', accepted }
  const { line, message } = found.fault ?? { line: 1, message: 'not a policy' }
  return untrusted(file, `holds a policy that this Gatehouse cannot read (line ${line}: ${message})`)
}

function kindOf(bytes: Buffer): z.infer<typeof shape> | null {
  try {
    return shape.parse(JSON.parse(bytes.toString('utf8')))
  } catch {
    return null
  }
}

/** A keychain that throws has not said yes. */
function isOurs(seal: Seal, data: string, mac: string | undefined): boolean {
  try {
    return mac !== undefined && seal.verify(data, mac)
  } catch {
    return false
  }
}

/** What the MAC is over; the hash stands for the text. */
function sealed(revision: number, hash: string): string {
  return `gatehouse policy.accepted.json\n${revision}\n${hash}`
}

function untrusted(file: string, what: string): Copy {
  return { is: 'untrusted', why: `${path.basename(file)} ${what}; look at the policy and accept it` }
}
