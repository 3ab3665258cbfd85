// Calls list_surfaces once with a token, over plain HTTP, and prints the status: `node call.mjs URL TOKEN`.
const [url, token] = process.argv.slice(2)
const response = await fetch(url, {
  method: 'POST',
  headers: {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_surfaces' } }),
})
console.log(`called ${response.status}`)
