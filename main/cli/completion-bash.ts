// What bash completes. It needs nothing of the bash-completion package, which only finds the file.
import type { Known } from './completion.ts'
import type { Offer } from './table.ts'

export function bash({ flags, commands }: Known): string {
  const own = flags.map(flag => (flag.is === null ? `--${flag.name}` : `--${flag.name}=`))
  const sections = commands.map(({ name, deeds }) => {
    const verbs = deeds.flatMap(({ verb }) => verb ?? [])
    const body = deeds.map(({ verb, options, takes }) => {
      const offered = options.map(option => `--${option.name}=`).join(' ')
      const what = [
        ...options.map(option => `        --${option.name}) ${reply(option.is)}; return ;;`),
        `        *) if [[ $cur == -* ]]; then ${words(`${offered} --help`)}; else ${takes === null ? ':' : reply(takes)}; fi ;;`,
      ]
      const choice = `      case $flag in\n${what.join('\n')}\n      esac`
      return verb === null ? choice : `      if [[ \${COMP_WORDS[2]} == ${verb} ]]; then\n${choice}\n      fi`
    })
    const first =
      verbs.length === 0
        ? ''
        : `      if (( COMP_CWORD == 2 )); then ${words(`${verbs.join(' ')} --help`)}; return; fi\n`
    return `    ${name})\n${first}${body.join('\n')}\n      ;;`
  })
  const values = flags
    .filter(flag => flag.is !== null)
    .map(flag => `    --${flag.name}) ${reply(flag.is ?? 'text')}; return ;;`)
  return `# bash completion of gatehouse, printed by: gatehouse completion bash
_gatehouse() {
  local cur=\${COMP_WORDS[COMP_CWORD]} flag=\${COMP_WORDS[COMP_CWORD-1]}
  # bash takes --flag=value apart at the =
  if [[ $cur == = ]]; then cur=''
  elif [[ $flag == = ]]; then flag=\${COMP_WORDS[COMP_CWORD-2]}; fi
  COMPREPLY=()
  case \${COMP_WORDS[1]} in
${sections.join('\n')}
    *)
  case $flag in
${values.join('\n')}
  esac
  if [[ $cur == -* ]]; then ${words(own.join(' '))}
  elif (( COMP_CWORD == 1 )); then ${words(commands.map(({ name }) => name).join(' '))}; fi
      ;;
  esac
  if [[ \${COMPREPLY[0]-} == *= ]]; then compopt -o nospace 2>/dev/null; fi
}
complete -F _gatehouse gatehouse
`
}

function reply(is: Offer): string {
  if (is === 'file') return 'mapfile -t COMPREPLY < <(compgen -f -- "$cur"); compopt -o filenames 2>/dev/null'
  if (is === 'folder') return 'mapfile -t COMPREPLY < <(compgen -d -- "$cur"); compopt -o filenames 2>/dev/null'
  return is === 'text' ? ':' : words(is.join(' '))
}

function words(list: string): string {
  return `mapfile -t COMPREPLY < <(compgen -W '${list}' -- "$cur")`
}
