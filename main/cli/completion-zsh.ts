// What zsh completes, for a folder of its fpath.
import type { Known } from './completion.ts'
import type { Deed, Offer } from './table.ts'

export function zsh({ flags, commands }: Known): string {
  const own = flags.map(({ name, is, repeats, words }) => {
    const value = is === null ? '' : `=:${name}:${action(is)}`
    return `      ${quoted(`${repeats ? '*' : ''}--${name}${is === null ? '' : '='}[${inBrackets(words)}]${value.slice(1)}`)}`
  })
  const list = commands.map(({ name, words }) => `      ${quoted(`${name}:${words}`)}`)
  const sections = commands.map(({ name, deeds }) => {
    const verbs = deeds.flatMap(({ verb, words }) => (verb === null ? [] : [{ verb, words }]))
    if (verbs.length === 0) return `    ${name}) ${args(deeds[0]!)} ;;`
    return `    ${name})
      if (( CURRENT == 2 )); then
        local -a verbs=(${verbs.map(({ verb, words }) => quoted(`${verb}:${words}`)).join(' ')})
        _describe -t verbs verb verbs
        return
      fi
      case $words[2] in
${deeds.map(deed => `        ${deed.verb}) shift words; (( CURRENT-- )); ${args(deed)} ;;`).join('\n')}
      esac
      ;;`
  })
  return `#compdef gatehouse
# zsh completion of gatehouse, printed by: gatehouse completion zsh
_gatehouse() {
  local -a commands=(
${list.join('\n')}
  )
  if (( CURRENT == 2 )); then
    [[ $words[2] == -* ]] || _describe -t commands command commands
  fi
  local command=$words[2]
  if (( CURRENT > 2 )) && [[ -n \${(M)commands:#$command:*} ]]; then
    shift words; (( CURRENT-- ))
  else
    _arguments \\
${own.join(' \\\n')}
    return
  fi
  case $command in
${sections.join('\n')}
  esac
}
_gatehouse "$@"
`
}

function args({ options, takes }: Deed): string {
  const own = options.map(({ name, is }) => quoted(`--${name}=:${name}:${action(is)}`))
  const rest = takes === null ? [] : [quoted(`1:what:${action(takes)}`)]
  return ['_arguments', quoted('--help[what it does]'), ...own, ...rest].join(' ')
}

function action(is: Offer): string {
  if (is === 'file') return '_files'
  if (is === 'folder') return '_files -/'
  return is === 'text' ? ' ' : `(${is.join(' ')})`
}

function inBrackets(words: string): string {
  return words.replace(/[[\]\\:]/g, '\\$&')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
