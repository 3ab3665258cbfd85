// What the keys do with what is chosen, and the one key that always works.
import { useSlice } from '../../state/app-state.ts'
import type { PaletteItem } from '../../state/palette.ts'
import { ActionKeys, Kbd } from '../../ui/kbd.tsx'

interface Props {
  readonly chosen: PaletteItem | null
  /** Tab shows what can be done with it */
  readonly offers: boolean
  /** that is what is shown */
  readonly actions: boolean
}

export function PaletteFoot({ chosen, offers, actions }: Props) {
  const paused = useSlice('gate').paused !== null
  const surface = chosen?.deed.is === 'surface' ? chosen : null
  return (
    <div className="pal-foot s12 t2">
      {chosen && (
        <>
          <Kbd keys="enter" />
          <span className="tr">{enterWords(chosen)}</span>
        </>
      )}
      {!actions && (surface || chosen?.deed.is === 'preset') && (
        <>
          <Kbd keys="mod enter" />
          Open in a split
        </>
      )}
      {!actions && offers && (
        <>
          <Kbd keys="tab" />
          Actions
        </>
      )}
      {actions && (
        <>
          <Kbd keys="esc" />
          Back
        </>
      )}
      <span className="sp" />
      <ActionKeys action="pause" quiet={false} />
      <span className={paused ? '' : 'pal-stop'}>{paused ? 'Resume all agents' : 'Pause all agents'}</span>
    </div>
  )
}

function enterWords({ title, more, group, deed }: PaletteItem): string {
  if (deed.is === 'surface') return `Go to ${group === 'screen' ? more : title}`
  if (deed.is === 'preset') return title
  return deed.is === 'grant' ? 'Open grant' : 'Do it'
}
