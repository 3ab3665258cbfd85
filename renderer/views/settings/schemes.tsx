// The terminals' colours while the window is dark, or light: cards to choose from, each drawn in its own colours.
import { Trash2 } from 'lucide-react'
import { useId, useLayoutEffect, useRef, useState } from 'react'
import { SCHEME_COLOURS, type Scheme } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { allSchemes, legible, OWN } from '../../state/schemes/index.ts'
import { changeSettings, setting, useSetting } from '../../state/settings.ts'
import { OWN_TOKENS } from '../../terminal/theme.ts'
import type { Told } from './field.tsx'

type Shown = Pick<Scheme, 'id' | 'name' | 'background' | 'foreground' | 'cursor' | 'colours'>

/** The window's own, in the words of its tokens. */
const OWN_SHOWN: Shown = {
  id: OWN,
  name: 'Gatehouse',
  background: 'var(--term)',
  foreground: 'var(--a-w)',
  cursor: 'var(--you)',
  colours: Object.fromEntries(Object.entries(OWN_TOKENS).map(([name, token]) => [name, `var(--${token})`])),
}

export function SchemeControl({ dark, label, describedBy }: Told & { dark: boolean }) {
  const name = dark ? 'darkScheme' : 'lightScheme'
  const chosen = useSetting(name)
  const imported = useSetting('schemes')
  const [every, setEvery] = useState(false)
  const [gone, setGone] = useState<string | null>(null)
  const group = useRef<HTMLDivElement>(null)
  const all = allSchemes(imported)
  const shown: Shown[] = [OWN_SHOWN, ...all.filter(scheme => every || scheme.dark === dark || scheme.id === chosen)]
  const known = shown.some(({ id }) => id === chosen)
  const remove = async (id: string) => {
    const using = (['darkScheme', 'lightScheme'] as const).filter(one => setting(one) === id)
    const reset = Object.fromEntries(using.map(one => [one, null]))
    if (await changeSettings({ schemes: imported.filter(scheme => scheme.id !== id), ...reset })) setGone(id)
  }
  // Its button had the keyboard: that goes to the card in use, once the page is drawn without it.
  useLayoutEffect(() => {
    if (gone === null || imported.some(({ id }) => id === gone)) return
    setGone(null)
    focusManager.element(group.current?.querySelector<HTMLElement>('input:checked') ?? null)
  }, [gone, imported])
  return (
    <div className="set-schemes">
      {!known && (
        <p className="set-fault s12" role="status">
          There is no scheme “{chosen}” here. The window’s own colours stand in for it.
        </p>
      )}
      <div ref={group} className="schemes" role="radiogroup" aria-label={label} aria-describedby={describedBy}>
        {shown.map(scheme => (
          <Card
            key={scheme.id}
            scheme={scheme}
            group={name}
            dark={dark}
            on={scheme.id === chosen || (!known && scheme.id === OWN)}
            onChoose={() => void changeSettings({ [name]: scheme.id })}
            onRemove={imported.some(({ id }) => id === scheme.id) ? () => void remove(scheme.id) : null}
          />
        ))}
      </div>
      <button type="button" className="btn sm gh" aria-expanded={every} onClick={() => setEvery(!every)}>
        {every ? `Only ${dark ? 'dark' : 'light'} ones` : `Show ${dark ? 'light' : 'dark'} ones too`}
      </button>
    </div>
  )
}

interface CardProps {
  readonly scheme: Shown
  /** the name of the radio group */
  readonly group: string
  readonly dark: boolean
  readonly on: boolean
  onChoose(): void
  /** null = it came with Gatehouse */
  readonly onRemove: (() => void) | null
}

function Card({ scheme, group, dark, on, onChoose, onRemove }: CardProps) {
  const { id, name, background, foreground, cursor, colours } = scheme
  const nameId = useId()
  const minimum = useSetting('minimumContrast')
  // As the terminal will draw it. The window's own can be read as they are.
  const drawn = (colour: string) => (id === OWN ? colour : legible(colour, background, minimum))
  const ink = (of: string) => drawn(colours[of] ?? foreground)
  return (
    <div className={`scheme ${on ? 'on' : ''}`}>
      <label>
        <input type="radio" name={group} value={id} checked={on} aria-labelledby={nameId} onChange={onChoose} />
        {/* The theme's class gives the window's own colours, whatever the window has now. */}
        <span
          className={`scheme-look m ${dark ? 'dark' : 'light'}`}
          style={{ background, color: drawn(foreground) }}
          aria-hidden="true"
        >
          <span>
            <span style={{ color: ink('green') }}>~/src</span> <span style={{ color: ink('magenta') }}>main</span> $ npm{' '}
            <span style={{ color: ink('cyan') }}>test</span> <span className="caret" style={{ background: cursor }} />
          </span>
          <span className="swatches">
            {SCHEME_COLOURS.map(colour => (
              <span key={colour} style={{ background: colours[colour] }} />
            ))}
          </span>
        </span>
        <span className="scheme-name" id={nameId}>
          <span className="tr">{name}</span>
        </span>
      </label>
      {onRemove && (
        <button
          type="button"
          className="ib x24"
          title={`Remove ${name}`}
          aria-label={`Remove ${name}`}
          onClick={onRemove}
        >
          <Trash2 className="i i14" />
        </button>
      )}
    </div>
  )
}
