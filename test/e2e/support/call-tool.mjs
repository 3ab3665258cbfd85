// Calls one tool once over plain HTTP and prints its structured result: `node call-tool.mjs URL TOKEN TOOL [JSON]`.
const [url, token, name, args = '{}'] = process.argv.slice(2)
const response = await fetch(url, {
  method: 'POST',
  headers: {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  },
  body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name, arguments: JSON.parse(args) } }),
})
const text = await response.text()
// An answer may come as one event of a stream.
const line = text.split('\n').find(one => one.startsWith('data: {'))
const { result, error } = JSON.parse(line?.slice('data: '.length) ?? text)
console.log(JSON.stringify(result?.structuredContent ?? { status: response.status, error }))
