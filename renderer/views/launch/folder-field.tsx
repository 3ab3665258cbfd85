// One line for a folder, wherever something is started.
import { Folder as FolderIcon } from 'lucide-react'
import { type KeyboardEvent, useId } from 'react'

interface FolderFieldProps {
  readonly value: string
  readonly onChange: (folder: string) => void
  readonly placeholder?: string
  readonly onKeyDown?: (event: KeyboardEvent) => void
}

export function FolderField({ value, onChange, placeholder, onKeyDown }: FolderFieldProps) {
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
        placeholder={placeholder}
        value={value}
        onChange={event => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
    </div>
  )
}
