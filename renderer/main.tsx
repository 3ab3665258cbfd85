// Starts the window: fonts and styles, theme, keys, state, then the drawing.
import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@xterm/xterm/css/xterm.css'
import './styles.css'
import { createRoot } from 'react-dom/client'
import { onDo } from './api.ts'
import { App } from './app.tsx'
import { doAsked, doEarly } from './keys/asked.ts'
import { listenForKeys } from './keys/dispatch.ts'
import { focusManager } from './keys/focus.ts'
import { focusLauncher } from './keys/launch.ts'
import { listenForEscape } from './keys/regions.ts'
import { tellWatched } from './keys/watch.ts'
import { startState } from './state/app-state.ts'
import { drawing } from './state/drawn.ts'
import { keepLayout } from './state/keep.ts'
import { focusedSurface, markFocused } from './state/layout.ts'
import { followSettings, rethemeAll } from './terminal/hosts.ts'
import { fontsReady } from './terminal/metrics.ts'
import { tintTerminals } from './terminal/theme.ts'
import { Boundary } from './ui/boundary.tsx'
import { followTheme } from './ui/theme.ts'

followTheme(() => {
  tintTerminals()
  rethemeAll()
})
listenForKeys()
listenForEscape()
focusManager.onSurface(markFocused)
void fontsReady()
onDo(doAsked)
followSettings()
// Starting the app is a person's gesture: its keyboard goes to the first terminal, or to what opens one.
void startState(() => {
  const first = focusedSurface()
  drawing(first !== null)
  if (first === null) focusLauncher()
  else focusManager.surface(first)
  tellWatched()
  keepLayout()
  doEarly()
})

createRoot(document.getElementById('root')!).render(
  <Boundary what="The window">
    <App />
  </Boundary>,
)
