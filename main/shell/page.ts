// Serves the window's page over app:// from the built folder, under a strict content security policy.
// Nothing else is loadable: no file://, no network.
import fs from 'node:fs/promises'
import path from 'node:path'
import { protocol, type Session } from 'electron'

export const PAGE_ORIGIN = 'app://gatehouse'

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // xterm writes its row styles into <style> elements.
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Must run before the app is ready. */
export function declarePage(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
}

/** Answers app:// requests of `session` from `folder`; anything outside it is 404. */
export function servePage(session: Session, folder: string): void {
  session.protocol.handle('app', async request => {
    const url = new URL(request.url)
    const wanted = path.join(folder, path.normalize(decodeURIComponent(url.pathname)))
    const file = wanted.endsWith(path.sep) ? path.join(wanted, 'index.html') : wanted
    const type = TYPES[path.extname(file)]
    if (url.host !== 'gatehouse' || !type || !file.startsWith(folder + path.sep)) {
      return new Response('Not found', { status: 404 })
    }
    try {
      return new Response(new Uint8Array(await fs.readFile(file)), {
        headers: { 'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' },
      })
    } catch {
      return new Response('Not found', { status: 404 })
    }
  })
}
