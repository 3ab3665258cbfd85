// Links that programs print: what opens, and that nobody opens one whose host was not shown.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
const say = vi.hoisted(() => vi.fn())
vi.mock('../../renderer/api.ts', () => ({ call }))
vi.mock('../../renderer/state/panel.ts', () => ({ say }))
vi.mock('@xterm/addon-web-links', () => ({ WebLinksAddon: class {} }))

const { linkHandling } = await import('../../renderer/terminal/links.ts')

beforeEach(() => vi.stubGlobal('navigator', { platform: 'Linux x86_64' }))
afterEach(() => {
  vi.unstubAllGlobals()
  vi.clearAllMocks()
})

function pointer() {
  const titles: string[] = []
  let now = 0
  const { linkHandler } = linkHandling(
    text => titles.push(text),
    () => now,
  )
  // As xterm tells it: with the event that put the pointer there, however long ago that was.
  const event = (at: number, held: 'ctrl' | 'meta' | null = null) => {
    now = at
    return { timeStamp: 0, ctrlKey: held === 'ctrl', metaKey: held === 'meta' } as MouseEvent
  }
  const range = {} as never
  return {
    titles,
    handler: linkHandler,
    hover: (text: string, at = 0) => linkHandler.hover!(event(at), text, range),
    leave: (text: string, at = 0) => linkHandler.leave!(event(at), text, range),
    click: (text: string, at = 1000, held: 'ctrl' | 'meta' | null = 'ctrl') =>
      linkHandler.activate(event(at, held), text, range),
  }
}

describe('never opens, even asked twice', () => {
  test.each([
    ['javascript', 'javascript:alert(1)'],
    ['javascript in capitals and blanks', ' JaVaScRiPt:alert(1)'],
    ['a file', 'file:///etc/passwd'],
    ['data', 'data:text/html,<script>1</script>'],
    ['a program of this machine', 'vscode://file/etc/passwd'],
    ['a mail', 'mailto:you@example.com'],
    ['a share', '\\\\evil.example\\share'],
    ['no address at all', 'https://'],
    ['an address of 10 000 characters', `https://evil.example/${'a'.repeat(10_000)}`],
    ['one that grows over the limit', `https://evil.example/${'\u00e9'.repeat(4000)}`],
    ['a host that reverses its text', 'https://good\u202eelpmaxe.example/'],
  ])('%s', (_, text) => {
    const { hover, click, titles } = pointer()
    hover(text)
    click(text)
    click(text, 3000)
    expect(call).not.toHaveBeenCalled()
    expect(titles).toEqual([''])
  })

  test('nor does the terminal let any other kind through', () => {
    expect(pointer().handler.allowNonHttpProtocols).toBe(false)
  })
})

describe('a web link', () => {
  const url = 'https://evil.example/path'

  test('opens on a click with Ctrl or Command, once its host was shown', () => {
    for (const held of ['ctrl', 'meta'] as const) {
      const { hover, click, titles } = pointer()
      hover(url)
      expect(titles).toEqual([`Hold Ctrl and click to open evil.example: ${url}`])
      click(url, 1000, held)
      expect(call).toHaveBeenLastCalledWith('link.open', { url })
    }
    expect(call).toHaveBeenCalledTimes(2)
    expect(say).not.toHaveBeenCalled()
  })

  test('goes on being shown while its row is drawn again and again', () => {
    const { hover, leave, click } = pointer()
    for (let at = 0; at < 1000; at += 16) {
      hover(url, at)
      leave(url, at + 15)
    }
    hover(url, 1000)
    click(url, 1001)
    expect(call).toHaveBeenCalledWith('link.open', { url })
  })

  test('does not open on a plain click', () => {
    const { hover, click } = pointer()
    hover(url)
    click(url, 1000, null)
    expect(call).not.toHaveBeenCalled()
  })

  const other = 'https://good.example/'
  test.each<[string, ['hover' | 'leave', string, number][]]>([
    ['before its host was there to read', [['hover', url, 900]]],
    ['that was never pointed at', []],
    [
      'after the pointer left',
      [
        ['hover', url, 0],
        ['leave', url, 500],
      ],
    ],
    ['when another one was shown', [['hover', other, 0]]],
    [
      'that came under a pointer that lay still',
      [
        ['hover', other, 0],
        ['leave', other, 950],
        ['hover', url, 951],
      ],
    ],
    [
      'that was away for longer than a redraw',
      [
        ['hover', url, 0],
        ['leave', url, 500],
        ['hover', url, 700],
      ],
    ],
  ])('%s, says its host first and opens on the second click', (_, steps) => {
    const to = pointer()
    for (const [step, text, at] of steps) to[step](text, at)
    to.click(url, 1000)
    expect(call).not.toHaveBeenCalled()
    expect(say).toHaveBeenCalledWith('That link goes to evil.example. Click again to open it.')
    to.click(url, 1200)
    expect(call).toHaveBeenCalledWith('link.open', { url })
  })

  test.each([
    ['a name before the host', 'https://good.example@evil.example/', 'evil.example'],
    ['letters that look like others', 'https://\u0430pple.example/', 'xn--pple-43d.example'],
    ['a port', 'http://evil.example:8080/', 'evil.example:8080'],
    ['line breaks in the host', 'https://good.example\n.evil.example/', 'good.example.evil.example'],
    ['backslashes', 'https:\\\\evil.example\\@good.example/', 'evil.example'],
  ])('shows the host it really goes to: %s', (_, text, host) => {
    const { hover, titles } = pointer()
    hover(text)
    expect(titles[0]).toContain(`click to open ${host}: http`)
    expect(titles[0]).toMatch(/^[\x20-\x7e]+$/)
  })

  test('with a long address shows the beginning of it', () => {
    const { hover, titles } = pointer()
    hover(`https://evil.example/${'a'.repeat(5000)}`)
    expect(titles[0]!.length).toBeLessThan(400)
  })
})
