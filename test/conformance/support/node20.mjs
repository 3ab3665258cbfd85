// The conformance suite imports `globSync` from `fs`, which Node has from 22 on, for a command that is not used here. With
// this (`--import`) it starts on Node 20 too; calling it still fails.
import { register } from 'node:module'

const FS = `
  export * from 'node:fs'
  export { default } from 'node:fs'
  export const globSync = () => { throw new Error('fs.globSync is in Node 22') }
`
const HOOK = `
  const from = '/node_modules/@modelcontextprotocol/conformance/'
  const url = 'data:text/javascript,' + encodeURIComponent(${JSON.stringify(FS)})
  export const resolve = (name, context, next) =>
    name === 'fs' && context.parentURL?.includes(from) ? { url, shortCircuit: true } : next(name, context)
`
register(`data:text/javascript,${encodeURIComponent(HOOK)}`)
