// What a program has asked its terminal to send for keys, followed through its output: the kitty protocol's flags (a stack
// for each screen) and xterm's modifyOtherKeys, which the emulator does not keep. It answers no query.
import type { Terminal } from '@xterm/headless'
import type { KeyModes } from './key-bytes.ts'

/** Of the protocol's flags those that are known. */
const FLAGS = 31
/** How many sets of flags a screen keeps. */
const MOST = 16
/** The resource of xterm that is modifyOtherKeys. */
const OTHER_KEYS = 4

type Params = (number | number[])[]

/** Follows the terminal from now on. The returned function tells the modes as of what is parsed. */
export function followKeyModes(terminal: Terminal): () => KeyModes {
  let stacks = { normal: [0], alternate: [0] }
  let modifyOther = 0
  const stack = () => stacks[terminal.buffer.active.type]
  const put = (flags: number) => {
    const now = stack()
    now[now.length - 1] = flags & FLAGS
  }
  const number = (params: Params, at: number) => (typeof params[at] === 'number' ? params[at] : 0)
  const onCsi = (id: { prefix?: string; intermediates?: string; final: string }, run: (params: Params) => boolean) =>
    terminal.parser.registerCsiHandler(id, run)

  onCsi({ prefix: '>', final: 'u' }, params => {
    const now = stack()
    now.push(number(params, 0) & FLAGS)
    if (now.length > MOST) now.shift()
    return true
  })
  onCsi({ prefix: '<', final: 'u' }, params => {
    const now = stack()
    now.splice(Math.max(0, now.length - Math.max(1, number(params, 0))))
    if (now.length === 0) now.push(0)
    return true
  })
  onCsi({ prefix: '=', final: 'u' }, params => {
    const [flags, how] = [number(params, 0), number(params, 1)]
    const before = stack().at(-1)!
    if (how <= 1) put(flags)
    else if (how === 2) put(before | flags)
    else if (how === 3) put(before & ~flags)
    return true
  })
  onCsi({ prefix: '>', final: 'm' }, params => {
    const resource = number(params, 0)
    if (resource === OTHER_KEYS) modifyOther = Math.min(2, number(params, 1))
    else if (params.length <= 1 && resource === 0) modifyOther = 0
    return true
  })
  onCsi({ prefix: '>', final: 'n' }, params => {
    if (number(params, 0) === OTHER_KEYS) modifyOther = 0
    return true
  })

  const reset = () => {
    stacks = { normal: [0], alternate: [0] }
    modifyOther = 0
    // The emulator's own reset comes after.
    return false
  }
  terminal.parser.registerEscHandler({ final: 'c' }, reset)
  onCsi({ intermediates: '!', final: 'p' }, reset)

  return () => ({
    applicationCursor: terminal.modes.applicationCursorKeysMode,
    applicationKeypad: terminal.modes.applicationKeypadMode,
    kitty: stack().at(-1)!,
    modifyOther,
  })
}
