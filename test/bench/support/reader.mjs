// A process that reads surfaces over MCP as an agent does, one after the other, and says how long each took. Plain HTTP on one
// connection: what it measures is the server. Told by messages what to read; it ends with whoever started it.
import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
let id = 0

function read({ url, token }, surface) {
  const body = JSON.stringify({
    ...{ jsonrpc: '2.0', id: ++id, method: 'tools/call' },
    params: { name: 'read_surface', arguments: { surface, what: 'screen' } },
  })
  const headers = {
    ...{ authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...{ accept: 'application/json, text/event-stream', 'mcp-protocol-version': '2025-11-25' },
  }
  return new Promise((resolve, reject) => {
    const start = performance.now()
    const request = http.request(url, { method: 'POST', headers, agent }, response => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', part => {
        text += part
      })
      response.on('end', () => {
        if (response.statusCode !== 200 || !text.includes('"lines"') || text.includes('"isError":true'))
          reject(new Error(`${response.statusCode} ${text.slice(0, 300)}`))
        else resolve(performance.now() - start)
      })
    })
    request.on('error', reject)
    request.end(body)
  })
}

process.on('message', async ({ server, surfaces, calls, gapMs }) => {
  try {
    const took = []
    for (let nth = 0; nth < calls; nth += 1) {
      took.push(await read(server, surfaces[nth % surfaces.length]))
      await wait(gapMs)
    }
    process.send({ took })
  } catch (error) {
    process.send({ error: String(error) })
  }
})
process.on('disconnect', () => process.exit())
