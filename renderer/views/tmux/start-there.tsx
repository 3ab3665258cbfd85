// What can be started on another computer, over the panes that run there: the presets, and the folder they start in. What is
// installed there is found out when one is started.
import { type KeyboardEvent, useEffect, useId, useRef } from 'react'
import { focusManager } from '../../keys/focus.ts'
import { startThere } from '../../keys/tmux.ts'
import { look, useLaunch } from '../../state/launch.ts'
import { useSetting } from '../../state/settings.ts'
import { useTmux } from '../../state/tmux.ts'
import { reachWords } from '../../state/tmux-words.ts'
import { SurfaceTile } from '../../ui/marks.tsx'
import { FolderField } from '../launch/folder-field.tsx'

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }

export function StartThere({ host }: { host: string }) {
  const presets = useLaunch(launch => launch.list?.presets ?? null)
  const { folder, starting } = useTmux()
  const lacks = reachWords(host, useSetting('forwardTo'))
  const list = useRef<HTMLUListElement>(null)
  const note = useId()
  useEffect(() => {
    if (presets === null) void look(false)
  }, [presets])
  const buttons = () => [...(list.current?.querySelectorAll('button') ?? [])]
  const walk = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    const all = buttons()
    const at = all.indexOf(document.activeElement as HTMLButtonElement)
    if (step === undefined || at < 0) return
    focusManager.element(all[Math.min(Math.max(at + step, 0), all.length - 1)] ?? null)
    event.preventDefault()
    event.stopPropagation()
  }
  // The shell first: it is there in any case.
  const rows = [...(presets ?? [])].sort((one, two) => Number(two.kind === 'shell') - Number(one.kind === 'shell'))
  const title = rows.find(({ id }) => id === starting)?.title ?? starting
  return (
    <section className="tx-start" aria-label={`Start on ${host}`}>
      <div className="la-lab lab">Start on {host}</div>
      <FolderField
        value={folder}
        placeholder="~"
        onChange={written => useTmux.setState({ folder: written, said: null })}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'ArrowDown')) return
          event.preventDefault()
          focusManager.element(buttons()[0] ?? null)
        }}
      />
      <ul className="tx-starts" ref={list} onKeyDown={walk} aria-describedby={lacks === null ? undefined : note}>
        {rows.map(({ id, title: name, kind }) => (
          <li key={id}>
            <button
              type="button"
              className="btn sm"
              aria-label={`Start ${kind === 'shell' ? 'a shell' : name} on ${host}`}
              aria-disabled={starting !== null}
              onClick={() => void startThere(id)}
            >
              <SurfaceTile preset={id} backend="pty" />
              {kind === 'shell' ? 'Shell' : name}
            </button>
          </li>
        ))}
      </ul>
      {lacks !== null && (
        <p id={note} className="tx-note s12 t3">
          {lacks}
        </p>
      )}
      <span className="hidden" role="status">
        {starting === null ? '' : `Starting ${title} on ${host}…`}
      </span>
      <div className="la-lab lab">Adopt what runs there</div>
    </section>
  )
}
