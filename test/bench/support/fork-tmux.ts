// The reference for sends: a small MCP server on stdio that starts a tmux process for each call, as the servers do that
// Gatehouse learns from. It records nothing and asks nobody. `one`: text and Enter in one `send-keys`; else one for each,
// which a program that draws its own input box needs.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js'
import { z } from 'zod'

const run = promisify(execFile)

/** Serves until its input ends. `socket`: the tmux server's; `target`: the pane all goes to. */
export async function serveForkTmux(socket: string, target: string): Promise<void> {
  const tmux = (...args: string[]) => run('tmux', ['-S', socket, ...args])
  const server = new McpServer({ name: 'fork-tmux', version: '1.0.0' })
  const text = z.string()
  server.registerTool('send_one', { inputSchema: { text } }, async given => {
    await tmux('send-keys', '-t', target, given.text, 'Enter')
    return { content: [{ type: 'text', text: 'sent' }] }
  })
  server.registerTool('send', { inputSchema: { text } }, async given => {
    await tmux('send-keys', '-t', target, '-l', '--', given.text)
    await tmux('send-keys', '-t', target, 'Enter')
    return { content: [{ type: 'text', text: 'sent' }] }
  })
  server.registerTool('read', { inputSchema: {} }, async () => {
    const { stdout } = await tmux('capture-pane', '-p', '-t', target)
    return { content: [{ type: 'text', text: stdout }] }
  })
  await server.connect(new StdioServerTransport())
}
