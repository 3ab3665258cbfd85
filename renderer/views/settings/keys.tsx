// The keys of all commands, by menu: a part of the Settings page. What a person changes acts at once.
import { useState } from 'react'
import { COMMAND_IDS, COMMANDS, type CommandId, MENU_TITLES, MENUS } from '../../../preload/contract.ts'
import { isChanged, keyFaults, keyWords, withKey } from '../../keys/bindings.ts'
import { shortcutParts } from '../../keys/shortcuts.ts'
import { useSlice } from '../../state/app-state.ts'
import { changeSettings, useSetting } from '../../state/settings.ts'
import { hits } from '../../state/settings-table.ts'
import { KeyRow } from './keys-row.tsx'

/** The commands to be seen for a search. `only`: those whose key is another than at first. */
export function useKeyRows(query: string, only: boolean): CommandId[] {
  const { platform } = useSlice('about')
  const own = useSetting('keys')
  return COMMAND_IDS.filter(command => {
    const { title, menu } = COMMANDS[command]
    const words = keyWords(shortcutParts(command, platform, own).join(' '), platform)
    const there = hits(query, 'Keyboard shortcuts keys', MENU_TITLES[menu], title, words, words.replaceAll(' ', '+'))
    return there && (!only || isChanged(command, platform, own))
  })
}

export function KeysTable({ commands }: { commands: readonly CommandId[] }) {
  const { platform } = useSlice('about')
  const own = useSetting('keys')
  const [changing, setChanging] = useState<{ readonly command: CommandId; readonly pressed: string | null } | null>(
    null,
  )
  const set = (command: CommandId, written: string) => {
    void changeSettings({ keys: withKey(command, written, platform, own) })
  }
  return (
    <div className="keys">
      <KeyFaults />
      {MENUS.map(menu => {
        const mine = commands.filter(command => COMMANDS[command].menu === menu)
        if (mine.length === 0) return null
        return (
          <section key={menu} aria-label={`Keys of ${MENU_TITLES[menu]}`}>
            <h3 className="keys-lab lab">{MENU_TITLES[menu]}</h3>
            <ul>
              {mine.map(command => (
                <KeyRow
                  key={command}
                  command={command}
                  pressed={changing?.command === command ? changing.pressed : undefined}
                  onChange={pressed => setChanging(pressed === undefined ? null : { command, pressed })}
                  onSet={written => set(command, written)}
                />
              ))}
            </ul>
          </section>
        )
      })}
      <ResetAll />
    </div>
  )
}

/** What of the settings file does not count. */
function KeyFaults() {
  const { platform } = useSlice('about')
  const faults = keyFaults(platform, useSetting('keys'))
  if (faults.length === 0) return null
  return (
    <ul className="keys-faults s12" role="alert" aria-live="polite">
      {faults.map(({ command, why }) => (
        <li key={command} className="sel">
          {COMMANDS[command].title}: {why} What settings.json says for it does not count.
        </li>
      ))}
    </ul>
  )
}

function ResetAll() {
  const own = useSetting('keys')
  const [asked, setAsked] = useState(false)
  if (Object.keys(own).length === 0) return null
  const yes = () => {
    setAsked(false)
    void changeSettings({ keys: null })
  }
  return (
    <div className="keys-all">
      {asked ? (
        <>
          <span>Give every command the key it had at first?</span>
          <button type="button" className="btn sm gh" onClick={() => setAsked(false)}>
            Cancel
          </button>
          <button type="button" className="btn sm pri" onClick={yes}>
            Reset all keys
          </button>
        </>
      ) : (
        <button type="button" className="btn sm" onClick={() => setAsked(true)}>
          Reset all keys…
        </button>
      )}
    </div>
  )
}
