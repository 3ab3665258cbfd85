// Where things are: the clone, what is built from it, and the cache of this user.
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The clone's top folder. (Not import.meta.dirname: an older Node must get as far as the message about its version.) */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '')

/** @param {...string} parts a path inside the clone */
export const at = (...parts) => path.join(root, ...parts)

/** `${XDG_CACHE_HOME:-~/.cache}/gatehouse`; a relative XDG_CACHE_HOME is to be ignored, says its specification. */
export function cacheDir() {
  const xdg = process.env.XDG_CACHE_HOME
  return path.join(xdg && path.isAbsolute(xdg) ? xdg : path.join(os.homedir(), '.cache'), 'gatehouse')
}

/**
 * Where the person stood who ran `npm run SCRIPT`: npm itself goes to the clone's top folder, but the paths they wrote
 * are relative to theirs. Without npm in between, the current folder.
 */
export function callersFolder(script) {
  const { npm_lifecycle_event: event, npm_package_json: manifest, INIT_CWD: typedIn } = process.env
  return typedIn && event === script && manifest === at('package.json') ? typedIn : process.cwd()
}
