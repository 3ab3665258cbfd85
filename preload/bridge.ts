// The one thing the page can reach outside itself: window.gatehouse with invoke, on, onDo, port and pathOf. Runs sandboxed, before
// the page. It parses nothing: main parses what comes in, the page's api.ts what comes out.
import { contextBridge, type IpcRendererEvent, ipcRenderer, webUtils } from 'electron'
import { CALL_CHANNEL, DO_EVENT, PORT_EVENT, SLICE_EVENT } from './channels.ts'
import type { Bridge, DoEvent, SliceEvent } from './contract.ts'

const bridge: Bridge = {
  invoke: (call, input) => ipcRenderer.invoke(CALL_CHANNEL, call, input),
  on(listener) {
    const heard = (_: IpcRendererEvent, event: SliceEvent) => listener(event)
    ipcRenderer.on(SLICE_EVENT, heard)
    return () => ipcRenderer.removeListener(SLICE_EVENT, heard)
  },
  onDo(listener) {
    const heard = (_: IpcRendererEvent, event: DoEvent) => listener(event)
    ipcRenderer.on(DO_EVENT, heard)
    return () => ipcRenderer.removeListener(DO_EVENT, heard)
  },
  port: (surface, tag) => ipcRenderer.invoke(CALL_CHANNEL, 'surface.attach', { id: surface, tag }),
  pathOf: file => webUtils.getPathForFile(file),
}

// Ports cannot pass the context bridge; a message to our own page can carry them.
ipcRenderer.on(PORT_EVENT, (event, tag: string) => {
  window.postMessage({ kind: PORT_EVENT, tag }, window.location.origin, event.ports)
})

contextBridge.exposeInMainWorld('gatehouse', bridge)
