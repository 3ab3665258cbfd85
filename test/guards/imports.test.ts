import { describe, expect, test } from 'vitest'
import { faultsOf, ruleFor } from './support/imports.ts'
import { RULES } from './support/rules.ts'
import { filesUnder, read } from './support/sources.ts'

const CODE = /\.tsx?$/
const files = filesUnder('main', 'preload', 'renderer')

test('every file imports only what its room may', () => {
  expect(files.filter(file => CODE.test(file)).flatMap(file => faultsOf(file, read(file)))).toEqual([])
})

test('the rooms hold nothing whose imports are not read', () => {
  expect(files.filter(file => !CODE.test(file) && !/\.(css|html|svg|png|woff2)$/.test(file))).toEqual([])
})

test('every rule is of use: some file falls under it', () => {
  const used = new Set(files.map(file => ruleFor(file)?.room))
  expect(RULES.map(rule => rule.room).filter(room => !used.has(room))).toEqual([])
})

describe('the guard reports', () => {
  test.each([
    ['main/policy/decide.ts', `import fs from 'node:fs'`],
    ['main/policy/decide.ts', `import { now } from '../gate/clock.ts'`],
    ['main/policy/deep/er.ts', `import type { SurfaceFacts } from '../../surfaces/surface.ts'`],
    ['main/status/state.ts', `import { setTimeout } from 'node:timers/promises'`],
    ['main/status/state.ts', `import { decide } from '../policy/decide.ts'`],
    ['main/surfaces/registry.ts', `import { createGate } from '../gate/gate.ts'`],
    ['main/surfaces/registry.ts', `import type { Policy } from '../policy/model.ts'`],
    ['main/surfaces/registry.ts', `import { startMcp } from '../mcp/http.ts'`],
    ['main/surfaces/registry.ts', `import { app } from 'electron'`],
    ['main/surfaces/deliver.ts', `import { spawn } from 'node-pty'`],
    ['main/surfaces/presets/shell.ts', `import * as pty from 'node-pty/lib/index.js'`],
    ['main/gate/gate.ts', `import { createRegistry } from '../surfaces/registry.ts'`],
    ['main/gate/gate.ts', `import { openSurface } from '../surfaces/surface.ts'`],
    ['main/gate/gate.ts', `import { startMcp } from '../mcp/http.ts'`],
    ['main/gate/gate.ts', `import { spawn } from 'node-pty'`],
    ['main/mcp/tools/submit-text.ts', `import type { AgentSurface } from '../../surfaces/surface.ts'`],
    ['main/mcp/tools/submit-text.ts', `import { createGate } from '../../gate/gate.ts'`],
    ['main/mcp/http.ts', `import Store from 'electron-store'`],
    ['main/store/settings.ts', `import Store from 'electron-store'`],
    ['main/cli/run.ts', `import { openHouse } from '../house.ts'`],
    ['main/house.ts', `import { openWindow } from './shell/windows.ts'`],
    ['main/house.ts', `import { BrowserWindow } from 'electron'`],
    ['main/headless.ts', `import { startApp } from './shell/app.ts'`],
    ['main/shell/ipc.ts', `import { createGate } from '../gate/gate.ts'`],
    ['main/shell/ipc.ts', `import { createRegistry } from '../surfaces/registry.ts'`],
    ['preload/contract.ts', `import type { Verdict } from '../main/policy/model.ts'`],
    ['preload/bridge.ts', `import { z } from 'zod'`],
    ['renderer/app.tsx', `import { decide } from '../main/policy/decide.ts'`],
    ['renderer/app.tsx', `import type { House } from '../main/house.ts'`],
    ['renderer/app.tsx', `import path from 'node:path'`],
    ['renderer/app.tsx', `import { ipcRenderer } from 'electron'`],
    ['renderer/app.tsx', `import '../preload/bridge.ts'`],
    ['renderer/terminal/host.ts', `import { useState } from 'react'`],
    ['renderer/state/app-state.ts', `import { Pane } from '../views/pane.tsx'`],
  ])('%s: %s', (file, text) => {
    expect(faultsOf(file, text)).toHaveLength(1)
  })

  test.each([
    [`export * from '../surfaces/registry.ts'`],
    [`export { createRegistry } from '../surfaces/registry.ts'`],
    [`const { createRegistry } = await import('../surfaces/registry.ts')`],
    [`import '../surfaces/registry.ts'`],
    [`import { type Registry, createRegistry } from '../surfaces/surface.ts'`],
    [`let r: import('../surfaces/registry.ts').Registry`],
    [`import pty = require('node-pty')`],
    [`const pty = require('node-pty')`],
    [`const pty = await import(['node', 'pty'].join('-'))`],
    [`import { createRequire } from 'node:module'`],
    [`import fs from 'fs'`],
  ])('however it is written: %s', text => {
    expect(faultsOf('main/gate/gate.ts', text)).toHaveLength(1)
  })

  test('a folder that no rule knows', () => {
    expect(faultsOf('main/attic/old.ts', '')).toHaveLength(1)
    expect(faultsOf('main/attic.ts', '')).toHaveLength(1)
  })
})

describe('the guard lets pass', () => {
  test.each([
    ['main/policy/match.ts', `import picomatch from 'picomatch'`],
    ['main/gate/gate.ts', `import type { AgentSurface } from '../surfaces/surface.ts'`],
    ['main/gate/gate.ts', `import { type AgentSurface } from '../surfaces/surface.ts'`],
    ['main/surfaces/pty.ts', `import { spawn } from 'node-pty'`],
    ['main/mcp/http.ts', `import { McpServer } from '@modelcontextprotocol/server'`],
    ['main/shell/app.ts', `import { app } from 'electron'`],
    ['renderer/views/grants/matrix.tsx', `import { useState } from 'react'`],
  ])('%s: %s', (file, text) => {
    expect(faultsOf(file, text)).toEqual([])
  })
})
