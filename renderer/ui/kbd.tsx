// A key as it is drawn on this platform: glyphs on macOS, words elsewhere.
import { ArrowBigUp, ChevronUp, Command, CornerDownLeft, Delete, Option } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CommandId } from '../../preload/contract.ts'
import { shortcutParts } from '../keys/shortcuts.ts'
import { useSlice } from '../state/app-state.ts'

const GLYPHS: Record<string, ReactNode> = {
  mod: <Command className="i" />,
  shift: <ArrowBigUp className="i" />,
  alt: <Option className="i" />,
  ctrl: <ChevronUp className="i" />,
  enter: <CornerDownLeft className="i" />,
  backspace: <Delete className="i" />,
}
const WORDS: Record<string, string> = {
  ...{ mod: 'Ctrl', ctrl: 'Ctrl', shift: 'Shift', alt: 'Alt', esc: 'Esc', tab: 'Tab', space: 'Space' },
  ...{ left: '←', right: '→', up: '↑', down: '↓', PageUp: 'PgUp', PageDown: 'PgDn' },
  ...{ Home: 'Home', End: 'End', Insert: 'Ins', Delete: 'Del', Escape: 'Esc' },
}
const EVERYWHERE = new Set(['enter', 'backspace'])

/** `keys` as "ctrl shift ."; `mod` is Command on macOS and Ctrl elsewhere. `quiet`: no boxes. */
export function Kbd({ keys, quiet = false }: { keys: string; quiet?: boolean }) {
  const mac = useSlice('about').platform === 'darwin'
  return (
    <span className={`kb ${quiet ? 'q' : ''}`} aria-hidden="true">
      {keys.split(' ').map(key => (
        <span key={key}>{(mac || EVERYWHERE.has(key) ? GLYPHS[key] : null) ?? WORDS[key] ?? key.toUpperCase()}</span>
      ))}
    </span>
  )
}

/** The shortcut of a command, if it has one. */
export function ActionKeys({ action, quiet = true }: { action: CommandId; quiet?: boolean }) {
  const { platform } = useSlice('about')
  const { keys } = useSlice('settings').values
  const parts = shortcutParts(action, platform, keys)
  return parts.length === 0 ? null : <Kbd keys={parts.join(' ')} quiet={quiet} />
}
