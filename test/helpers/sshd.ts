// A real ssh server on loopback with keys of its own, for this user, and a home folder whose `ssh NAME` reaches it without a
// question. Nothing of this user's own ~/.ssh is read or written.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'

export interface Sshd {
  readonly port: number
  /** what a program gets so that its `ssh` knows the hosts added here: PATH (an ssh that reads the config below) and HOME */
  readonly env: NodeJS.ProcessEnv
  /** the folder that HOME of `env` is */
  readonly home: string
  /** its ssh config */
  readonly config: string
  /** the environment of what runs on the other side: its tmux is a server of its own */
  readonly remote: { readonly HOME: string; readonly PATH: string; readonly TMUX_TMPDIR: string }
  /** Adds a host to the config. `port`: a relay's; `more`: lines of its own, which win over ours. */
  host(name: string, options?: { readonly port?: number; readonly more?: readonly string[] }): void
  /** Runs tmux on the other side, as somebody there would. What it printed. */
  tmux(...args: string[]): string
  /** a command that serves one connection on its standard input and output, as this server does */
  readonly serves: string
  /** what the server has logged */
  log(): string
  /** Ends it with its connections, and the other side's tmux. */
  stop(): Promise<void>
}

export interface SshdOptions {
  /** a shell that runs the commands there, an absolute path; this user's own when left out */
  readonly shell?: string
  /** what SHELL says there, as a login shell of its own would be; this user's own when left out */
  readonly login?: string
  /** PATH of the other side; this process's own when left out */
  readonly path?: string
  /** text of the other side's ~/.bashrc */
  readonly bashrc?: string
}

