// Our own drawings: the gate, and the marks of presets and agents. Monochrome shapes, nobody's logo.
import type { ReactNode } from 'react'

export function GateMark({ className = 'i' }: { className?: string }) {
  return (
    <svg
      className={className}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M4 21V10a8 8 0 0 1 16 0v11M9.3 3.2V21M14.7 3.2V21M4 11h16M4 16h16" />
    </svg>
  )
}

const line = (width: number, children: ReactNode) => (
  <g fill="none" stroke="currentColor" strokeWidth={width} strokeLinecap="round" strokeLinejoin="round">
    {children}
  </g>
)

const MARKS: Record<string, ReactNode> = {
  claude: line(1.7, <path d="M8 1.8v12.4M1.8 8h12.4M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8" />),
  'claude-desktop': line(
    1.4,
    <>
      <rect x="1.5" y="2.5" width="13" height="11" rx="2.5" />
      <path d="M8 5.2v5.6M5.2 8h5.6M6 6l4 4M10 6l-4 4" />
    </>,
  ),
  codex: line(
    1.4,
    <>
      <path d="M8 1.5l5.6 3.25v6.5L8 14.5l-5.6-3.25v-6.5z" />
      <path d="M5.6 6.4L7.4 8 5.6 9.6M8.6 9.8h2.2" />
    </>,
  ),
  gemini: <path fill="currentColor" d="M8 1c.5 4 2.9 6.5 7 7-4.1.5-6.5 3-7 7-.5-4-2.9-6.5-7-7 4.1-.5 6.5-3 7-7z" />,
  opencode: (
    <>
      {line(1.6, <path d="M5.6 2.5H2.5v11h3.1M10.4 2.5h3.1v11h-3.1" />)}
      <path fill="currentColor" d="M6.3 5.800h3.4v4.400H6.3z" />
    </>
  ),
  cursor: <path fill="currentColor" d="M3 1.800l10.8 5.1-4.7 1.5-2 4.900z" />,
  vscode: line(1.6, <path d="M5 4.500L1.7 8 5 11.500M11 4.500L14.3 8 11 11.500M9.3 3L6.7 13" />),
  copilot: line(
    1.4,
    <>
      <path d="M2 9.2v2c1.6 1.7 3.6 2.5 6 2.5s4.4-.8 6-2.5v-2" />
      <rect x="2.6" y="3" width="4.4" height="5" rx="2.2" />
      <rect x="9" y="3" width="4.4" height="5" rx="2.2" />
      <path d="M6.3 10.5v1.2M9.7 10.5v1.2" />
    </>,
  ),
  windsurf: line(1.6, <path d="M1.5 12.5c2.2 1.6 4.3 1.6 6.5 0s4.3-1.6 6.5 0M7 9.5V2c3.3 1.3 5.2 3.8 5.6 7.5z" />),
  zed: line(1.7, <path d="M3 3h10L3 13h10" />),
  shell: line(1.7, <path d="M3 4l4 4-4 4M8.5 12H13" />),
  tmux: line(
    1.4,
    <>
      <rect x="1.7" y="2.5" width="12.6" height="11" rx="2" />
      <path d="M9 2.500v11M9 8h5.3" />
    </>,
  ),
  script: line(
    1.5,
    <>
      <circle cx="8" cy="8" r="6" />
      <path d="M5.8 8h4.400M8 5.800v4.4" />
    </>,
  ),
  any: (
    <g fill="currentColor">
      <circle cx="3.5" cy="8" r="1.3" />
      <circle cx="8" cy="8" r="1.3" />
      <circle cx="12.5" cy="8" r="1.3" />
    </g>
  ),
}

/** Which mark an agent gets: its id and name are only a claim, so this is decoration. */
function agentMark(id: string, name: string): string {
  const text = `${id} ${name}`.toLowerCase()
  if (id === '*') return 'any'
  if (text.includes('claude')) return text.includes('desktop') ? 'claude-desktop' : 'claude'
  if (text.includes('vs code') || text.includes('vscode')) return 'vscode'
  return (
    ['cursor', 'codex', 'gemini', 'opencode', 'copilot', 'windsurf', 'zed'].find(mark => text.includes(mark)) ??
    'script'
  )
}

type Size = '' | 'x16' | 'x28' | 'x36'

function Tile({ mark, shape, size, bare }: { mark: string; shape: 's' | 'a'; size: Size; bare?: boolean }) {
  return (
    <span className={`gl ${shape} ${size} ${bare ? 'bare' : ''}`} aria-hidden="true">
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {MARKS[mark] ?? MARKS['script']}
      </svg>
    </span>
  )
}

/** Square: a surface, by preset and backend. */
export function SurfaceTile(props: { preset: string; backend: string; size?: Size; bare?: boolean }) {
  const known = props.preset === 'ssh' ? 'shell' : props.preset
  const mark = props.preset === '*' ? 'any' : props.backend === 'tmux' ? 'tmux' : known
  return <Tile mark={mark} shape="s" size={props.size ?? ''} bare={props.bare ?? false} />
}

/** Round: an agent. */
export function AgentTile({ id, name, size = '' }: { id: string; name: string; size?: Size }) {
  return <Tile mark={agentMark(id, name)} shape="a" size={size} />
}
