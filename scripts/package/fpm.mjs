#!/usr/bin/env node
// The part of fpm's command line that electron-builder uses (-s dir -t deb|rpm), done with dpkg-deb and rpmbuild: fpm itself
// would be a download of its own. electron-builder starts it, told so by CUSTOM_FPM_PATH.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const { options, lists, copies } = readArguments(process.argv.slice(2))
const work = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-fpm-'))
const top = path.join(work, 'root')
const out = path.resolve(options.package)
try {
  copies.forEach(place)
  run('chmod', '-R', 'u+rwX,go+rX,go-w', top)
  if (options.t === 'deb') makeDeb()
  else if (options.t === 'rpm') makeRpm()
  else throw new Error(`this makes no ${options.t}`)
} finally {
  fs.rmSync(work, { recursive: true, force: true })
}

/** Every option has a value but two; those that may stand more than once are lists. */
function readArguments(args) {
  const repeated = { d: 'depends', depends: 'depends', 'deb-recommends': 'recommends', conflicts: 'conflicts' }
  const found = { options: {}, lists: { depends: [], recommends: [], conflicts: [] }, copies: [] }
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]
    if (arg === '--force' || arg === '--debug') continue
    if (!arg.startsWith('-')) {
      found.copies.push(arg)
      continue
    }
    const [name, inline] = arg.replace(/^-+/, '').split(/=(.*)/s)
    const value = inline ?? args[++i]
    if (repeated[name]) found.lists[repeated[name]].push(value)
    else found.options[name] = value
  }
  return found
}

/** `FROM=TO`: a file, or with a slash at its end what is in a folder. */
function place(copy) {
  const split = copy.lastIndexOf('=')
  const [from, to] = [copy.slice(0, split), path.join(top, copy.slice(split + 1))]
  if (from.endsWith('/')) {
    fs.mkdirSync(to, { recursive: true })
    run('cp', '-a', `${from}.`, to)
    return
  }
  fs.mkdirSync(path.dirname(to), { recursive: true })
  fs.copyFileSync(from, to)
  fs.chmodSync(to, 0o644)
  // Gatehouse opens no files and no addresses of others.
  if (to.endsWith('.desktop')) fs.writeFileSync(to, fs.readFileSync(to, 'utf8').replace(/^(Exec=.*) %U$/m, '$1'))
}

function makeDeb() {
  const debian = path.join(top, 'DEBIAN')
  const size = Number(execFileSync('du', ['-sk', '--apparent-size', top], { encoding: 'utf8' }).split('\t')[0])
  fs.mkdirSync(debian, { mode: 0o755 })
  fs.writeFileSync(
    path.join(debian, 'control'),
    lines([
      `Package: ${options.name}`,
      `Version: ${options.version}${options.iteration ? `-${options.iteration}` : ''}`,
      `Architecture: ${options.architecture}`,
      `Maintainer: ${options.maintainer}`,
      `Installed-Size: ${size}`,
      many('Depends: ', lists.depends),
      many('Recommends: ', lists.recommends),
      many('Conflicts: ', lists.conflicts),
      `Section: ${options.category ?? 'devel'}`,
      `Priority: ${options['deb-priority'] ?? 'optional'}`,
      options.url && `Homepage: ${options.url}`,
      `Description: ${summary()}`,
      ...body().map(line => ` ${line}`),
    ]),
  )
  for (const [option, file] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ]) {
    fs.copyFileSync(options[option], path.join(debian, file))
    fs.chmodSync(path.join(debian, file), 0o755)
  }
  const flags = { gz: ['-Zgzip', '-z6'], xz: ['-Zxz', '-z6'], none: ['-Znone'] }[options['deb-compression'] ?? 'xz']
  run('dpkg-deb', '--root-owner-group', ...flags, '--build', top, out)
}

function makeRpm() {
  const script = file =>
    fs
      .readFileSync(file, 'utf8')
      .replaceAll('%', '%%')
      .replace(/^#!.*\n/, '')
  const payload = options['rpm-compression'] === 'gzip' ? 'w6.gzdio' : 'w6T0.xzdio'
  const spec = path.join(work, 'app.spec')
  fs.writeFileSync(
    spec,
    lines([
      `Name: ${options.name}`,
      `Version: ${options.version.replaceAll('-', '~')}`,
      `Release: ${options.iteration ?? 1}`,
      `Summary: ${options['rpm-summary'] ?? summary()}`,
      `License: ${options.license}`,
      options.url && `URL: ${options.url}`,
      `Packager: ${options.maintainer}`,
      'AutoReqProv: no',
      ...lists.depends.map(name => `Requires: ${name}`),
      ...lists.conflicts.map(name => `Conflicts: ${name}`),
      '%define _build_id_links none',
      '%define __os_install_post %{nil}',
      `%define _binary_payload ${payload}`,
      `%description\n${body().join('\n') || summary()}`,
      `%post\n${script(options['after-install'])}`,
      `%postun\n${script(options['after-remove'])}`,
      `%files\n${rpmFiles().join('\n')}`,
    ]),
  )
  const target = { amd64: 'x86_64', arm64: 'aarch64' }[options.architecture] ?? options.architecture
  const rooms = [`_topdir ${work}/top`, `_rpmdir ${work}/rpms`, '_rpmfilename out.rpm']
  const defines = [...rooms, '_unpackaged_files_terminate_build 0'].flatMap(define => ['--define', define])
  run('rpmbuild', '-bb', '--quiet', '--target', target, '--buildroot', top, ...defines, spec)
  fs.copyFileSync(path.join(work, 'rpms', 'out.rpm'), out)
}

/** Every file, and the folders that are ours alone or may be nobody's: those of shells that are not there. */
function rpmFiles() {
  return fs.readdirSync(top, { recursive: true, withFileTypes: true }).flatMap(entry => {
    const file = `/${path.relative(top, path.join(entry.parentPath, entry.name))}`
    if (!entry.isDirectory()) return `"${file}"`
    return /^\/(opt\/.|usr\/share\/(doc\/gatehouse|fish|zsh)(\/|$))/.test(file) ? `%dir "${file}"` : []
  })
}

function summary() {
  return options.description.trim().split('\n')[0]
}

function body() {
  const [, ...rest] = options.description.trim().split('\n')
  return rest.map(line => line.trim()).filter(Boolean)
}

function many(start, list) {
  return list.length > 0 && start + list.join(', ')
}

function lines(list) {
  return `${list.filter(Boolean).join('\n')}\n`
}

function run(command, ...args) {
  execFileSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] })
}
