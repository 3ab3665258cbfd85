// A newer version in the real window, from a feed on this computer: nobody is asked before a person says so, what is broken is not
// taken, nothing ends unasked, and then the file is replaced and the new one starts. Only the new program itself is a stand-in, a script.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { sees } from '../helpers/terminal.ts'
import { pressableAndStill, violations } from './support/accessible.ts'

const NAME = 'gatehouse-0.2.0-linux-x86_64.AppImage'
const asked: http.IncomingMessage[] = []
const paths = () => asked.map(({ url = '' }) => url.replace(/\?.*/, ''))
let served: Record<string, string> = {}
let folder: DataFolder
let shown: RunningWindow
let apps: string
let server: http.Server
const before = { ...process.env }

/** What the new version is: it says with what it was started. */
const program = () =>
  `#!/bin/sh\nprintf '%s\\n' "$0" "$@" > '${path.join(apps, 'started')}.new'\nmv '${path.join(apps, 'started')}.new' '${path.join(apps, 'started')}'\n`

function offer(version: string, bytes: string, shipped = bytes): void {
  const sha512 = createHash('sha512').update(bytes).digest('base64')
  const file = NAME.replace('0.2.0', version)
  const notes = 'releaseNotes: "<h2>New</h2><ul><li>a\\u202Eb</li></ul><script>window.harm = 1</script>"'
  served = {
    '/latest-linux.yml': `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${bytes.length}\npath: ${file}\nsha512: ${sha512}\n${notes}\nreleaseDate: '2026-11-22T00:00:00.000Z'\n`,
    [`/${file}`]: shipped,
  }
}

const row = () => shown.page.getByTestId('update')
const says = (text: string | RegExp) => row().getByText(text).waitFor()
const press = (name: string | RegExp) => row().getByRole('button', { name }).click()

