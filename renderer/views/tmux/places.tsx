// The tmux servers of this computer and the hosts of ~/.ssh/config, as rows of the launcher and of the box that adopts. Nothing
// connects before a person chooses one.
import { Monitor, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TmuxServerView } from '../../../preload/contract.ts'
import { openSsh, openTmux } from '../../keys/tmux.ts'
import { useTmux } from '../../state/tmux.ts'
import { placeKey } from '../../state/tmux-tree.ts'
import { serverWords } from '../../state/tmux-words.ts'
import { count } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { SurfaceTile } from '../../ui/marks.tsx'

/** Hosts that the launcher shows beside everything else. */
const FEW = 3

/** What the launcher shows of them: nothing where there is nothing. */
export function LauncherPlaces() {
  const places = useTmux(tmux => tmux.places)
  if (!places) return null
  const { servers, hosts } = places
  const left = hosts.length > FEW + 1 ? hosts.length - FEW : 0
  return (
    <>
      {servers.length > 0 && <Servers servers={servers} />}
      {hosts.length > 0 && (
        <Part title="Other machines">
          {hosts.slice(0, hosts.length - left).map(host => (
            <HostRow key={placeKey(host.place)} host={host} />
          ))}
          {left > 0 && (
            <li>
              <button
                type="button"
                className="launch more"
                data-opens=""
                data-place
                onClick={() => void openTmux(null)}
              >
                {count(left, 'more machine')}…
              </button>
            </li>
          )}
        </Part>
      )}
    </>
  )
}

/** All of them, with what is missing. `query`: words that have to stand in a name. */
export function AllPlaces({ query }: { query: string }) {
  const { places, fault, asking } = useTmux()
  if (!places) return <p className="tx-say t2">{fault ?? (asking ? 'Looking for tmux…' : '')}</p>
  const words = query.toLowerCase().split(/\s+/)
  const hit = ({ title }: TmuxServerView) => words.every(word => title.toLowerCase().includes(word))
  const servers = places.servers.filter(hit)
  const hosts = places.hosts.filter(hit)
  const nothing = query !== '' && servers.length + hosts.length === 0
  return (
    <>
      {nothing && <p className="tx-say t2">No match.</p>}
      {servers.length > 0 && <Servers servers={servers} />}
      {places.servers.length === 0 && query === '' && (
        <Part title="tmux on this computer">
          <li className="tx-say t2 sel">
            {places.missing ?? 'No tmux server runs. One starts with its first session: tmux new-session -s work'}
          </li>
        </Part>
      )}
      {hosts.length > 0 && (
        <Part title="Other machines">
          {hosts.map(host => (
            <HostRow key={placeKey(host.place)} host={host} />
          ))}
        </Part>
      )}
      {places.hosts.length === 0 && query === '' && (
        <Part title="Other machines">
          <li className="tx-say t2">Hosts of ~/.ssh/config stand here.</li>
        </Part>
      )}
      {places.warnings.map(warning => (
        <p key={warning} className="la-warning s12 sel">
          {warning}
        </p>
      ))}
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="la-part">
      <div className="la-lab lab">{title}</div>
      <ul className="la-list">{children}</ul>
    </section>
  )
}

function Servers({ servers }: { servers: readonly TmuxServerView[] }) {
  return (
    <Part title="tmux on this computer">
      {servers.map(server => (
        <li key={placeKey(server.place)}>
          <button
            type="button"
            className="launch"
            data-opens=""
            data-place
            title={server.place.socket ?? 'The default server'}
            onClick={() => void openTmux(server.place)}
          >
            <SurfaceTile preset="tmux" backend="tmux" size="x28" />
            <span className="hidden">{`Show the panes of ${server.title}. ${serverWords(server)}`}</span>
            <Two title={server.title} more={serverWords(server)} />
          </button>
        </li>
      ))}
    </Part>
  )
}

function HostRow({ host }: { host: TmuxServerView }) {
  const { title, place, link } = host
  return (
    <li className="tx-host">
      <button type="button" className="launch" data-opens="" data-place onClick={() => void openTmux(place)}>
        <span className="gl s x28" aria-hidden="true">
          <Monitor className="i" />
        </span>
        <span className="hidden">{`Connect to ${title}. ${serverWords(host)}`}</span>
        <Two title={title} more={serverWords(host)} />
        <span className="tx-verb" aria-hidden="true">
          {link?.is === 'live' ? 'Show panes' : 'Connect'}
        </span>
      </button>
      <button
        type="button"
        className="ib"
        aria-label={`Open a terminal with ssh on ${title}`}
        title={`Open a terminal with ssh on ${title}`}
        onMouseDown={keepFocus}
        onClick={() => place.host !== null && void openSsh(place.host)}
      >
        <SquareTerminal className="i" />
      </button>
    </li>
  )
}

function Two({ title, more }: { title: string; more: string }) {
  return (
    <span className="two" aria-hidden="true">
      <span className="b tr">{title}</span>
      <span className="m tr">{more}</span>
    </span>
  )
}
