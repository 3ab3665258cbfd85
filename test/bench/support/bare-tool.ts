// The other reference for sends: one tool of the SDK's McpServer, which writes text and CR to a pseudo-terminal and answers.
// No gate, no record, no look at the program; the port and all before the tool are Gatehouse's own.
import { McpServer } from '@modelcontextprotocol/server'
import { spawn } from 'node-pty'
import { z } from 'zod'
import { openEndpoint } from '../../../main/mcp/endpoint.ts'
import { hashToken } from '../../../main/mcp/tokens.ts'

/** Serves on a free port until a signal ends it; says its address on stdout. */
export async function serveBareTool(token: string): Promise<void> {
  const term = spawn('cat', [], { cols: 80, rows: 24 })
  let screen = ''
  term.onData(data => {
    screen = (screen + data).slice(-4096)
  })
  const content = (text: string) => ({ content: [{ type: 'text' as const, text }] })
  const input = z.object({ surface: z.string(), text: z.string() })
  const hash = hashToken(token)
  const endpoint = await openEndpoint({
    port: 0,
    identify: given => (given === hash ? { id: 'bench', name: 'Bench' } : null),
    serverFor() {
      const server = new McpServer({ name: 'bare', version: '1.0.0' })
      server.registerTool('submit_text', { inputSchema: input }, async ({ text }) => {
        term.write(text)
        term.write('\r')
        return content('sent')
      })
      server.registerTool('read_surface', {}, async () => content(screen))
      return server
    },
  })
  if (!endpoint.ok) throw new Error(endpoint.message)
  console.log(endpoint.value.url)
}