describe.skipIf(process.platform !== 'linux')('an AppImage', () => {
  beforeAll(async () => {
    server = http.createServer((request, response) => {
      asked.push(request)
      const body = served[(request.url ?? '').replace(/\?.*/, '')]
      response.writeHead(body === undefined ? 404 : 200).end(body)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    folder = await dataFolder(['cursor'])
    apps = path.join(folder.dir, 'home', 'apps')
    await fs.mkdir(apps, { recursive: true })
    await fs.mkdir(path.join(folder.dir, 'crashes', 'completed'), { recursive: true })
    await fs.writeFile(
      path.join(folder.dir, 'crashes', 'completed', '0f8fad5b-d9cb-469f-a165-708677289501.dmp'),
      'memory',
    )
    const feed = path.join(apps, 'app-update.yml')
    const { port } = server.address() as AddressInfo
    await fs.writeFile(
      feed,
      `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: gatehouse-updater\n`,
    )
    const old = path.join(apps, NAME.replace('0.2.0', '0.1.0'))
    await fs.writeFile(old, 'the old version')
    Object.assign(process.env, { GATEHOUSE_UPDATE_FEED: feed, APPIMAGE: old, XDG_CACHE_HOME: path.join(apps, 'cache') })
    shown = await startWindow([
      `--user-data-dir=${folder.dir}`,
      '--mcp-port=0',
      '--open-command=echo at work; exec sleep 1000',
      '--name=build',
    ])
    await sees(shown.page, 'build', 'at work')
  })
  afterAll(async () => {
    await shown?.stop()
    server?.close()
    await folder?.remove()
    for (const name of ['GATEHOUSE_UPDATE_FEED', 'APPIMAGE', 'XDG_CACHE_HOME']) delete process.env[name]
    Object.assign(process.env, before)
  })

  test('a start asks nobody, and crash dumps that nobody wants are gone', async () => {
    await until('no dumps', () =>
      fs.access(path.join(folder.dir, 'crashes')).then(
        () => false,
        () => true,
      ),
    )
    expect(asked).toEqual([])
  })

  test('the palette looks for a newer version; a feed without one, or with an older one, is no offer', async () => {
    offer('0.1.0', 'x')
    await shown.page.keyboard.press('Control+Shift+P')
    await shown.page.keyboard.type('check for up')
    await shown.page.keyboard.press('Enter')
    await says(/There is no newer version/)
    offer('0.0.9', 'x')
    await press('Check now')
    await until('both answers', () => paths().length === 2)
    await says(/There is no newer version/)
    offer('0.3.0-beta.1', 'x')
    await press('Check now')
    await until('the third', () => paths().length === 3)
    await says(/There is no newer version/)
    expect(new Set(paths())).toEqual(new Set(['/latest-linux.yml']))
  })

  test('what tells one computer from another is not sent, nor made', () => {
    for (const { headers } of asked) {
      expect(Object.keys(headers)).not.toContain('x-user-staging-id')
      expect(JSON.stringify(headers)).not.toMatch(/gatehouse|linux|x86|electron\//i)
      expect(headers.cookie).toBeUndefined()
      expect([headers['user-agent'], headers['accept-language']]).toEqual(['electron-builder', 'en'])
    }
    return expect(fs.access(path.join(folder.dir, '.updaterId'))).rejects.toThrow('ENOENT')
  })

  test('it is named in the strip, its notes are text, and a file that is not what was promised is thrown away', async () => {
    offer('0.2.0', program(), `${program()}# more\n`)
    await press('Check now')
    await says('Version 0.2.0 is there.')
    expect(await shown.page.getByTestId('newer').textContent()).toBe('Version 0.2.0 is there')
    await row().getByText('What is new').click()
    expect(await row().locator('pre').textContent()).toBe('New\n\n- a<U+202E>b\n\nwindow.harm = 1')
    expect(await shown.page.evaluate(() => 'harm' in window)).toBe(false)
    expect(await violations(shown.page)).toEqual([])
    await pressableAndStill(shown.page, 'a newer version')
    await press('Download 0.2.0')
    await says(/It could not be downloaded: sha512 checksum mismatch/)
    expect((await fs.readdir(path.join(apps, 'cache'), { recursive: true })).join()).not.toContain('AppImage')
  })

  const files = async () => {
    const all = await fs.readdir(path.join(apps, 'cache'), { recursive: true })
    return all.filter(name => name.endsWith('.AppImage')).map(name => path.join(apps, 'cache', name))
  }

  test('where what was downloaded is gone by then, that is said, nothing ends, and the old version is there', async () => {
    offer('0.2.0', program())
    await press('Check now')
    await press('Download 0.2.0')
    await says(/Version 0.2.0 is downloaded/)
    const [waits, ...others] = await files()
    expect(others).toEqual([])
    await fs.rm(waits!)
    await press('Restart and update')
    await says('It could not be downloaded: the downloaded file is not there any more.')
    expect(await fs.readFile(process.env['APPIMAGE']!, 'utf8')).toBe('the old version')
    await sees(shown.page, 'build', 'at work')
  })

  test('downloaded on a click, and put in place only when everything that it ends was named', async () => {
    offer('0.2.0', program())
    await press('Check now')
    await press('Download 0.2.0')
    await says(/Version 0.2.0 is downloaded/)
    const question = (button: number) =>
      shown.app.evaluate(({ dialog }, chosen) => {
        const box = async (...given: unknown[]) => {
          Object.assign(globalThis, { question: given.at(-1) })
          return { response: chosen, checkboxChecked: false }
        }
        dialog.showMessageBox = box as typeof dialog.showMessageBox
      }, button)
    await question(1)
    await press('Restart and update')
    const told = await until('the question', () =>
      shown.app.evaluate(() => (globalThis as unknown as { question?: { message: string; detail: string } }).question),
    )
    expect(told).toMatchObject({
      message: 'Restart and update to 0.2.0?',
      detail: 'Programs still run in: build. This ends them.',
    })
    await says(/Version 0.2.0 is downloaded/)
    expect(await fs.readFile(process.env['APPIMAGE']!, 'utf8')).toBe('the old version')

    await question(0)
    const gone = once(shown.app.process(), 'exit')
    await press('Restart and update').catch(() => {})
    expect((await gone)[0]).toBe(0)
    const started = await until('the new version', () => fs.readFile(path.join(apps, 'started'), 'utf8'))
    expect(started.split('\n').slice(0, 3)).toEqual([
      path.join(apps, NAME),
      `--user-data-dir=${folder.dir}`,
      '--mcp-port=0',
    ])
    expect(await fs.readFile(path.join(apps, NAME), 'utf8')).toBe(program())
    await expect(fs.access(process.env['APPIMAGE']!)).rejects.toThrow('ENOENT')
    expect(await files()).toEqual([])
    // The house was closed first.
    await expect(fs.access(path.join(folder.dir, 'endpoint.json'))).rejects.toThrow('ENOENT')
    expect(shown.errors()).not.toMatch(/could not be put in place/)
  })
})
