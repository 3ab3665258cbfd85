// Files dropped on a terminal. Anything else that is dragged is not its matter.

/** `dropped`: paths, '' for what lies on no disk. */
export function hearDrops(element: HTMLElement, dropped: (paths: readonly string[]) => void): void {
  const over = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes('Files')) return
    event.preventDefault()
    event.stopPropagation()
    event.dataTransfer.dropEffect = 'copy'
    element.classList.add('drops')
  }
  element.addEventListener('dragenter', over)
  element.addEventListener('dragover', over)
  element.addEventListener('dragleave', event => {
    if (!element.contains(event.relatedTarget as Node | null)) element.classList.remove('drops')
  })
  element.addEventListener('drop', event => {
    element.classList.remove('drops')
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    event.stopPropagation()
    dropped(files.map(file => window.gatehouse.pathOf(file)))
  })
}
