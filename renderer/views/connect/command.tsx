// A command, a link or an entry as one text to copy. It wraps between words and is never cut.
import type { ReactNode } from 'react'
import { CopyButton } from '../../ui/copy-button.tsx'

export function Command({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="command">
      <span className="m sel">
        {wordsOf(text).map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: words have no identity but their place
          <span key={index}>
            <span className="word">{word}</span>{' '}
          </span>
        ))}
      </span>
      {children}
    </div>
  )
}

export function CopiedCommand({ text, label }: { text: string; label: string }) {
  return (
    <Command text={text}>
      <CopyButton text={text} label={label} />
    </Command>
  )
}

/** A flag stays with its value. */
function wordsOf(text: string): string[] {
  return text.match(/--agent \S+|\S+/g) ?? []
}
