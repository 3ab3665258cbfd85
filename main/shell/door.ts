// The one door from the page into main, open as soon as there is a page: a call from anywhere else is refused at once, and what
// the page asks before the house stands waits for it. What a call means is ipc.ts's.
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import { CALL_CHANNEL } from '../../preload/channels.ts'
import type { Result } from '../../preload/contract.ts'
import { failure } from '../store/failure.ts'

type Answerer = (name: unknown, input: unknown, from: WebContents) => Promise<Result<unknown>>

export interface Door {
  /** Once: what has been asked, and what will be. */
  answer(answerer: Answerer): void
  close(): void
}

/** `trusted`: is this frame our window's own page? */
export function openDoor(trusted: (event: IpcMainInvokeEvent) => boolean): Door {
  let begin: (answerer: Answerer) => void = () => {}
  const answering = new Promise<Answerer>(resolve => {
    begin = resolve
  })
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!trusted(event)) return failure('untrusted_sender', 'This call did not come from the Gatehouse window.')
    return (await answering)(name, input, event.sender)
  })
  return { answer: begin, close: () => ipcMain.removeHandler(CALL_CHANNEL) }
}
