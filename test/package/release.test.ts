// electron-builder.yml and the release workflow: what would only be noticed at a release, or never.
import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { read } from '../guards/support/sources.ts'

const system = await import(path.resolve(import.meta.dirname, '../../scripts/system.mjs'))
const builder = parse(read('electron-builder.yml'))
const workflow = parse(read('.github/workflows/release.yml'))
const scripts = Object.keys(JSON.parse(read('package.json')).scripts)
const steps: { uses?: string; run?: string; env?: Record<string, string>; with?: Record<string, string> }[] =
  Object.values<{ steps: object[] }>(workflow.jobs).flatMap(job => job.steps)

test('every fuse is set that keeps Node, debuggers and foreign code out', () => {
  expect(builder.electronFuses).toEqual({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
})

test('all promised kinds of packages are configured, nothing is published by itself, and no address is taken over', () => {
  expect([builder.linux.target, builder.mac.target, builder.win.target]).toEqual([
    ['deb', 'rpm', 'AppImage', 'tar.gz'],
    ['dmg', 'zip'],
    ['nsis', 'zip'],
  ])
  expect(builder.publish).toBeNull()
  expect(read('electron-builder.yml')).not.toMatch(/protocols|mimeTypes|fileAssociations/)
  expect(builder.mac.hardenedRuntime).toBe(true)
})

test('a section of one system has no patterns of its own, which would bring the whole folder in', () => {
  for (const name of ['linux', 'deb', 'rpm', 'mac', 'win', 'nsis']) expect(builder[name].files, name).toBeUndefined()
})

test('every file that the configuration names is there', () => {
  const named = read('electron-builder.yml').match(/packaging\/[\w.-]+\.\w+/g) ?? []
  const ours = named.filter(file => !file.includes('out/'))
  expect(ours.length).toBeGreaterThan(6)
  for (const file of ours) {
    const made = read('electron-builder.yml').includes(`out/${file}`)
    expect(made || fs.existsSync(path.resolve(import.meta.dirname, '../..', file)), file).toBe(true)
  }
})

test('the hardened runtime allows what V8 needs and nothing else', () => {
  const keys = [...read('packaging/entitlements.mac.plist').matchAll(/<key>(.*)<\/key>/g)].map(match => match[1])
  expect(keys).toEqual(['com.apple.security.cs.allow-jit'])
})

describe('the release workflow', () => {
  test('runs only scripts that exist', () => {
    const run = steps.flatMap(step =>
      [...(step.run ?? '').matchAll(/npm run (?:-s )?([\w:-]+)/g)].map(match => match[1]),
    )
    expect(run).toEqual(['package', 'package'])
    for (const name of run) expect(scripts).toContain(name)
  })

  test('brings what the packages are made with, by the names of its Linux', () => {
    const install = steps.find(step => step.run?.includes('apt-get install'))?.run ?? ''
    const libraries = system.packages({ tests: false }, () => false)
    expect(install.trim().split(/\s+/)).toEqual(expect.arrayContaining(['rpm', 'p7zip-full', 'xvfb', ...libraries]))
    for (const os of workflow.jobs.package.strategy.matrix.os) expect(os).not.toMatch(/^ubuntu-2[4-9]/)
  })

  test('takes every action at one commit', () => {
    const uses = steps.flatMap(step => step.uses ?? [])
    expect(uses.length).toBeGreaterThan(2)
    for (const action of uses) expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/)
  })

  test('gives secrets to one step, by its environment, and prints none', () => {
    const holders = steps.filter(step => JSON.stringify(step).includes('secrets.'))
    expect(holders.map(step => step.run)).toEqual(['npm run package'])
    const prepared = steps.findIndex(step => step.run === 'npm run package -- --prepare')
    expect(steps[prepared]?.env).toBeUndefined()
    expect(steps[prepared + 1]).toBe(holders[0])
    for (const { run = '' } of steps) expect(run).not.toMatch(/secrets\.|\$\{\{|CSC_|APPLE_|set -x|printenv/)
  })

  test('gives a secret to the system it is for alone', () => {
    const wanted = {
      CSC_LINK: { macOS: 'MAC_CERTIFICATE', Windows: 'WINDOWS_CERTIFICATE' },
      CSC_KEY_PASSWORD: { macOS: 'MAC_CERTIFICATE_PASSWORD', Windows: 'WINDOWS_CERTIFICATE_PASSWORD' },
      APPLE_ID: { macOS: 'APPLE_ID' },
      APPLE_APP_SPECIFIC_PASSWORD: { macOS: 'APPLE_APP_SPECIFIC_PASSWORD' },
      APPLE_TEAM_ID: { macOS: 'APPLE_TEAM_ID' },
    }
    const written = Object.entries(wanted).map(([name, bySystem]) => {
      const parts = Object.entries(bySystem).map(([os, secret]) => `(runner.os == '${os}' && secrets.${secret})`)
      return [name, `\${{ ${[...parts, "''"].join(' || ')} }}`]
    })
    expect(steps.find(step => step.run === 'npm run package')?.env).toEqual(Object.fromEntries(written))
  })

  test('may write only where the draft is made, and makes a draft', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' })
    expect(workflow.jobs.package.permissions).toBeUndefined()
    expect(steps.at(-1)?.run).toContain('--draft')
  })

  test('uploads the checksums, and checks them before the draft', () => {
    const upload = steps.find(step => step.uses?.startsWith('actions/upload-artifact'))
    expect(upload?.with?.['path']).toContain('release/SHA256SUMS')
    expect(upload?.with?.['path']).toContain('release/latest*.yml')
    expect(steps.at(-2)?.run).toContain('sha256sum --check SHA256SUMS')
  })
})
