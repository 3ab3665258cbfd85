// The events are of real runs of OpenCode 1.2.27, 1.15.13 and 1.18.33; the plugin is loaded from the file that the preset names.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hear, type Life, UNBORN } from '../../../main/status/agents/life.ts'
import { opencode } from '../../../main/status/agents/opencode.ts'
import type { Launch, Start } from '../../../main/surfaces/presets/model.ts'
import { opencodePreset } from '../../../main/surfaces/presets/opencode.ts'
import EVENTS from '../../fixtures/agents/opencode/events.json'

const TOKEN = 'token-that-is-in-the-environment-only'
const ID = 'ses_dfffa66c9ffeo0yoBOe9LORl3J'

function start(change: Partial<Start> = {}): Start {
  return {
    shell: '/bin/bash',
    program: '/opt/opencode',
    surface: 's1',
    folder: '/tmp/a b/s1',
    mcp: { url: 'http://127.0.0.1:4823/mcp' },
    hook: { sh: '/bin/sh', args: ['/tmp/a b/s1/hook.sh'], folder: '/tmp/a b/s1' },
    resume: null,
    version: null,
    env: { HOME: '/home/dev', GATEHOUSE_TOKEN: TOKEN },
    read: () => null,
    ...change,
  }
}

const GATEHOUSE = {
  type: 'remote',
  url: 'http://127.0.0.1:4823/mcp',
  enabled: true,
  oauth: false,
  timeout: 900_000,
  headers: { Authorization: 'Bearer {env:GATEHOUSE_TOKEN}' },
}
const PLUGIN_URL = 'file:///tmp/a%20b/s1/gatehouse-plugin.js'

const content = ({ env }: Launch) => JSON.parse(env?.['OPENCODE_CONFIG_CONTENT'] ?? 'null')

describe('how OpenCode is started', () => {
  test('a new one: our server and our plugin in the environment, two files, and no argument', () => {
    const launch = opencodePreset.launch(start())
    expect(launch.file).toBe('/opt/opencode')
    expect(launch.args).toEqual([])
    expect(Object.keys(launch.env ?? {})).toEqual(['OPENCODE_CONFIG_CONTENT'])
    expect(content(launch)).toEqual({ mcp: { gatehouse: GATEHOUSE }, plugin: [PLUGIN_URL] })
    expect(launch.files?.map(one => one.name)).toEqual(['gatehouse-plugin.js', 'gatehouse-plugin.pid'])
  })

  test('exactly the conversation that is named is taken up again, and nothing that is no id', () => {
    expect(opencodePreset.launch(start({ resume: ID })).args).toEqual(['--session', ID])
    for (const resume of ['--continue', 'ses_', 'last', `${ID} --auto`, '../x'])
      expect(opencodePreset.launch(start({ resume })).args).toEqual([])
  })

  test('without a server only the plugin, without a way to report only the server, without both nothing', () => {
    expect(content(opencodePreset.launch(start({ mcp: null })))).toEqual({ plugin: [PLUGIN_URL] })
    const silent = opencodePreset.launch(start({ hook: null }))
    expect(content(silent)).toEqual({ mcp: { gatehouse: GATEHOUSE } })
    expect(silent.files).toBeUndefined()
    expect(opencodePreset.launch(start({ mcp: null, hook: null }))).toEqual({ file: '/opt/opencode', args: [] })
  })

  test('what the person has in that variable stays: their servers, their plugins, their permissions', () => {
    const theirs = {
      theme: 'nord',
      permission: { bash: 'ask' },
      plugin: ['their-plugin'],
      mcp: { mine: { type: 'local', command: ['mine'] } },
    }
    const env = { OPENCODE_CONFIG_CONTENT: JSON.stringify(theirs) }
    expect(content(opencodePreset.launch(start({ env })))).toEqual({
      ...theirs,
      plugin: ['their-plugin', PLUGIN_URL],
      mcp: { mine: theirs.mcp.mine, gatehouse: GATEHOUSE },
    })
  })

  test('where theirs is not plain JSON it stays as it is, and ours is a file; where that is taken too, there is none', () => {
    const env = { OPENCODE_CONFIG_CONTENT: '{ // mine\n "theme": "nord" }' }
    const launch = opencodePreset.launch(start({ env }))
    expect(launch.env).toEqual({ OPENCODE_CONFIG: '/tmp/a b/s1/opencode.json' })
    const file = launch.files?.find(one => one.name === 'opencode.json')
    expect(JSON.parse(file?.text ?? '')).toEqual({
      $schema: 'https://opencode.ai/config.json',
      mcp: { gatehouse: GATEHOUSE },
      plugin: [PLUGIN_URL],
    })
    const both = opencodePreset.launch(start({ env: { ...env, OPENCODE_CONFIG: '/home/dev/mine.json' } }))
    expect(both.env).toBeUndefined()
  })

  test('the token is in no argument, variable or file of ours, and no permission is touched', () => {
    for (const change of [{}, { resume: ID }, { env: { GATEHOUSE_TOKEN: TOKEN, OPENCODE_CONFIG_CONTENT: '//' } }]) {
      const all = JSON.stringify(opencodePreset.launch(start(change)))
      expect(all).not.toContain(TOKEN)
      expect(all).not.toMatch(/"?permission\\?"? ?:|--auto|--yolo|dangerously|OPENCODE_PERMISSION/)
    }
  })
})

