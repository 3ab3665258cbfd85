// Copies a text and says so in place.
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { call } from '../api.ts'
import { told } from '../keys/actions.ts'

const SAID_MS = 2000

/** `label` names what is copied; with `words` it is written beside the icon. */
export function CopyButton({ text, label, words = false }: { text: string; label: string; words?: boolean }) {
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = window.setTimeout(() => setDone(false), SAID_MS)
    return () => window.clearTimeout(timer)
  }, [done])
  const copy = async () => setDone((await told(call('clipboard.write', { text }))) !== null)
  const icon = done ? <Check className="i i14" color="var(--ok)" /> : <Copy className="i i14" />
  return (
    <button
      type="button"
      className={words ? 'btn sm' : 'ib x24'}
      title={label}
      aria-label={done ? 'Copied' : label}
      onClick={copy}
    >
      {icon}
      {words && (done ? 'Copied' : label)}
      <span className="hidden" role="status">
        {done ? 'Copied' : ''}
      </span>
    </button>
  )
}
