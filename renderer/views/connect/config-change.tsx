// The change of a client's config: which file, each line, what is kept of it, and what the client will start.
import { FileDiff } from 'lucide-react'
import type { ClientPreview } from '../../../preload/contract.ts'
import { fileName } from '../../state/client-card.ts'
import { Change } from './change.tsx'
import { CopiedCommand } from './command.tsx'

export function ConfigChange({ preview }: { preview: ClientPreview }) {
  const { file, creates, keeps, pieces, starts, blocked } = preview
  return (
    <section className="ask-part" aria-label="The change">
      <FilePath file={file} />
      <Change pieces={pieces} />
      {blocked === null && pieces.length > 0 && (
        <p className="s12 t3">
          {keeps !== null ? (
            <>
              What it is now is kept beside it, named <span className="m sel">{fileName(keeps)}</span> and the time.{' '}
            </>
          ) : (
            creates && 'There is no such file yet. '
          )}
          Take back undoes it.
        </p>
      )}
      <p className="lab">It starts this, as long as it runs. No token is in it.</p>
      <CopiedCommand text={starts} label="Copy what it starts" />
    </section>
  )
}

export function FilePath({ file }: { file: string }) {
  return (
    <div className="ask-file">
      <FileDiff className="i i14" />
      <span className="m sel">{file}</span>
    </div>
  )
}
