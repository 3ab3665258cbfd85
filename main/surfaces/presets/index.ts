// The table of presets: what can be opened by name and how each is started. Which agents may open one is not decided here.
import { shellPreset } from './shell.ts'

export interface Preset {
  readonly id: string
  /** the program is the person's shell at its own prompt */
  readonly interactiveShell: boolean
  /** the program is an agent: it gets a token of its own */
  readonly agent?: boolean
  /** `shell` is the person's shell, an absolute path. */
  launch(shell: string): { readonly file: string; readonly args: readonly string[] }
}

export const PRESETS: readonly Preset[] = [shellPreset]
