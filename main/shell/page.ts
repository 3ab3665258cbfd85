// Serves the window's page over app:// from the built folder, under a strict content security policy.
// Nothing else is loadable: no file://, no network.
import fs from 'node:fs'
import path from 'node:path'
import { type ProtocolResponse, protocol, type Session } from 'electron'

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
  // No `codeCache`: whoever writes into the data folder would write what the page runs, and the page may do what a person may.
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }])
}

/**
 * Answers app:// requests of `session` from `folder`; anything outside it is 404. With the older of Electron's two interfaces: the
 * newer one has Node load all of `fetch` before the first byte, a tenth of the start. Resolves when the window has been given its script.
 */
export function servePage(session: Session, folder: string): Promise<void> {
  return new Promise(resolve => {
    session.protocol.registerBufferProtocol('app', ({ url }, respond) => {
      respond(answer(new URL(url), folder))
      if (url.endsWith('.js')) setImmediate(resolve)
    })
  })
}

/** Read in one go: to wait for the disk by turns takes longer than the disk, while so much else begins. */
function answer({ host, pathname }: URL, folder: string): ProtocolResponse {
  try {
    const wanted = path.join(folder, path.normalize(decodeURIComponent(pathname)))
    const file = wanted.endsWith(path.sep) ? path.join(wanted, 'index.html') : wanted
    const type = TYPES[path.extname(file)]
    if (host !== 'gatehouse' || !type || !file.startsWith(folder + path.sep)) return NOT_FOUND
    const headers = { 'content-type': type, 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff' }
    return { statusCode: 200, headers, data: fs.readFileSync(file) }
  } catch {
    return NOT_FOUND
  }
}

const NOT_FOUND: ProtocolResponse = { statusCode: 404, data: Buffer.from('Not found') as unknown as string }
