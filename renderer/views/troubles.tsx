// What is broken, in plain words, under the title bar: the gate is closed, the policy is faulty, the port is taken.
import { OctagonAlert } from 'lucide-react'
import { useSlice } from '../state/app-state.ts'

export function Troubles() {
  const gate = useSlice('gate')
  const policy = useSlice('policy')
  const mcp = useSlice('mcp')
  const troubles: { key: string; head: string; text: string }[] = []
  if (policy.fault) {
    const { line, column, message } = policy.fault
    troubles.push({
      key: 'policy',
      head: 'Policy could not be read. No agent may do anything until it is fixed.',
      text: `${policy.file}, line ${line}, column ${column}: ${message}`,
    })
  }
  if (gate.closed !== null && !policy.fault)
    troubles.push({ key: 'gate', head: 'The gate is closed.', text: gate.closed })
  if (mcp.fault !== null) troubles.push({ key: 'mcp', head: 'Agents cannot connect.', text: mcp.fault })
  return (
    <div className="troubles" role="status">
      {troubles.map(trouble => (
        <div className="trouble" key={trouble.key}>
          <OctagonAlert className="i" />
          <b>{trouble.head}</b>
          <span>{trouble.text}</span>
        </div>
      ))}
    </div>
  )
}
