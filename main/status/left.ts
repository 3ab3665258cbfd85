// What to call processes that outlived the program of their surface. (pure)
import type { LeftProcess } from '../../preload/contract.ts'

/** `codex app-server (pid 123), sleep 1000 (pid 125)` */
export function leftWords(left: readonly LeftProcess[]): string {
  return left.map(({ pid, program }) => `${program} (pid ${pid})`).join(', ')
}
