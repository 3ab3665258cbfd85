// The menu of the right button over a terminal. Whatever it does not take elsewhere, the keyboard goes back to that terminal.
import { Menu as Base } from '@base-ui/react/menu'
import { type ReactNode, useEffect, useState } from 'react'
import type { CommandId } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { act, closeSurface, goTo } from '../keys/actions.ts'
import { showEntry } from '../keys/activity.ts'
import { findIn } from '../keys/find.ts'
import { focusManager } from '../keys/focus.ts'
import { useSurface } from '../state/app-state.ts'
import { say } from '../state/panel.ts'
import { closeTerminalMenu, type OpenMenu, type OverLink, useTerminalMenu } from '../state/terminal-menu.ts'
import { isAdopted } from '../state/tmux-words.ts'
import { openFile, placeWords } from '../terminal/file-links.ts'
import { hostShown } from '../terminal/hosts.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { layers } from '../ui/layers.ts'

const MOST_SHOWN = 52

export function TerminalMenu({ surface }: { surface: string }) {
  const open = useTerminalMenu(menu => (menu.open?.surface === surface ? menu.open : null))
  return open && <Opened {...open} />
}

function Opened({ surface, x, y, link, selected }: OpenMenu) {
  const host = hostShown(surface)
  const toTerminal = () => focusManager.surface(surface)
  const there = (command: CommandId) => () => {
    goTo(surface)
    act(command)
  }
  const anchor = { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) }
  const entry = useEntry(surface, y)
  const shown = useSurface(surface)
  const lets = shown !== undefined && shown.exit === null && isAdopted(shown)
  return (
    <Base.Root
      open
      modal={false}
      onOpenChange={isOpen => {
        if (isOpen) return
        closeTerminalMenu()
        // A click elsewhere has put the keyboard there.
        const { activeElement } = document
        if (activeElement === null || activeElement === document.body || activeElement.closest('.menu')) toTerminal()
      }}
    >
      <Base.Portal container={layers}>
        <Base.Positioner
          positionMethod="fixed"
          className="menu-layer"
          anchor={anchor}
          side="bottom"
          align="start"
          sideOffset={2}
        >
          <Base.Popup className="menu" finalFocus={false} aria-label="Terminal">
            {link && <LinkItems surface={surface} link={link} after={toTerminal} />}
            <Item label="Copy" command="copy" off={!selected} act={() => void host?.copy()} after={toTerminal} />
            <Item label="Paste" command="paste" act={() => void host?.paste()} after={toTerminal} />
            <Item label="Select all" command="select-all" act={() => host?.selectAll()} after={toTerminal} />
            <div className="menu-line" />
            <Item label="Find…" command="find" act={() => void findIn(surface)} />
            <Item
              label="Show in Activity"
              off={entry === null}
              act={() => entry !== null && showEntry(surface, entry)}
            />
            <Item label="Clear scrollback" command="clear" act={() => host?.clear()} after={toTerminal} />
            <div className="menu-line" />
            <Item label="Split right" command="split-right" act={there('split-right')} />
            <Item label="Split down" command="split-down" act={there('split-down')} />
            <div className="menu-line" />
            <Item label={lets ? 'Let go' : 'Close'} command="close" act={() => void closeSurface(surface)} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** The record of what an agent typed on the row that was clicked; null = it typed nothing there, as far as is known. */
function useEntry(surface: string, y: number): number | null {
  const [entry, setEntry] = useState<number | null>(null)
  useEffect(() => {
    let isOpen = true
    void hostShown(surface)
      ?.sendAt(y)
      .then(place => isOpen && setEntry(place?.seq ?? null))
    return () => {
      isOpen = false
    }
  }, [surface, y])
  return entry
}

/** What a path ends with says most. */
function lastPart(words: string): string {
  return words.length > MOST_SHOWN ? `…${words.slice(1 - MOST_SHOWN)}` : words
}

/** What it opens is said, for what a program printed over a link may be anything. */
function LinkItems({ surface, link, after }: { surface: string; link: OverLink; after(): void }) {
  const isWeb = link.kind === 'web'
  const open = async () => {
    if (!isWeb) return openFile(surface, link)
    const opened = await call('link.open', { url: link.href })
    if (!opened.ok) say(opened.message)
  }
  const words = isWeb ? link.href : placeWords(link)
  return (
    <>
      <Item
        label={
          <span className="tm-goes" title={words}>
            Open <b>{isWeb ? link.host : lastPart(words)}</b>
          </span>
        }
        act={() => void open()}
        after={after}
      />
      <Item
        label={isWeb ? 'Copy link' : 'Copy path'}
        act={() => void call('clipboard.write', { text: isWeb ? link.href : link.path })}
        after={after}
      />
      <div className="menu-line" />
    </>
  )
}

interface ItemProps {
  label: ReactNode
  command?: CommandId
  off?: boolean
  act(): void
  after?(): void
}

function Item({ label, command, off = false, act: run, after }: ItemProps) {
  const chosen = () => {
    closeTerminalMenu()
    after?.()
    run()
  }
  return (
    <Base.Item className="menu-item" disabled={off} onClick={chosen}>
      {label}
      <span className="sp" />
      {command && <ActionKeys action={command} />}
    </Base.Item>
  )
}
