// Expected refusals of the store as values, with the reason the system gave. Codes are stable.
import type { Failure } from '../../preload/contract.ts'

export function failure(code: string, message: string): Failure {
  return { ok: false, code, message }
}

/** The system's code of an error, such as `ENOENT`; empty where it has none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What went wrong in a few words: the system's code where there is one. */
export function reasonOf(error: unknown): string {
  return codeOf(error) || (error instanceof Error ? error.message : String(error))
}
