// The steps of a long run by hand: each is named, timed and noted, a failure ends the run, and the table at its end is what
// a page in docs/ holds.
import { say, since } from '../lib/say.mjs'

/**
 * @returns {{step: (name: string, work: (note: (text: string) => void) => any) => Promise<any>, leftOut: (name: string, why: string) => void,
 *   end: (about: string) => never}} `end` prints the table, and ends the process: 0 where all went well
 */
export function createSteps() {
  const rows = []

  async function step(name, work) {
    say(`\n== ${name}`)
    const start = performance.now()
    const row = { name, state: 'FAILED', note: '', took: '' }
    rows.push(row)
    const note = text => {
      row.note = text
      say(text)
    }
    try {
      const result = await work(note)
      row.state = 'ok'
      return result
    } catch (error) {
      note(error.message.trim().split('\n').slice(-3).join(' / '))
      throw error
    } finally {
      row.took = since(start)
    }
  }

  function end(about) {
    console.log(`\n${about}, Node ${process.versions.node}\n\n| step | result | time |\n|---|---|---|`)
    for (const { name, state, note, took } of rows) {
      console.log(`| ${name} | ${[state, note].filter(Boolean).join(', ').replaceAll('|', '\\|')} | ${took} |`)
    }
    process.exit(rows.length > 0 && rows.every(row => row.state !== 'FAILED') ? 0 : 1)
  }

  return { step, leftOut: (name, why) => rows.push({ name, state: 'not tried', note: why, took: '' }), end }
}