describe('the plugin', () => {
  let folder: string
  let events: string
  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse plugin '))
    events = path.join(folder, 'events')
    fs.mkdirSync(events)
    for (const { name, text } of opencodePreset.launch(start({ folder })).files ?? [])
      fs.writeFileSync(path.join(folder, name), text)
    vi.stubEnv('GATEHOUSE_EVENTS', events)
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  interface Hooks {
    event(input: unknown): Promise<void>
  }
  async function load(): Promise<Hooks> {
    const [url] = content(opencodePreset.launch(start({ folder }))).plugin
    const { Gatehouse } = await import(/* @vite-ignore */ fileURLToPath(url))
    return Gatehouse({})
  }

  function told(): [string, Record<string, unknown>][] {
    const names = fs.readdirSync(events).sort()
    expect(names.filter(name => !name.endsWith('.json'))).toEqual([])
    return names.map(name => {
      const text = fs.readFileSync(path.join(events, name), 'utf8')
      const end = text.indexOf('\n')
      return [text.slice(0, end), JSON.parse(text.slice(end + 1))]
    })
  }

  /** The phases that follow, each named once. */
  function phases(): string[] {
    let life: Life = UNBORN
    const all = told().map(([name, payload], at) => {
      const event = opencode.readHook(name, payload)
      if (event) life = hear(life, event, at)
      return life.phase
    })
    return all.filter((phase, at) => phase !== all[at - 1])
  }

  const versions = Object.entries(EVENTS)

  test.each(versions)('%s: two prompts, three permissions, an interruption, an edit', async (_, { life }) => {
    const { event } = await load()
    for (const one of life) await event({ event: one })
    const turn = ['working', 'stopped']
    const permission = ['working', 'dialog', 'working', 'stopped']
    const refused = permission
    expect(phases()).toEqual([
      'ready',
      ...turn,
      ...turn,
      ...permission,
      ...refused,
      ...permission,
      ...turn,
      ...permission,
    ])
  })

  test.each(versions)(
    '%s: sub-agents that work, ask, are refused; questions answered and dismissed',
    async (_, { sub }) => {
      const { event } = await load()
      for (const one of sub) await event({ event: one })
      const seen = phases()
      expect(seen.at(-1)).toBe('stopped')
      const questions = sub.filter(one => /\.asked$/.test(one.type)).length
      expect(seen.filter(one => one === 'dialog').length).toBe(questions)
      // Each turn is over once: no end of a sub-agent counted.
      const turns = seen.filter(one => one === 'stopped').length
      const main = sub.find(one => one.type === 'session.created')?.properties as { info: { id: string } }
      const ends = sub.filter(
        one => one.type === 'session.idle' && (one.properties as { sessionID?: string }).sessionID === main.info.id,
      )
      expect(turns).toBe(ends.length)
    },
  )

  test.each(versions)('%s: an error of the model is a failure until the next turn', async (_, { error }) => {
    const { event } = await load()
    for (const one of error) await event({ event: one })
    expect(phases()).toContain('failed')
    expect(phases().at(-1)).toBe('stopped')
  })

  test('nothing that comes makes it throw, and what it does not know it does not tell', async () => {
    const { event } = await load()
    for (const one of [
      undefined,
      null,
      {},
      { type: 1 },
      { type: 'session.status' },
      { type: 'message.updated', properties: {} },
    ])
      await event({ event: one })
    await event({ event: { type: 'session.idle', properties: { sessionID: 7, info: null } } })
    expect(told().map(([name]) => name)).toEqual(['plugin.loaded', 'session.idle'])
  })

  test('it writes nothing and does not throw where the folder is gone or not named', async () => {
    fs.rmSync(events, { recursive: true })
    const { event } = await load()
    await event({ event: { type: 'session.idle', properties: { sessionID: 'ses_1' } } })
    expect(fs.readdirSync(folder).sort()).toEqual(['gatehouse-plugin.js', 'gatehouse-plugin.pid'])
  })

  test('while another process reports it keeps still, and takes over once that one has ended', async () => {
    const other = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    const pid = path.join(folder, 'gatehouse-plugin.pid')
    fs.writeFileSync(pid, String(other.pid))
    const { event } = await load()
    const idle = { event: { type: 'session.idle', properties: { sessionID: 'ses_1' } } }
    await event(idle)
    expect(told()).toEqual([])
    other.kill('SIGKILL')
    await once(other, 'exit')
    await event(idle)
    expect(told().map(([name]) => name)).toEqual(['session.idle'])
    expect(fs.readFileSync(pid, 'utf8')).toBe(String(process.pid))
  })
})
