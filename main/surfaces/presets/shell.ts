// The preset "shell": the person's own login shell, interactive. It knows nothing of surfaces.
import { loginArgs } from '../shells.ts'
import type { Preset } from './index.ts'

export const shellPreset: Preset = {
  id: 'shell',
  interactiveShell: true,
  launch: shell => ({ file: shell, args: loginArgs() }),
}
