// Connecting one client by a click: the exact change of its config, what it will start, as whom it connects.
import { useState } from 'react'
import type { ClientView } from '../../../preload/contract.ts'
import { connectClient } from '../../state/clients.ts'
import { chipWord } from '../../state/words.ts'
import { ConfigChange } from './config-change.tsx'
import { ConnectsAs } from './connects-as.tsx'
import { Answers, Dialog, Warning } from './dialog.tsx'
import { FIRST_START, grantOf, Levels } from './levels.tsx'
import { usePreview } from './use-preview.ts'

export function ConnectDialog({ client, onClose }: { client: ClientView; onClose(): void }) {
  const { id, label } = client
  const [agent, setAgent] = useState(client.agent.id)
  const [start, setStart] = useState(FIRST_START)
  const { value: preview, fault, armed } = usePreview(id, agent)
  const isNew = preview?.agent.is === 'new'
  const asIs = preview?.pieces.length === 0 && preview.agent.token === 'kept'
  const off = !armed || preview === null || preview.cannot !== null || preview.blocked !== null || asIs
  const connect = () => {
    if (off) return
    void connectClient({
      client: id,
      agent: preview.agent.id,
      revision: preview.revision,
      start: grantOf(start),
      by: 'file',
    })
    onClose()
  }
  return (
    <Dialog
      id={id}
      label={label}
      title={`Connect ${label}`}
      lead="This is the whole change. Nothing else in its config is touched."
      wide
      onNo={onClose}
      foot={
        <Answers
          no="Not now"
          yes={isNew ? `Connect with ${chipWord({ level: start.level, ask: null })}` : `Connect ${label}`}
          off={off}
          onNo={onClose}
          onYes={connect}
        />
      }
    >
      {fault !== null && <Warning text={fault} />}
      {preview !== null && (
        <>
          <div className="ask-column">
            {preview.blocked !== null && <Warning text={preview.blocked} />}
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