export async function startSshd(options: SshdOptions = {}): Promise<Sshd> {
  // Sockets of tmux lie in it: their paths have to be short.
  const folder = fs.mkdtempSync(path.join('/tmp', 'gh-sshd-'))
  const at = (...names: string[]) => path.join(folder, ...names)
  for (const name of ['bin', 'home/.ssh', 'remote', 'tmux']) fs.mkdirSync(at(name), { recursive: true, mode: 0o700 })
  for (const name of ['host_key', 'user_key']) {
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', name, '-f', at(name)])
  }
  fs.copyFileSync(at('user_key.pub'), at('authorized_keys'))
  const hostKey = fs.readFileSync(at('host_key.pub'), 'utf8').split(' ').slice(0, 2).join(' ')
  fs.writeFileSync(at('known_hosts'), `gatehouse-test ${hostKey}\n`)
  const remote = { HOME: at('remote'), PATH: options.path ?? process.env['PATH']!, TMUX_TMPDIR: at('tmux') }
  // A prompt without the person's own files, and nothing written into their history.
  fs.writeFileSync(at('remote', '.bashrc'), options.bashrc ?? '')

  const sshd = programOf('sshd')
  // Only root's server wants it; packages make it at boot.
  if (process.getuid?.() === 0) fs.mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const { port, log, end } = await listening(sshd, at('sshd_config'), free =>
    [
      `Port ${free}`,
      'ListenAddress 127.0.0.1',
      `HostKey ${at('host_key')}`,
      `AuthorizedKeysFile ${at('authorized_keys')}`,
      'PidFile none',
      'UsePAM no',
      'StrictModes no',
      'PasswordAuthentication no',
      'KbdInteractiveAuthentication no',
      'PermitRootLogin prohibit-password',
      'AllowTcpForwarding yes',
      'UseDNS no',
      'PrintMotd no',
      'MaxStartups 200',
      'MaxSessions 200',
      ...(penalties() ? ['PerSourcePenalties no'] : []),
      `SetEnv ${Object.entries({ ...remote, LC_ALL: 'C.UTF-8', ...(options.login && { SHELL: options.login }) })
        .map(([name, value]) => `"${name}=${value}"`)
        .join(' ')}`,
      ...(options.shell ? [`ForceCommand exec ${options.shell} -c "$SSH_ORIGINAL_COMMAND"`] : []),
    ].join('\n'),
  )

  const config = at('home', '.ssh', 'config')
  const fixed = [
    'HostName 127.0.0.1',
    `User ${os.userInfo().username}`,
    `IdentityFile ${at('user_key')}`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
    'HostKeyAlias gatehouse-test',
    `UserKnownHostsFile ${at('known_hosts')}`,
    'GlobalKnownHostsFile /dev/null',
    'PasswordAuthentication no',
  ]
  // ssh takes the config of the passwd entry's home, whatever HOME says.
  const ssh = `#!/bin/sh\nexec ${programOf('ssh')} -F ${config} "$@"\n`
  fs.writeFileSync(at('bin', 'ssh'), ssh, { mode: 0o755 })
  fs.writeFileSync(config, '')
  // A login shell makes a PATH of its own.
  for (const name of ['.profile', '.zprofile']) fs.writeFileSync(at('home', name), `PATH="${at('bin')}:$PATH"\n`)
  return {
    port,
    home: at('home'),
    config,
    remote,
    log,
    serves: `${sshd} -i -f ${at('sshd_config')}`,
    env: { ...process.env, PATH: `${at('bin')}:${process.env['PATH']}`, HOME: at('home') },
    host(name, { port: through = port, more = [] } = {}) {
      const lines = [`Host ${name}`, ...[...more, `Port ${through}`, ...fixed].map(line => `  ${line}`)]
      fs.appendFileSync(config, `${lines.join('\n')}\n`)
    },
    tmux(...args) {
      const done = spawnSync('tmux', ['-f', '/dev/null', ...args], {
        env: { ...withoutTmux(), ...remote, LC_ALL: 'C.UTF-8' },
        encoding: 'utf8',
      })
      if (done.status !== 0) throw new Error(`tmux ${args.join(' ')}: ${done.stderr}`)
      return done.stdout.replace(/\n$/, '')
    },
    async stop() {
      end()
      spawnSync('tmux', ['kill-server'], { env: { ...withoutTmux(), ...remote } })
      // A shell that was told to end may still be about to write its history into its home.
      const gone = () => endWhatHas(`HOME=${remote.HOME}`) === 0
      while (!gone()) await new Promise(resolve => setTimeout(resolve, 10))
      fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Ends every process with this variable. How many there were; 0 where the system does not tell. */
function endWhatHas(variable: string): number {
  const all = process.platform === 'linux' ? fs.readdirSync('/proc').filter(name => /^\d+$/.test(name)) : []
  const found = all.filter(pid => {
    try {
      return fs.readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(variable)
    } catch {
      return false
    }
  })
  for (const pid of found) {
    try {
      process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has ended by itself.
    }
  }
  return found.length
}

/** From 9.8 on a server turns away, for a while, an address that failed to log in. Older ones do not know the word. */
function penalties(): boolean {
  const { stderr } = spawnSync('ssh', ['-V'], { encoding: 'utf8' })
  const [, major = '0', minor = '0'] = /OpenSSH_(\d+)\.(\d+)/.exec(stderr) ?? []
  return Number(major) > 9 || (Number(major) === 9 && Number(minor) >= 8)
}

/** sshd gives a terminal the group `tty`, and ends where it may not: as a normal user where the system has not done that already. */
export function givesTerminals(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() === 0) return true
  return /^devpts .*\bgid=5\b/m.test(fs.readFileSync('/proc/mounts', 'utf8'))
}

interface Listening {
  readonly port: number
  log(): string
  end(): void
}

/** sshd takes no port 0: a free one is looked for, and another where somebody was faster. */
async function listening(sshd: string, file: string, config: (port: number) => string): Promise<Listening> {
  let log = ''
  for (let tries = 0; tries < 5; tries += 1) {
    const port = await freePort()
    fs.writeFileSync(file, `${config(port)}\n`)
    const server = spawn(sshd, ['-D', '-e', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'], detached: true })
    const listens = new Promise<boolean>(resolve => {
      server.stderr.on('data', bytes => {
        log += bytes
        if (/Server listening on/.test(log)) resolve(true)
      })
      server.on('exit', () => resolve(false))
    })
    if (await listens) {
      return {
        port,
        log: () => log,
        end() {
          try {
            process.kill(-server.pid!, 'SIGKILL')
          } catch {
            // It has ended by itself.
          }
        },
      }
    }
  }
  throw new Error(`sshd does not start: ${log}`)
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** sshd wants to be started by its whole path, and stands where only root's PATH leads. */
function programOf(name: string): string {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/usr/local/sbin']
  const file = folders.map(folder => path.join(folder, name)).find(one => fs.existsSync(one))
  if (!file)
    throw new Error(`There is no ${name} on this computer: run the tests by \`npm test\`, which says what to install.`)
  return file
}

function withoutTmux(): NodeJS.ProcessEnv {
  const { TMUX: _tmux, TMUX_PANE: _pane, ...env } = process.env
  return env
}
