// Starts the window: fonts and styles, theme, keys, state, then the drawing.
import '@fontsource-variable/inter/opsz.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import '@xterm/xterm/css/xterm.css'
import './styles.css'
import { createRoot } from 'react-dom/client'
import { onDo } from './api.ts'
import { App } from './app.tsx'
import { act, goTo } from './keys/actions.ts'
import { listenForKeys } from './keys/dispatch.ts'
import { focusManager } from './keys/focus.ts'
import { focusLauncher } from './keys/launch.ts'
import { tellWatched } from './keys/watch.ts'
import { startState } from './state/app-state.ts'
import { focusedSurface, markFocused } from './state/layout.ts'
import { rethemeAll } from './terminal/hosts.ts'
import { fontsReady } from './terminal/theme.ts'
import { Boundary } from './ui/boundary.tsx'
import { followTheme } from './ui/theme.ts'

followTheme(rethemeAll)
listenForKeys()
focusManager.onSurface(markFocused)
void fontsReady()
onDo(event => (event.do === 'command' ? void act(event.command) : goTo(event.surface)))
// Starting the app is a person's gesture: its keyboard goes to the first terminal, or to what opens one.
void startState(() => {
  const first = focusedSurface()
  if (first === null) focusLauncher()
  else focusManager.surface(first)
  tellWatched()
})

createRoot(document.getElementById('root')!).render(
  <Boundary what="The window">
    <App />
  </Boundary>,
)
