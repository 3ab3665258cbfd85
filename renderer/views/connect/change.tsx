// The exact change of a config: each piece with the lines around it, every hidden character as a chip.
import type { ClientPiece } from '../../../preload/contract.ts'
import { count } from '../../state/words.ts'
import { Exact } from '../policy/difference.tsx'

const SIGNS = { same: ' ', in: '+', out: '−' } as const
const WORDS = { same: '', in: 'added: ', out: 'taken out: ' } as const
const LOOK = { same: 'same', in: 'added', out: 'removed' } as const

export function Change({ pieces }: { pieces: readonly ClientPiece[] }) {
  const lines = pieces.flatMap(piece => piece.lines)
  const sum = (kind: 'in' | 'out') => count(lines.filter(line => line.kind === kind).length, 'line')
  if (lines.length === 0) return <p className="t2 s12">The file is as it should be. Nothing is written.</p>
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="diff sel" role="group" aria-label={`The change: ${sum('in')} added, ${sum('out')} taken out`}>
      {pieces.map(piece => (
        <Piece key={`${piece.before} ${piece.after}`} piece={piece} />
      ))}
    </div>
  )
}

function Piece({ piece }: { piece: ClientPiece }) {
  let { before, after } = piece
  return (
    <div className="piece">
      {piece.lines.map(({ kind, text }) => {
        const number = kind === 'out' ? before : after
        if (kind !== 'in') before += 1
        if (kind !== 'out') after += 1
        return (
          <div key={`${kind}${number}`} className={`dln ${LOOK[kind]}`}>
            <span className="no num" aria-hidden="true">
              {number}
            </span>
            <span className="sign" aria-hidden="true">
              {SIGNS[kind]}
            </span>
            <span className="text">
              {kind !== 'same' && <span className="hidden">{WORDS[kind]}</span>}
              <Exact text={text} />
            </span>
          </div>
        )
      })}
    </div>
  )
}
