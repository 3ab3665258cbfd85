// Connecting one client by hand: its own command or the entry for its config. Neither works before its agent has a token, so
// that is what the click makes.
import { useState } from 'react'
import type { ClientView } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { connectClient } from '../../state/clients.ts'
import { say } from '../../state/panel.ts'
import { Command, CopiedCommand } from './command.tsx'
import { ConfigChange } from './config-change.tsx'
import { ConnectsAs } from './connects-as.tsx'
import { Answers, Dialog, Warning } from './dialog.tsx'
import { FIRST_START, grantOf, Levels } from './levels.tsx'
import { usePreview } from './use-preview.ts'

export function HandDialog({ client, onClose }: { client: ClientView; onClose(): void }) {
  const { id, label } = client
  const [agent, setAgent] = useState(client.agent.id)
  const [start, setStart] = useState(FIRST_START)
  const { value: preview, fault, armed } = usePreview(id, agent)
  const first = preview?.manual[0]
  const isMade = preview?.agent.token === 'kept'
  const off = !armed || preview === null || preview.cannot !== null || isMade
  const make = async () => {
    if (off) return
    onClose()
    const done = await connectClient({
      ...{ client: id, agent: preview.agent.id, revision: preview.revision },
      ...{ start: grantOf(start), by: 'hand' },
    })
    if (!done || !first) return
    const copied = await call('clipboard.write', { text: first.text })
    if (copied.ok) say(first.kind === 'command' ? 'Copied. Run it once in any terminal.' : 'Copied. Open it once.')
  }
  const what = preview?.agent.is === 'there' ? 'Make a new token' : 'Make its agent'
  return (
    <Dialog
      id={id}
      label={label}
      title={`Connect ${label} by hand`}
      lead={isMade ? 'Its agent is ready.' : 'It works once its agent and a token for it are made. You do the rest.'}
      wide
      onNo={onClose}
      foot={
        <Answers
          no={isMade ? 'Close' : 'Not now'}
          yes={first ? `${what} and copy the ${first.kind}` : what}
          off={off}
          onNo={onClose}
          onYes={() => void make()}
        />
      }
    >
      {fault !== null && <Warning text={fault} />}
      {preview !== null && (
        <>
          <div className="ask-column">
            {preview.manual.map(({ kind, text }) => (
              <section key={text} className="ask-part" aria-label={kind === 'command' ? 'Command' : 'Link'}>
                <p className="lab">{kind === 'command' ? 'Run once in any terminal' : 'Or open this link'}</p>
                {isMade ? <CopiedCommand text={text} label={`Copy the ${kind}`} /> : <Command text={text} />}
              </section>
            ))}
            <p className="lab">{preview.manual.length > 0 ? 'Or add this to its config' : 'Add this to its config'}</p>
            <ConfigChange preview={preview} />
          </div>
          <div className="ask-column">
            {preview.cannot !== null ? (
              <Warning text={preview.cannot} />
            ) : (
              <>
                <ConnectsAs preview={preview} label={label} onFresh={setAgent} />
                {preview.agent.is === 'new' && <Levels {...start} onChange={setStart} />}
              </>
            )}
          </div>
        </>
      )}
    </Dialog>
  )
}
