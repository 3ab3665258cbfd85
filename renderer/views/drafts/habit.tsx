// One line under a text that would be more than a prompt where it goes, such as one that begins with `!` in Claude Code.
import { TriangleAlert } from 'lucide-react'
import { useSlice } from '../../state/app-state.ts'
import { habitLine } from '../../state/habits.ts'

/** `preset`: of the surface it goes to; null = it goes to no program's prompt. */
export function Habit({ text, preset }: { text: string; preset: string | null }) {
  const line = habitLine(text, preset ?? '', useSlice('about'))
  if (line === null) return null
  return (
    <div className="warn" data-testid="habit">
      <TriangleAlert className="i i14" />
      <span className="sel">{line}</span>
    </div>
  )
}
