// The folder in which something opens: that of the surface the person is in, unless they write another one.
import { folderHere } from '../../keys/launch.ts'
import { useSlice } from '../../state/app-state.ts'
import { useLaunch } from '../../state/launch.ts'
import { shortFolder } from '../../state/words.ts'
import { FolderField } from './folder-field.tsx'

export function Folder() {
  const { home } = useSlice('about')
  const folder = useLaunch(launch => launch.folder)
  return (
    <FolderField
      value={folder ?? shortFolder(folderHere(), home)}
      onChange={written => useLaunch.setState({ folder: written, fault: null })}
    />
  )
}
