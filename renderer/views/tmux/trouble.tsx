// Why there is no list of panes, and what a person can do about it.
import type { TmuxPlace } from '../../../preload/contract.ts'
import { openSsh } from '../../keys/tmux.ts'
import { listPanes, useTmux } from '../../state/tmux.ts'
import { troubleOf } from '../../state/tmux-words.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

export function TroubleSays({ place, code, message }: { place: TmuxPlace; code: string; message: string }) {
  const missing = useTmux(tmux => tmux.places?.missing ?? null)
  const { title, message: why, run, ssh } = troubleOf(code, message, place)
  const { host } = place
  return (
    <section className="tx-trouble" aria-label={title}>
      <h3 className="h2">{title}</h3>
      <p className="t2 sel">{why}</p>
      {code === 'no_tmux' && host === null && missing !== null && <p className="t2 sel">{missing}</p>}
      {run !== null && (
        <div className="tx-run">
          <code className="m sel">{run}</code>
          <CopyButton text={run} label="Copy the command" />
        </div>
      )}
      <div className="tx-deeds">
        <button type="button" className="btn sm" onClick={() => void listPanes()}>
          Try again
        </button>
        {ssh && host !== null && (
          <button type="button" className="btn sm" onClick={() => void openSsh(host)}>
            Open a terminal with ssh
          </button>
        )}
      </div>
    </section>
  )
}
