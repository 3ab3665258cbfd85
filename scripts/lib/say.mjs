// What the scripts print goes to stderr: stdout belongs to the program they start.

/** @param {string} text one or more lines */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Seconds since `start` (performance.now()), as "1.2 s". */
export function since(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`
}

/** Ends the script with a plain sentence instead of a stack. */
export function fail(text, code = 1) {
  say(text)
  process.exit(code)
}
