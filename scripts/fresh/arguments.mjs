// What a run on an empty machine may be told: one flag of its own, and which tests.
import { fail } from '../lib/say.mjs'

/**
 * @param {string} flag that this run knows
 * @returns {{on: boolean, tests: string[]}} `on`: was the flag given? `tests`: what follows `npm test`, nothing for all of them.
 *   Ends with a sentence where there is anything else.
 */
export function readArguments(flag) {
  const args = process.argv.slice(2)
  const given = args.find(arg => arg.startsWith('--tests='))
  const unknown = args.find(arg => arg !== flag && arg !== given)
  if (unknown) fail(`There is no ${unknown} here. Known are ${flag} and --tests=PATH,….`, 2)
  const paths = given?.slice('--tests='.length).split(',').filter(Boolean) ?? []
  return { on: args.includes(flag), tests: paths.length > 0 ? ['--', ...paths] : [] }
}
