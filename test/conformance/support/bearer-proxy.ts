// The conformance suite cannot send a token, and a server without one is not ours. This stands between: it adds the header,
// and makes its own host name that of the server behind. Everything else passes as it is, both ways, as it comes.
import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { pipeline } from 'node:stream'

export interface BearerProxy {
  readonly port: number
  readonly url: string
  close(): Promise<void>
}

/** `target` is asked for at each request: its port may not be known yet. */
export async function bearerProxy(
  target: () => { readonly url: string; readonly token: string },
): Promise<BearerProxy> {
  const server = http.createServer((request, response) => {
    const { url, token } = target()
    const to = new URL(url)
    const headers: Record<string, string | string[]> = { authorization: `Bearer ${token}` }
    for (const [name, values = []] of Object.entries(request.headersDistinct))
      headers[name] = values.length === 1 ? values[0]! : values
    if (request.headers.host === `127.0.0.1:${port}`) headers['host'] = to.host
    const { method, url: path } = request
    const onward = http.request({ host: to.hostname, port: to.port, method, path, headers, agent: false }, answer => {
      response.writeHead(answer.statusCode!, answer.headers)
      response.flushHeaders()
      pipeline(answer, response, () => {})
    })
    // Nothing is kept back, or a stream would open only with its first event.
    onward.on('error', () => response.destroy())
    response.once('close', () => onward.destroy())
    pipeline(request, onward, () => {})
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    url: `http://127.0.0.1:${port}/mcp`,
    async close() {
      server.closeAllConnections()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
