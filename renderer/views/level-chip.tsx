// How far agents may go in a pane's surface, and a menu to change it there: for any agent, by a lock, for one agent for a while.
// The menu opens by a click or a key on it; a click leaves the caret in the terminal.
import { Menu as Base } from '@base-ui/react/menu'
import { Check, Clock, Lock, LockOpen, Undo2 } from 'lucide-react'
import { type ReactNode, useRef, useState } from 'react'
import { LEVELS, type Level } from '../../preload/contract.ts'
import { focusManager } from '../keys/focus.ts'
import { letSubmit, lockTo, setAny, showGrant, WHILE } from '../keys/grant-deeds.ts'
import { useSlice } from '../state/app-state.ts'
import { ANY, strongest, withLevel } from '../state/grants.ts'
import { levelMenu } from '../state/level-menu.ts'
import { useLocked } from '../state/locks.ts'
import { showPolicy } from '../state/panel.ts'
import { isLocked as isFixed } from '../state/policy.ts'
import { chipWord, LEVEL_WORD } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { layers } from '../ui/layers.ts'
import { GateMark } from '../ui/marks.tsx'

/** Of another surface it is another one: a menu that is open goes with the surface it is for. */
export function LevelChip({ surface }: { surface: string }) {
  return <Chip key={surface} surface={surface} />
}

function Chip({ surface }: { surface: string }) {
  const cells = useSlice('cells')
  const cell = strongest(cells, surface)
  const grant = cell ?? { level: 'none' as const, ask: null }
  const locked = useLocked(surface)
  /** what had the keyboard when it was opened */
  const from = useRef<Element | null>(null)
  const changed = (open: boolean) => {
    if (open) from.current = document.activeElement
    // What was chosen may have given the keyboard to something; if not, it goes with the menu.
    else requestAnimationFrame(() => isLost() && giveBack(from.current))
  }
  return (
    <Base.Root modal={false} onOpenChange={changed}>
      <Base.Trigger
        className="chip"
        aria-label={`Agents: ${chipWord(grant)}${locked ? ', locked' : ''}. Change`}
        title="What agents may do here"
        onMouseDown={keepFocus}
      >
        <Ladder level={grant.level} ask={grant.ask} />
        <span className="word">{chipWord(grant)}</span>
        {locked && <Lock className="i i12" />}
      </Base.Trigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" side="bottom" align="end" sideOffset={4}>
          <Base.Popup className="menu level-menu" aria-label="What agents may do here" finalFocus={false}>
            <Items surface={surface} strongestAgent={cell?.agent ?? ANY} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function isLost(): boolean {
  const { activeElement: at } = document
  return at === null || at === document.body || at.closest('.level-menu') !== null
}

function giveBack(before: Element | null): void {
  if (before instanceof HTMLElement && before.isConnected && before !== document.body) focusManager.element(before)
  else focusManager.back()
}

function Items({ surface, strongestAgent }: { surface: string; strongestAgent: string }) {
  const known = { agents: useSlice('agents'), cells: useSlice('cells'), grants: useSlice('grants') }
  const fixed = isFixed(useSlice('policy'))
  const menu = levelMenu(known, surface)
  const { any, own } = menu
  // As they were when it was opened: a row that comes or goes by itself, since a temporary grant ends, would bring another one
  // under the pointer. Main refuses what does not hold any more.
  const [{ other, lets, more }] = useState(menu)
  return (
    <>
      {any && <AnyAgent surface={surface} fixed={fixed} any={any} />}
      <Line />
      <Base.Group>
        <Base.GroupLabel className="menu-label lab">Lock, over every rule</Base.GroupLabel>
        {other && (
          <Item icon={<Lock className="i i14" />} act={() => showPolicy('rules')}>
            <span className="tr">
              Lock {other.lock} holds here{other.reason === null ? '' : `: ${other.reason}`}
            </span>
          </Item>
        )}
        {(['none', 'read', 'type'] as const).map(level => (
          <LockItem key={level} surface={surface} level={level} own={own} fixed={fixed} />
        ))}
        {own !== null && (
          <Item icon={<LockOpen className="i i14" />} off={fixed} act={() => void lockTo(surface, null)}>
            Unlock
          </Item>
        )}
      </Base.Group>
      {lets.length > 0 && <Line />}
      {lets.map(({ id, name }) => (
        <Item key={id} icon={<Clock className="i i14" />} off={fixed} act={() => void letSubmit(id, surface)}>
          <span className="tr">
            Let {name} submit for {WHILE} min
          </span>
        </Item>
      ))}
      <Line />
      <Item icon={<GateMark className="i i14" />} act={() => showGrant(strongestAgent, surface, false)}>
        {more > 0 ? `Open Grants here, ${more} more there` : 'Open Grants here'}
        <span className="sp" />
        <ActionKeys action="grants" />
      </Item>
      {fixed && <p className="menu-note t3 s11">The policy cannot be changed here now. Open Grants says why.</p>}
    </>
  )
}

interface AnyProps {
  surface: string
  fixed: boolean
  any: NonNullable<ReturnType<typeof levelMenu>['any']>
}

function AnyAgent({ surface, fixed, any }: AnyProps) {
  return (
    <Base.Group>
      <Base.GroupLabel className="menu-label lab">Any agent without a rule for this surface</Base.GroupLabel>
      <Base.RadioGroup
        value={any.level}
        onValueChange={(level: Level) => void setAny(surface, withLevel(any, level), any)}
      >
        {LEVELS.map(level => (
          <Base.RadioItem key={level} className="menu-item" value={level} disabled={fixed} closeOnClick>
            <Ladder level={level} ask={level === any.level ? any.ask : null} />
            {LEVEL_WORD[level]}
            {level === any.level && any.ask !== null && <span className="t3">, ask to {any.ask}</span>}
            <span className="sp" />
            {level === any.level && <Check className="i i14" />}
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
      {any.here && (
        <Item icon={<Undo2 className="i i14" />} off={fixed} act={() => void setAny(surface, null, any)}>
          Use inherited
        </Item>
      )}
    </Base.Group>
  )
}

function LockItem(props: { surface: string; level: Level; own: Level | null; fixed: boolean }) {
  const { surface, level, own, fixed } = props
  return (
    <Base.CheckboxItem
      className="menu-item"
      checked={own === level}
      disabled={fixed}
      closeOnClick
      onCheckedChange={() => void lockTo(surface, own === level ? null : level)}
    >
      <Ladder level={level} ask={null} />
      Lock to {LEVEL_WORD[level]}
      <span className="sp" />
      {own === level && <Check className="i i14" />}
    </Base.CheckboxItem>
  )
}

function Item(props: { icon: ReactNode; off?: boolean; act(): void; children: ReactNode }) {
  return (
    <Base.Item className="menu-item" disabled={props.off ?? false} onClick={props.act}>
      {props.icon}
      {props.children}
    </Base.Item>
  )
}

const Line = () => <div className="menu-line" />
