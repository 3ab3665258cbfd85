// Settings: every setting on one page that can be searched. What is changed acts at once.
import { FilePen, Search, TriangleAlert, X } from 'lucide-react'
import { Fragment, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { call } from '../../api.ts'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { say, usePanel } from '../../state/panel.ts'
import { allSchemes, OWN } from '../../state/schemes/index.ts'
import { hits, isChanged, ROWS, rowHits, SECTIONS, type SectionId } from '../../state/settings-table.ts'
import { AgentLinks, Facts, LINK_TEXTS, useFacts } from './facts.tsx'
import { ImportArea } from './import.tsx'
import { KeysTable, useKeyRows } from './keys.tsx'
import { SettingRow } from './row.tsx'
import { UpdateRow } from './updates.tsx'

export function SettingsPage() {
  const { values, file, warning } = useSlice('settings')
  const [query, setQuery] = useState('')
  const [only, setOnly] = useState(false)
  const page = useRef<HTMLElement>(null)
  const search = useRef<HTMLInputElement>(null)
  useAsked(page, search)
  const facts = useFacts(query)
  const names = Object.fromEntries([
    [OWN, 'Gatehouse'],
    ...allSchemes(values.schemes).map(({ id, name }) => [id, name]),
  ])
  const rows = ROWS.filter(row => rowHits(row, query, values, names) && (!only || isChanged(row.name, values)))
  const of = (section: SectionId) => rows.filter(row => row.section === section)
  const list = (section: SectionId) => of(section).map(row => <SettingRow key={row.name} row={row} names={names} />)
  const imports = !only && hits(query, SECTIONS.appearance, 'import a scheme iterm2 windows terminal')
  const links = !only && hits(query, ...LINK_TEXTS)
  const about = !only && facts.length > 0
  const keys = useKeyRows(query, only)
  const nothing = rows.length === 0 && keys.length === 0 && !imports && !links && !about

  const clear = () => {
    setQuery('')
    setOnly(false)
    focusManager.element(search.current)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    if (event.target === search.current && query !== '') setQuery('')
    else leavePanel()
  }
  return (
    <section ref={page} className="page settings" aria-label="Settings" tabIndex={-1} onKeyDown={key}>
      <div className="page-in">
        <Head file={file} />
        <div className="set-search">
          <label className="fieldb set-query">
            <Search className="i i14" />
            <input
              ref={search}
              type="search"
              aria-label="Search settings"
              placeholder="Search settings"
              spellCheck={false}
              autoComplete="off"
              value={query}
              onChange={event => setQuery(event.target.value)}
            />
          </label>
          <label className="set-only">
            <input type="checkbox" checked={only} onChange={event => setOnly(event.target.checked)} />
            Show only changed
          </label>
          <span className="hidden" role="status">
            {query === '' && !only ? '' : nothing ? 'No match' : `${rows.length + keys.length} settings`}
          </span>
        </div>
        {warning !== null && (
          <div className="warn set-warn" role="alert" aria-live="polite">
            <TriangleAlert className="i i14" />
            <span className="sel">{warning}</span>
          </div>
        )}
        {nothing && (
          <p className="set-none t2">
            {only && query === '' ? 'Nothing is changed.' : 'No match.'}{' '}
            <button type="button" className="btn sm" onClick={clear}>
              {only && query === '' ? 'Show all' : 'Clear the search'}
            </button>
          </p>
        )}
        <Part id="appearance" there={of('appearance').length > 0 || imports}>
          <ImportArea shown={imports}>{list('appearance')}</ImportArea>
        </Part>
        <Part id="terminal" there={of('terminal').length > 0}>
          {list('terminal')}
        </Part>
        <Part id="keyboard" there={keys.length > 0}>
          <KeysTable commands={keys} />
        </Part>
        <Part id="notifications" there={of('notifications').length > 0}>
          {list('notifications')}
        </Part>
        <Part id="start" there={of('start').length > 0}>
          {list('start')}
        </Part>
        <Part id="agents" there={of('agents').length > 0 || links}>
          {list('agents')}
          {links && <AgentLinks />}
        </Part>
        <Part id="about" there={of('about').length > 0 || about}>
          {of('about').map(row => (
            <Fragment key={row.name}>
              <SettingRow row={row} names={names} />
              {row.name === 'updates' && <UpdateRow />}
            </Fragment>
          ))}
          {about && <Facts facts={facts} />}
        </Part>
      </div>
    </section>
  )
}

/** Opened by a person's key or click: the keyboard goes to the search, or to the part that was asked for. */
function useAsked(page: { current: HTMLElement | null }, search: { current: HTMLElement | null }): void {
  const section = usePanel(panel => panel.section)
  const opened = useRef(false)
  useLayoutEffect(() => {
    const part = section === null ? null : (page.current?.querySelector<HTMLElement>(`#set-${section}`) ?? null)
    if (part) {
      part.scrollIntoView({ block: 'start' })
      focusManager.element(part)
      usePanel.setState({ section: null })
    } else if (!opened.current) focusManager.element(search.current)
    opened.current = true
  }, [section, page, search])
}

function Head({ file }: { file: string }) {
  const open = async () => {
    const opened = await call('settings.open', {})
    if (opened.ok) return
    const copied = await call('clipboard.write', { text: file })
    say(copied.ok ? `${opened.message} Its path is copied.` : opened.message)
  }
  return (
    <div className="page-head">
      <div>
        <h1 className="title21">Settings</h1>
        <p className="t2 set-where">
          Kept in <span className="m s12 sel">{file}</span>. Only what differs from the first values stands there.
        </p>
      </div>
      <button type="button" className="btn" onClick={() => void open()}>
        <FilePen className="i i14" />
        Open settings.json
      </button>
      <button type="button" className="ib" title="Close" aria-label="Close Settings" onClick={leavePanel}>
        <X className="i" />
      </button>
    </div>
  )
}

function Part({ id, there, children }: { id: SectionId; there: boolean; children: ReactNode }) {
  if (!there) return null
  return (
    <section className="set-part" aria-labelledby={`set-${id}`}>
      <h2 className="h2" id={`set-${id}`} tabIndex={-1}>
        {SECTIONS[id]}
      </h2>
      <div className="card">{children}</div>
    </section>
  )
}
