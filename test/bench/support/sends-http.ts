// A plain HTTP client of the MCP port, over one kept connection: as little as a client can be.
import http from 'node:http'

/** One tool call, up to its answer. Rejects where the tool refused. */
export type Call = (tool: string, args?: Readonly<Record<string, unknown>>) => Promise<string>

/** A connection of its own; `end` closes it. */
export function plainCall(url: string, token: string): { readonly call: Call; end(): void } {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  return {
    call: (name, args = {}) =>
      post(url, token, agent, { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: args } }),
    end: () => agent.destroy(),
  }
}

function post(url: string, token: string, agent: http.Agent, message: unknown): Promise<string> {
  const body = JSON.stringify(message)
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'content-length': Buffer.byteLength(body),
  }
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', agent, headers }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        text += part
      })
      response.on('end', () => {
        if (response.statusCode === 200 && !text.includes('"isError":true')) resolve(text)
        else reject(new Error(text))
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}
