// Which presets start in tmux, and which hosts reach Gatehouse by a forwarded port.
import { useState } from 'react'
import { useSlice } from '../../state/app-state.ts'
import { changeSettings, useSetting } from '../../state/settings.ts'
import { hostsFrom, hostsText } from '../../state/settings-text.ts'
import { tmuxChoices, withChoice } from '../../state/tmux-settings.ts'
import { Field, type Told } from './field.tsx'

export function InTmuxControl({ label, describedBy }: Told) {
  const saved = useSetting('inTmux')
  const about = useSlice('about')
  /** on its way to main: another choice may come before it is saved */
  const [asked, setAsked] = useState<readonly string[] | null>(null)
  const chosen = asked ?? saved
  const choose = async (id: string, on: boolean) => {
    const next = withChoice(chosen, id, on)
    setAsked(next)
    if (!(await changeSettings({ inTmux: next }))) setAsked(now => (now === next ? null : now))
  }
  // Main's own word of it comes after its answer.
  if (asked !== null && asked.join() === saved.join()) setAsked(null)
  return (
    // biome-ignore lint/a11y/useSemanticElements: the row around it has its title
    <div className="set-checks" role="group" aria-label={label} aria-describedby={describedBy}>
      {tmuxChoices(about, chosen).map(({ id, title }) => (
        <label key={id} className="set-only">
          <input
            type="checkbox"
            checked={chosen.includes(id)}
            onChange={event => void choose(id, event.target.checked)}
          />
          {title}
        </label>
      ))}
    </div>
  )
}

export function ForwardControl(told: Told) {
  const hosts = useSetting('forwardTo')
  return (
    <Field
      wide
      text={hostsText(hosts)}
      read={hostsFrom}
      write={hostsText}
      onValue={next => void changeSettings({ forwardTo: [...next] })}
      placeholder="build me@studio"
      {...told}
    />
  )
}
