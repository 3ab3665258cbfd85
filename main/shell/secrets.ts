// The seal on the accepted policy, from the system's keychain. Only what the keychain really guards counts: not the plain
// text that Electron falls back to on Linux, and not from a clone, where the key would be any Electron's. Untried on macOS
// and Windows.
import { app, safeStorage } from 'electron'
import type { Seal } from '../store/accepted.ts'

/** Call when the app is ready. */
export function keychainSeal(): Seal {
  const real = app.isPackaged && safeStorage.isEncryptionAvailable() && isGuarded()
  return {
    real,
    sign: data => (real ? safeStorage.encryptString(data).toString('base64') : null),
    // What decrypts to exactly this was encrypted under the keychain's key.
    verify: (data, mac) => real && safeStorage.decryptString(Buffer.from(mac, 'base64')) === data,
  }
}

function isGuarded(): boolean {
  if (process.platform !== 'linux') return true
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend())
}
