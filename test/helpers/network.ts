// Another computer's loopback: a network of its own in which a real sshd serves, so that a port forwarded there is no port of this
// computer. Linux, and root, who may make one.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import net from 'node:net'

export interface Network {
  /** Serves each connection to the port, of this computer, by this command in that network. */
  serve(command: string): Promise<number>
  /** A command line for sh in that network, with this as its standard input. What it printed. */
  run(line: string, input?: string): Promise<string>
  stop(): void
}

export function hasNetworks(): boolean {
  return process.platform === 'linux' && spawnSync('unshare', ['-n', 'true']).status === 0
}

export async function startNetwork(): Promise<Network> {
  const holder = spawn('unshare', ['-n', 'sh', '-c', 'ip link set lo up && echo up && exec sleep infinity'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(holder.stdout, 'data')
  const within = ['-t', String(holder.pid), '-n', 'sh', '-c']
  const servers: net.Server[] = []
  const sockets = new Set<net.Socket>()
  return {
    async serve(command) {
      const server = net.createServer(socket => {
        sockets.add(socket)
        const child = spawn('nsenter', [...within, `exec ${command}`], { stdio: ['pipe', 'pipe', 'ignore'] })
        for (const stream of [socket, child.stdin, child.stdout]) stream.on('error', () => {})
        socket.pipe(child.stdin)
        child.stdout.pipe(socket)
        child.on('exit', () => socket.destroy())
        socket.on('close', () => {
          sockets.delete(socket)
          child.kill()
        })
      })
      servers.push(server)
      server.listen(0, '127.0.0.1')
      await once(server, 'listening')
      return (server.address() as net.AddressInfo).port
    },
    // What serves it is in this process, so nothing here may wait for the command.
    async run(line, input = '') {
      const child = spawn('nsenter', [...within, line], { stdio: ['pipe', 'pipe', 'inherit'] })
      let text = ''
      child.stdout.on('data', chunk => {
        text += chunk
      })
      child.stdin.on('error', () => {})
      child.stdin.end(input)
      await once(child, 'close')
      return text
    },
    stop() {
      for (const server of servers) server.close()
      for (const socket of sockets) socket.destroy()
      holder.kill('SIGKILL')
    },
  }
}
