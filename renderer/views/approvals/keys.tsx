// Every key of the cards.
import { CARD_KEYS } from '../../state/approval-keys.ts'
import { Kbd } from '../../ui/kbd.tsx'

export function AllKeys() {
  return (
    <dl className="all-keys s12" aria-label="Keys">
      {CARD_KEYS.map(({ key, does }) => (
        <div key={key}>
          <dt>
            <Kbd keys={key} />
            <span className="hidden">{key}</span>
          </dt>
          <dd className="t2">{does}</dd>
        </div>
      ))}
      <div>
        <dt>
          <Kbd keys="esc" />
          <span className="hidden">Escape</span>
        </dt>
        <dd className="t2">Back to the terminal</dd>
      </div>
    </dl>
  )
}
