// A surface's bytes to and from the window, over one MessagePort per attached terminal.
// What comes up is a person's: keys, composing, size. Every message is parsed; one that is not right closes the port.
import { BrowserWindow, MessageChannelMain, type WebContents } from 'electron'
import { type Before, PORT_EVENT, type PortDown, portUpSchema } from '../../preload/contract.ts'
import type { PersonSurface } from '../surfaces/surface.ts'

/**
 * Gives the page of `contents` a port to `surface`, announced with `tag`. Closing either end detaches. `earlier`: text of the last
 * run that the window shows above the surface's own. `room`: rows of scrollback the window has, until it says otherwise.
 */
export function attachPort(
  contents: WebContents,
  surface: PersonSurface,
  tag: string,
  earlier: () => Before | null,
  room: number,
): void {
  const { port1: ours, port2: theirs } = new MessageChannelMain()
  const send = (message: PortDown) => ours.postMessage(message)
  const attachment = surface.attach({
    whole(cells) {
      const before = earlier()
      send({ kind: 'whole', cells, ...(before && { before }) })
    },
    bytes: data => send({ kind: 'bytes', data }),
    frame: (cells, bytes) => send({ kind: 'frame', cells, bytes }),
    size: (cols, rows) => send({ kind: 'size', cols, rows }),
    clear: () => send({ kind: 'clear' }),
    exit: exit => send({ kind: 'exit', exit }),
    prompts: places => send({ kind: 'prompts', places }),
    sends: places => send({ kind: 'sends', places }),
    // Whether the keyboard is in this very terminal is the page's to say.
    copy(text) {
      if (BrowserWindow.fromWebContents(contents)?.isFocused()) send({ kind: 'copy', text })
    },
  })
  // Its own word for it comes after the first screen.
  attachment.room(room)
  ours.on('message', event => {
    const parsed = portUpSchema.safeParse(event.data)
    if (!parsed.success) {
      console.error(`gatehouse: the window sent something that is no terminal message; port closed`)
      ours.close()
      return
    }
    const message = parsed.data
    if (message.kind === 'keys') surface.keys(message.data)
    else if (message.kind === 'composing') surface.composing(message.on)
    else if (message.kind === 'size') surface.resize(message.cols, message.rows)
    else if (message.kind === 'prompts') attachment.prompts()
    else if (message.kind === 'sends') attachment.sends()
    else if (message.kind === 'newline') surface.newline()
    else if (message.kind === 'clear') surface.clear()
    else if (message.kind === 'reading') attachment.reading(message.on)
    else if (message.kind === 'room') attachment.room(message.rows)
    else attachment.ack(message.bytes)
  })
  ours.once('close', () => {
    // A composition that was open when the terminal went away is over.
    surface.composing(false)
    attachment.detach()
  })
  ours.start()
  contents.postMessage(PORT_EVENT, tag, [theirs])
}
