// A draft's text exactly: every space a dot, every line end a chip, everything invisible a named red chip.
import { ChevronsUpDown } from 'lucide-react'
import { Fragment, memo, useState } from 'react'
import { endsOf, type Token } from '../../state/exact-text.ts'
import { piecesOf } from '../../state/marked-text.ts'
import type { Risk } from '../../state/risky-shapes.ts'
import { count } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

interface Props {
  tokens: readonly Token[]
  risks: readonly Risk[]
}

/** Of very many tokens the beginning and the end, until a person wants all. */
export const ExactText = memo(function ExactText({ tokens, risks }: Props) {
  const [whole, setWhole] = useState<readonly Token[] | null>(null)
  const ends = whole === tokens ? null : endsOf(tokens)
  const chips = tokens.filter(token => token.kind === 'chip').length
  const label =
    chips === 0 ? 'Exact text' : `Exact text, ${chips} invisible or special character${chips === 1 ? '' : 's'}`
  return (
    // Takes the focus of a click on it, so that the card's keys stay off while text is selected.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="pl sel" role="group" aria-label={label} tabIndex={-1}>
      {ends === null ? (
        <Marked tokens={tokens} risks={risks} />
      ) : (
        <>
          <Marked tokens={ends.head} risks={risks} />
          <button type="button" className="unfold" onMouseDown={keepFocus} onClick={() => setWhole(tokens)}>
            <ChevronsUpDown className="i i12" />
            Show all {count(ends.all, 'character')}
          </button>
          <Marked tokens={ends.tail} risks={risks} start={ends.tailAt} />
        </>
      )}
    </div>
  )
})

/** Tokens with what is pointed out in them. `start`: where in the text the first one stands, UTF-16 code units. */
export function Marked(props: { tokens: readonly Token[]; risks: readonly Risk[]; start?: number }) {
  return piecesOf(props.tokens, props.risks, props.start).map(({ tokens, says }, index) =>
    says.length === 0 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: as of the tokens
      <Tokens key={index} tokens={tokens} />
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as of the tokens
      <mark key={index} className="risk" title={says.join(' ')}>
        <Tokens tokens={tokens} />
      </mark>
    ),
  )
}

/** The tokens in a line of their own, without the box. */
export function Tokens({ tokens }: { tokens: readonly Token[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens of one immutable revision have no identity but their place
  return tokens.map((token, index) => <Fragment key={index}>{one(token)}</Fragment>)
}

function one(token: Token) {
  switch (token.kind) {
    case 'text':
      return token.raw
    case 'space':
      return <span className="dot">·</span>
    case 'tab':
      return <span className="dot">{'→\u2003'}</span>
    case 'lf':
      return (
        <>
          <span className="inv lf">LF</span>
          {'\n'}
        </>
      )
    case 'chip':
      return (
        <span className="inv bad" title={token.name}>
          {token.codePoint}
          <span className="hidden"> {token.name}</span>
        </span>
      )
  }
}
