// What README.md tells a newcomer to type, taken from its text: the walk has no other source. Pure.

const COMMANDS = 'Two commands'
const HEADLESS = 'Without a window'
const HASH = 'sha256:…'

/**
 * @typedef {object} Plan
 * @property {{start: string, test: string}} two the two commands
 * @property {string} token makes a token @property {string} headless starts without a window @property {string} agent
 * @property {string} surface what --headless opens, by name @property {string} file the policy's
 * @property {(hash: string) => string} policy its text, with the hash of the token
 */

/** @param {string} text of README.md @returns {Plan} Throws, with a sentence, where it does not say what a newcomer needs. */
export function planOf(text) {
  const two = commandsOf(sectionOf(text, COMMANDS)).filter(command => command.startsWith('npm '))
  if (two.join() !== 'npm start,npm test')
    throw new Error(`The two commands of README.md are now ${two.join(' and ')}.`)
  const headless = sectionOf(text, HEADLESS)
  const commands = commandsOf(headless)
  const token = commands.find(command => / token new /.test(command)) ?? ''
  const start = commands.find(command => / --headless\b/.test(command)) ?? ''
  const [agent, file, surface] = [
    / token new (\S+)/.exec(token),
    / --policy=(\S+)/.exec(start),
    / --name=(\S+)/.exec(start),
  ]
  if (!agent || !file || !surface) throw new Error(`README.md, "${HEADLESS}", has no token, policy file or surface.`)
  const policy = blocksOf(headless, 'jsonc?').find(block => block.includes(HASH) && block.includes(`"${agent[1]}"`))
  if (!policy) throw new Error(`README.md, "${HEADLESS}", has no policy for ${agent[1]} with "${HASH}" in it.`)
  return {
    two: { start: two[0], test: two[1] },
    token,
    headless: start,
    agent: agent[1],
    surface: surface[1],
    file: file[1],
    policy: hash => policy.replace(HASH, hash),
  }
}

/**
 * The policy with one rule more: that for `surface` once again, for `other`, as a person would write it below a line they have.
 * Throws where no line has such a rule.
 */
export function alsoFor(policy, surface, other) {
  const lines = policy.split('\n')
  const at = lines.findIndex(line => line.includes(`"name": "${surface}"`) && line.includes('"submit"'))
  if (at < 0) throw new Error(`No line of README.md's policy gives submit in ${surface}.`)
  const rule = lines[at].trimEnd().replace(/,$/, '')
  const more = rule.replace(`"name": "${surface}"`, `"name": "${other}"`).replace(/"id": "[^"]*"/, '"id": "r9"')
  return [...lines.slice(0, at), `${more},`, ...lines.slice(at)].join('\n')
}

/** What stands below a heading of the second level. */
function sectionOf(text, heading) {
  const section = text.split(/^## /m).find(part => part.startsWith(`${heading}\n`))
  if (section === undefined) throw new Error(`README.md has no section "${heading}".`)
  return section
}

function blocksOf(section, language) {
  return [...section.matchAll(new RegExp(`^\`\`\`${language}\\b.*\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    match => match[1],
  )
}

/** The lines of its shell blocks, without comments. */
function commandsOf(section) {
  const lines = blocksOf(section, 'sh').join('').split('\n')
  return lines.map(line => line.replace(/(^|\s+)#.*$/, '').trim()).filter(Boolean)
}
