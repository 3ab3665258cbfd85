// What stands on the Settings page and is no setting: where the policy and the agents are, and what this Gatehouse is.
import { useSlice } from '../../state/app-state.ts'
import { builtFor, TEST_BUILD } from '../../state/built-for.ts'
import { showPolicy, togglePanel } from '../../state/panel.ts'
import { hits, SECTIONS } from '../../state/settings-table.ts'
import { CopyButton } from '../../ui/copy-button.tsx'

interface Fact {
  readonly title: string
  readonly text: string
  readonly copy: boolean
}

/** About this Gatehouse, as far as it is to be seen for a query. */
export function useFacts(query: string): Fact[] {
  const { version, dataDir, shell, developmentElectron } = useSlice('about')
  const { file } = useSlice('settings')
  const facts: Fact[] = [
    { title: 'Version', text: version, copy: false },
    { title: 'Data folder', text: dataDir, copy: true },
    { title: 'Settings file', text: file, copy: true },
    { title: 'Shell', text: `${shell.name} (${shell.path})`, copy: false },
  ]
  if (developmentElectron && builtFor(version) === TEST_BUILD) {
    facts.push({ title: TEST_BUILD, text: 'A package for tests, not for use.', copy: false })
  } else if (developmentElectron) {
    facts.push({
      title: 'Electron',
      text: 'A development Electron from the package registry, not the official one.',
      copy: false,
    })
  }
  return facts.filter(({ title, text }) => hits(query, SECTIONS.about, title, text))
}

export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className="set-facts">
      {facts.map(({ title, text, copy }) => (
        <div key={title} className="set-row fact">
          <dt className="b">{title}</dt>
          <dd className="t2 s12 sel">
            {text}
            {copy && <CopyButton text={text} label={`Copy: ${title}`} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

export const LINK_TEXTS = [
  SECTIONS.agents,
  'What agents may do stands in the policy file, not in the settings.',
  'The policy file',
  'Connect an agent',
]

/** To where agents are told what they may do. */
export function AgentLinks() {
  const { file } = useSlice('policy')
  return (
    <div className="set-row">
      <div className="set-words">
        <p className="b">{LINK_TEXTS[2]}</p>
        <p className="s12 t2">
          {LINK_TEXTS[1]} <span className="m t3 sel">{file}</span>
        </p>
      </div>
      <div className="set-control">
        <button type="button" className="btn" onClick={() => showPolicy()}>
          {LINK_TEXTS[2]}
        </button>
        <button type="button" className="btn" onClick={() => togglePanel('connect')}>
          {LINK_TEXTS[3]}
        </button>
      </div>
    </div>
  )
}
