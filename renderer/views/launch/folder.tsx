// The folder in which something opens: that of the surface the person is in, unless they write another one.
import { Folder as FolderIcon } from 'lucide-react'
import { useId } from 'react'
import { folderHere } from '../../keys/launch.ts'
import { useSlice } from '../../state/app-state.ts'
import { useLaunch } from '../../state/launch.ts'
import { shortFolder } from '../../state/words.ts'

export function Folder() {
  const { home } = useSlice('about')
  const folder = useLaunch(launch => launch.folder)
  const id = useId()
  return (
    <div className="la-folder">
      <FolderIcon className="i" />
      <label className="t2" htmlFor={id}>
        Folder
      </label>
      <input
        id={id}
        className="m"
        spellCheck={false}
        maxLength={4096}
        value={folder ?? shortFolder(folderHere(), home)}
        onChange={event => useLaunch.setState({ folder: event.target.value, fault: null })}
      />
    </div>
  )
}
