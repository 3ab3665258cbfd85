// What is loaded before the first frame of the window, and before the page has its first state: counted in modules and bytes of the
// sources, so that no clock is needed to see that a start got longer.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { importsOf, read } from '../guards/support/sources.ts'

interface Loaded {
  readonly files: ReadonlySet<string>
  readonly packages: ReadonlySet<string>
  /** of the sources */
  readonly bytes: number
}

/** All that runs where one of these does: what they ask for later, by `import()`, is not among it. */
function loadedWith(...entries: string[]): Loaded {
  const files = new Set<string>()
  const packages = new Set<string>()
  const visit = (file: string) => {
    if (files.has(file)) return
    files.add(file)
    for (const { from, dynamic, typeOnly } of importsOf(file, read(file))) {
      if (dynamic || typeOnly || from === null || from.startsWith('node:')) continue
      if (from.startsWith('.')) visit(path.posix.join(path.posix.dirname(file), from))
      else packages.add(from)
    }
  }
  for (const entry of entries) visit(entry)
  return { files, packages, bytes: [...files].reduce((sum, file) => sum + Buffer.byteLength(read(file)), 0) }
}

describe('before there is a window', () => {
  const loaded = loadedWith('main/index.ts', 'main/shell/app.ts')

  test('no package but Electron is loaded', () => {
    expect([...loaded.packages]).toEqual(['electron'])
  })

  test('few modules are loaded, and small ones', () => {
    expect(loaded.files.size).toBeLessThanOrEqual(28)
    expect(loaded.bytes).toBeLessThanOrEqual(80_000)
  })

  test('neither the house nor anything that parses is among them', () => {
    expect([...loaded.files].filter(file => /house|gate\/|policy\/|mcp\/|surfaces\/|contract/.test(file))).toEqual([])
  })
})

test('with the page nothing is loaded but the bridge and its names', () => {
  const { files, packages } = loadedWith('preload/bridge.ts')
  expect([...files]).toEqual(['preload/bridge.ts', 'preload/channels.ts'])
  expect([...packages]).toEqual(['electron'])
})

describe('before the page has its first state', () => {
  const { packages, files } = loadedWith('main/shell/desk.ts')

  test('nothing is loaded that only agents need', () => {
    expect([...packages].filter(name => name.startsWith('@modelcontextprotocol'))).toEqual([])
    expect([...files].filter(file => /mcp\/(tools|profiles|server|endpoint)/.test(file))).toEqual([])
  })

  test('nothing is loaded that reads other programs’ policies, or looks for a newer version', () => {
    expect(packages).not.toContain('yaml')
    expect(packages).not.toContain('electron-updater')
  })
})

test('the page asks twice before it draws, at once: what there is, and how it was left', async () => {
  const asked: string[] = []
  const invoke = async (name: string) => {
    asked.push(name)
    return { ok: false, code: 'fault', message: 'Only counted.' }
  }
  vi.stubGlobal('window', { gatehouse: { invoke, on: () => () => {} } })
  try {
    const { startState } = await import('../../renderer/state/app-state.ts')
    await startState(() => {})
  } finally {
    vi.unstubAllGlobals()
  }
  expect(asked).toEqual(['state.get', 'layout.get'])
})

const page = path.resolve(import.meta.dirname, '../../out/renderer/index.html')

test.skipIf(!fs.existsSync(page))(
  'the page asks for one script, one sheet and the two faces of its first frame',
  () => {
    const html = fs.readFileSync(page, 'utf8')
    expect(html.match(/<script/g)).toHaveLength(1)
    expect(html.match(/rel="stylesheet"/g)).toHaveLength(1)
    expect(html.match(/rel="preload"[^>]*as="font"/g)).toHaveLength(2)
    expect(html.match(/rel="modulepreload"/g)).toBeNull()
  },
)
