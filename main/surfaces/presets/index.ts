// The table of presets: what can be opened by name and how each is started. Which agents may open one is not decided here.
import { shellPreset } from './shell.ts'

export interface Preset {
  readonly id: string
  /** the program is the person's shell at its own prompt */
  readonly interactiveShell: boolean
  /** `shell` is the person's shell, an absolute path. */
  launch(shell: string): { readonly file: string; readonly args: readonly string[] }
}

const PRESETS: ReadonlyMap<string, Preset> = new Map([shellPreset].map(preset => [preset.id, preset]))

export function findPreset(id: string): Preset | undefined {
  return PRESETS.get(id)
}

/** The ids of all presets, for messages. */
export function presetIds(): string[] {
  return [...PRESETS.keys()]
}
