// The plugin that OpenCode loads to report what happens in it, as the text of a module: one file for each event, in the folder
// that GATEHOUSE_EVENTS names. It runs inside OpenCode, so it never throws, waits, prints or decides. What an event means is
// read in main/status/agents/opencode.ts.

/**
 * Beside the event's name it tells the session, the session it belongs to at the top (a sub-agent has one of its own), the error a
 * turn ended by, and all that waits for an answer now: with several sub-agents one asks while another works.
 */
export const PLUGIN = `import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const TOLD = /^(session\\.(created|deleted|status|idle|error)|(permission|question)\\.(v2\\.)?(asked|updated|replied|rejected))$/
const folder = process.env.GATEHOUSE_EVENTS
const parents = new Map()
const waiting = new Map()
const errors = new Map()
let count = 0

// An OpenCode that this one's own shell starts has our environment too. The first process reports, the others keep still.
function ours() {
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), 'gatehouse-plugin.pid')
  const owner = Number(fs.readFileSync(file, 'utf8'))
  if (owner === process.pid) return true
  if (owner > 0 && alive(owner)) return false
  fs.writeFileSync(file, String(process.pid), { mode: 0o600 })
  return true
}

function alive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function tell(name, payload) {
  if (!folder || !ours()) return
  const file = path.join(folder, Date.now() + '-' + String(count++).padStart(8, '0'))
  fs.writeFileSync(file + '.part', name + '\\n' + JSON.stringify(payload), { mode: 0o600 })
  fs.renameSync(file + '.part', file + '.json')
  // On another computer it has to be brought to Gatehouse.
  const carry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'carry.sh')
  if (fs.existsSync(carry)) spawn('/bin/sh', [carry], { detached: true, stdio: 'ignore' }).unref()
}

function top(session) {
  for (let depth = 0; depth < 20 && parents.has(session); depth++) session = parents.get(session)
  return session
}

function within(session, other) {
  for (let depth = 0; depth < 20 && session !== undefined; depth++) {
    if (session === other) return true
    session = parents.get(session)
  }
  return false
}

function heard({ type, properties }) {
  const { info, status, error } = properties
  const session = properties.sessionID ?? info?.id
  if (info?.parentID && /^session\\.(created|updated)$/.test(type)) parents.set(session, info.parentID)
  if (!TOLD.test(type)) return
  const [kind, , verb = ''] = type.match(/^(permission|question)\\.(v2\\.)?(\\w+)$/)?.slice(1) ?? []
  const id = properties.requestID ?? properties.permissionID ?? properties.id
  if (/asked|updated/.test(verb)) {
    const permission = properties.permission ?? properties.action ?? properties.type
    waiting.set(id, { id, kind, session, ...(typeof permission === 'string' ? { permission } : {}) })
  }
  if (/replied|rejected/.test(verb)) waiting.delete(id)
  if (type === 'session.error') errors.set(session, String(error?.name ?? 'error'))
  if (status?.type === 'busy' || status?.type === 'retry') errors.delete(session)
  const over = type === 'session.idle' || type === 'session.deleted' || status?.type === 'idle'
  if (over) for (const one of waiting.values()) if (within(one.session, session)) waiting.delete(one.id)
  tell(type, {
    session,
    root: top(session),
    ...(status ? { status: status.type } : {}),
    ...(over || type === 'session.error' ? { error: errors.get(session) } : {}),
    ...(kind ? { id } : {}),
    waiting: [...waiting.values()].slice(0, 20),
  })
}

export const Gatehouse = async () => {
  try {
    tell('plugin.loaded', {})
  } catch {}
  return {
    event: async ({ event }) => {
      try {
        heard(event)
      } catch {}
    },
  }
}
`
