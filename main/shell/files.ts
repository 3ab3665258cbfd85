// Files a person opens from a terminal's text, and the picture they paste into one. What a text names is opened on their click
// alone; what could be run is only ever shown in the file manager.
import os from 'node:os'
import path from 'node:path'
import { clipboard, type NativeImage, shell } from 'electron'
import type { fileCalls } from '../../preload/contract.ts'
import type { House } from '../house.ts'
import { startEditor } from '../store/editor.ts'
import { failure } from '../store/failure.ts'
import { couldRun, findFile } from '../store/named-files.ts'
import { keepPicture } from '../store/pastes.ts'
import type { Handlers } from './ipc.ts'

export function fileHandlers(house: House): Pick<Handlers, keyof typeof fileCalls> {
  const folderOf = (surface: string) => house.registry.get(surface)?.summary().cwd ?? null
  return {
    async 'file.exists'({ surface, paths }) {
      const folder = folderOf(surface)
      if (folder === null) return { ok: true, value: { files: paths.map(() => null) } }
      return { ok: true, value: { files: await Promise.all(paths.map(one => findFile(one, folder, os.homedir()))) } }
    },
    async 'file.open'({ surface, path: named, line, column }) {
      const found = await findFile(named, folderOf(surface) ?? os.homedir(), os.homedir())
      if (!found) return failure('no_such_file', `There is no ${named} any more.`)
      const file = found.path
      const { editor } = house.settings.get()
      if (!found.folder && editor.length > 0) {
        return (await startEditor(editor, { file, line, column })) ?? { ok: true, value: { shown: false } }
      }
      if (found.folder || (await couldRun(file, process.platform))) {
        shell.showItemInFolder(file)
        return { ok: true, value: { shown: true } }
      }
      const fault = await shell.openPath(file)
      if (fault !== '') return failure('not_opened', `${path.basename(file)} could not be opened: ${fault}.`)
      return { ok: true, value: { shown: false } }
    },
    async 'clipboard.image'() {
      const png = await pictureOnClipboard()
      if (png === null) return { ok: true, value: { path: null } }
      return keepPicture(path.join(house.dataDir, 'pastes'), png, Date.now())
    },
  }
}

/** As PNG; null = there is none. */
async function pictureOnClipboard(): Promise<Uint8Array | null> {
  // Electron 33 knows the picture, 45 the clipboard's items.
  const older = clipboard as unknown as { readImage?(): NativeImage }
  if (older.readImage) {
    const image = older.readImage()
    return image.isEmpty() ? null : image.toPNG()
  }
  for (const item of await clipboard.read()) {
    if (!item.types.includes('image/png')) continue
    const blob = (await item.getType('image/png')) as Blob
    return new Uint8Array(await blob.arrayBuffer())
  }
  return null
}
