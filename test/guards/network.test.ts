// Gatehouse asks nobody anything by itself. What could reach another computer, or hand on what broke, is named here with its reason;
// a new one is a decision, not an accident. (What a person's own ssh and tmux reach is theirs.)
import { describe, expect, test } from 'vitest'
import { filesUnder, importsOf, methodCallsOf, namesCalledIn, read } from './support/sources.ts'

/** Modules that can reach out; imported for their types alone they cannot. */
const MODULES = /^(node:)?(http|https|http2|net|tls|dgram|dns)(\/.*)?$|^electron-updater$/
/** Of a page, and of Node. */
const NAMES = /^(fetch|WebSocket|EventSource|XMLHttpRequest|RTCPeerConnection)$/
/** A page's, and Electron's own. */
const METHODS = new Map(
  Object.entries({
    sendBeacon: /^navigator$/,
    openExternal: /./,
    fetch: /^(globalThis|window|self|net|session)$/,
    request: /^(http|https|net)$/,
    setFeedURL: /./,
  }),
)

const DOORS: Readonly<Record<string, string>> = {
  'main/shell/updater.ts': 'a newer version, when a person looks for one or their settings do',
  'main/shell/desk.ts': 'a link that a person clicked, in their browser',
  'main/cli/mcp-line.ts': '`gatehouse mcp`: to the server on this computer',
  'main/mcp/port.ts': 'the server itself, which listens on 127.0.0.1',
  'main/surfaces/tmux/places.ts': 'whether a socket of tmux on this computer is answered',
}

const sources = filesUnder('main', 'preload', 'renderer').filter(file => /\.tsx?$/.test(file))

function reaches(file: string, text: string): boolean {
  const modules = importsOf(file, text).some(({ from, typeOnly }) => !typeOnly && from !== null && MODULES.test(from))
  const names = namesCalledIn(file, text).some(name => NAMES.test(name))
  return modules || names || methodCallsOf(file, text).some(({ on, method }) => METHODS.get(method)?.test(on))
}

test('only these files can reach another computer', () => {
  expect(sources.filter(file => reaches(file, read(file)))).toEqual(Object.keys(DOORS).sort())
})

test('Electron’s own way out is imported nowhere', () => {
  const own = /import\s*\{[^}]*\b(net|autoUpdater)\b[^}]*\}\s*from 'electron'/
  expect(sources.filter(file => own.test(read(file)))).toEqual([])
})

test('a crash goes to this disk and nowhere else, and one file says so', () => {
  const users = sources.filter(file => read(file).includes('crashReporter'))
  expect(users).toEqual(['main/shell/crashes.ts'])
  expect(read(users[0]!).match(/crashReporter\.\w+\(.*\)/g)).toEqual(['crashReporter.start({ uploadToServer: false })'])
  const uploads = /uploadToServer(?!: false\b)|submitURL|addExtraParameter|getUploadToServer/
  expect(sources.filter(file => uploads.test(read(file)))).toEqual([])
})

test('the page may connect to nothing', () => {
  expect(read('main/shell/page.ts')).toContain(`"connect-src 'none'"`)
  expect(read('renderer/index.html')).toContain("connect-src 'none'")
})

describe('the guard sees', () => {
  test.each([
    `import https from 'node:https'`,
    `import http, { type IncomingMessage } from 'http'`,
    `const { connect } = await import('node:net')`,
    `import { promises } from 'node:dns/promises'`,
    `import { autoUpdater } from 'electron-updater'`,
    `void fetch('https://example.org')`,
    `const socket = new WebSocket('wss://example.org')`,
    `globalThis.fetch(url)`,
    `navigator.sendBeacon('/x')`,
    `void shell.openExternal(url)`,
    `net.request(url)`,
  ])('%s', text => {
    expect(reaches('main/x.ts', text)).toBe(true)
  })

  test.each([`import type { Socket } from 'node:net'`, `handler.fetch(request)`, `import path from 'node:path'`])(
    'and lets pass: %s',
    text => {
      expect(reaches('main/x.ts', text)).toBe(false)
    },
  )
})
