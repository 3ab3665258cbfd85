// The preset "shell": the person's own login shell, interactive. It knows nothing of surfaces.
import { loginArgs } from '../shells.ts'
import type { Preset } from './model.ts'

export const shellPreset: Preset = {
  id: 'shell',
  title: 'Shell',
  interactiveShell: true,
  launch: ({ shell }) => ({ file: shell, args: loginArgs() }),
}
