// What a text does beside being a prompt, by its first character. Pure: what programs do is main's.
import type { ApprovalView } from '../../preload/contract.ts'
import { type Programs, programName } from './words.ts'

/** `In Claude Code a text that begins with ! runs a shell command, without the model.`; null = nothing that is known. */
export function habitLine(text: string, preset: string, programs: Programs): string | null {
  // Programs differ in whether they look past blanks: better said once too often.
  const first = [...text.trimStart().slice(0, 2)][0]
  const leading: Readonly<Record<string, string>> = programs.programs[preset]?.leading ?? {}
  if (first === undefined || !Object.hasOwn(leading, first)) return null
  return `In ${programName({ preset }, programs)} a text that begins with ${first} ${leading[first]}.`
}

/** The preset that an approval's text would go to as a prompt; null = it goes to none. `here`: that of its surface. */
export function promptsFor(view: Pick<ApprovalView, 'kind' | 'intent' | 'enter' | 'facts'>, here: string | undefined) {
  if (view.kind === 'open') return (view.enter && view.facts.find(({ name }) => name === 'Opens')?.value) || null
  return view.kind === 'send' && (view.intent === 'type' || view.intent === 'submit') ? (here ?? null) : null
}
