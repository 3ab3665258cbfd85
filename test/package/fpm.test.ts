// A deb and an rpm made by our stand-in for fpm, of a tiny tree, read back with dpkg-deb and rpm where these are.
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const fpm = path.resolve(import.meta.dirname, '../../scripts/package/fpm.mjs')
const lacks = (program: string) => spawnSync(program, ['--version']).error !== undefined
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-fpm-test-'))
const at = (...parts: string[]) => path.join(folder, ...parts)

beforeAll(() => {
  fs.mkdirSync(at('app', 'resources'), { recursive: true })
  fs.writeFileSync(at('app', 'gatehouse'), '#!/bin/sh\n', { mode: 0o775 })
  fs.writeFileSync(at('app', 'resources', 'app.asar'), '', { mode: 0o664 })
  fs.writeFileSync(at('a.desktop'), '[Desktop Entry]\nExec=/opt/App/gatehouse %U\n', { mode: 0o600 })
  fs.writeFileSync(at('after'), '#!/bin/sh\necho "100% there: $1"\n')
})
afterAll(() => fs.rmSync(folder, { recursive: true }))

function make(kind: string): string {
  const out = at(`out.${kind}`)
  const words = ['-s', 'dir', '--force', '-t', kind, '--name', 'app', '--version', '1.0.0-test.1', '--package', out]
  const about = [
    '--architecture',
    'amd64',
    '--maintainer',
    'A <a@b.org>',
    '--license',
    'MIT',
    '--description',
    'One\n Two',
  ]
  const scripts = ['--after-install', at('after'), '--after-remove', at('after'), '--depends', 'one', '-d', 'two']
  const files = [`${at('app')}/=/opt/App`, `${at('a.desktop')}=/usr/share/applications/app.desktop`]
  execFileSync(process.execPath, [fpm, ...words, ...about, ...scripts, ...files], { stdio: 'pipe' })
  return out
}

const run = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' })

test.skipIf(lacks('dpkg-deb'))('a deb: root’s files, modes that nobody else may write, scripts, what it needs', () => {
  const deb = make('deb')
  const rows = run('dpkg-deb', '--contents', deb).trim().split('\n')
  expect(rows.map(row => row.replace(/ +\d+ \d{4}-\S+ \S+ /, ' '))).toEqual([
    'drwxr-xr-x root/root ./',
    'drwxr-xr-x root/root ./opt/',
    'drwxr-xr-x root/root ./opt/App/',
    '-rwxr-xr-x root/root ./opt/App/gatehouse',
    'drwxr-xr-x root/root ./opt/App/resources/',
    '-rw-r--r-- root/root ./opt/App/resources/app.asar',
    'drwxr-xr-x root/root ./usr/',
    'drwxr-xr-x root/root ./usr/share/',
    'drwxr-xr-x root/root ./usr/share/applications/',
    '-rw-r--r-- root/root ./usr/share/applications/app.desktop',
  ])
  expect(run('dpkg-deb', '--field', deb, 'Version', 'Depends')).toBe('Version: 1.0.0-test.1\nDepends: one, two\n')
  run('dpkg-deb', '--raw-extract', deb, at('deb'))
  expect(fs.readFileSync(at('deb/DEBIAN/postinst'), 'utf8')).toBe(fs.readFileSync(at('after'), 'utf8'))
  expect(fs.readFileSync(at('deb/usr/share/applications/app.desktop'), 'utf8')).toContain('Exec=/opt/App/gatehouse\n')
})

test.skipIf(lacks('rpmbuild'))('an rpm: the same, as rpm says it', () => {
  const rpm = make('rpm')
  const ask = (...args: string[]) => run('rpm', '-qp', ...args, rpm).trim()
  const files = '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]'
  expect(ask('--queryformat', files).split('\n').sort()).toEqual([
    '-rw-r--r-- root /opt/App/resources/app.asar',
    '-rw-r--r-- root /usr/share/applications/app.desktop',
    '-rwxr-xr-x root /opt/App/gatehouse',
    'drwxr-xr-x root /opt/App',
    'drwxr-xr-x root /opt/App/resources',
  ])
  expect(ask('--queryformat', '%{VERSION} %{ARCH}')).toBe('1.0.0~test.1 x86_64')
  const needs = ask('--requires').split(/\s*\n/)
  expect(needs.filter(name => !/^(rpmlib\(|\/bin\/sh)/.test(name))).toEqual(['one', 'two'])
  expect(ask('--scripts')).toContain('echo "100% there: $1"')
})
