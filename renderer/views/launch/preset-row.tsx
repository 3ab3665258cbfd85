// One line of the launcher: something that can be opened, or something that is not on this computer and how to get it.

import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { openPreset } from '../../keys/launch.ts'
import { useSlice } from '../../state/app-state.ts'
import { type LaunchRow, useLaunch } from '../../state/launch.ts'
import { shortFolder } from '../../state/words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { SurfaceTile } from '../../ui/marks.tsx'

export function PresetRow({ row, chosen, onWalk }: { row: LaunchRow; chosen: boolean; onWalk(): void }) {
  const { preset, key } = row
  const { home } = useSlice('about')
  const opening = useLaunch(launch => launch.opening)
  if (preset.file === null) return <Missing row={row} />
  const file = shortFolder(preset.file, home)
  const about = preset.kind === 'shell' ? `${preset.file}, login shell` : (preset.version ?? file)
  const where = preset.cwd === null ? '' : `, in ${preset.cwd}`
  const starting = opening === preset.id
  return (
    <li>
      <button
        type="button"
        className={`launch ${chosen ? 'on' : ''}`}
        data-opens={preset.id}
        aria-disabled={opening !== null}
        {...(key === null ? {} : { 'aria-keyshortcuts': String(key) })}
        title={file}
        onFocus={onWalk}
        onClick={event => void openPreset(preset, event.ctrlKey || event.metaKey ? 'row' : undefined)}
      >
        <SurfaceTile preset={preset.id} backend="pty" size="x28" />
        <span className="hidden">{`Open ${preset.title}, ${about}${where}`}</span>
        <span className="two" aria-hidden="true">
          <span className="b tr">{preset.title}</span>
          <span className="m tr">{starting ? `Starting ${preset.title}…` : `${about}${where}`}</span>
        </span>
        {key !== null && <Kbd keys={String(key)} />}
      </button>
    </li>
  )
}

function Missing({ row: { preset } }: { row: LaunchRow }) {
  const { install } = preset
  return (
    <li className="launch none">
      <SurfaceTile preset={preset.id} backend="pty" size="x28" />
      <span className="two">
        <span className="b tr">{preset.title}</span>
        <span className="m wrap sel">{install ? `Install: ${install.command}` : 'Not found on this computer'}</span>
      </span>
      {install && (
        <>
          <button
            type="button"
            className="btn sm gh"
            aria-label={`How to install ${preset.title}`}
            title={install.page}
            onMouseDown={keepFocus}
            onClick={() => void told(call('link.open', { url: install.page }))}
          >
            How to install
          </button>
          <CopyButton text={install.command} label={`Copy how to install ${preset.title}`} />
        </>
      )}
    </li>
  )
}
