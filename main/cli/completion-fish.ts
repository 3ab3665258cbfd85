// What fish completes.
import type { Known } from './completion.ts'
import type { Deed, Offer } from './table.ts'

export function fish({ flags, commands }: Known): string {
  const names = commands.map(({ name }) => name).join(' ')
  const none = quoted(`not __fish_seen_subcommand_from ${names}`)
  const lines = flags.map(({ name, is, words }) => option(none, name, is, words))
  for (const { name, words, deeds } of commands) {
    lines.push(`complete -c gatehouse -n __fish_use_subcommand -a ${name} -d ${quoted(words)}`)
    const verbs = deeds.flatMap(({ verb }) => verb ?? [])
    for (const deed of deeds) {
      if (deed.verb !== null) {
        const when = `__fish_seen_subcommand_from ${name}; and not __fish_seen_subcommand_from ${verbs.join(' ')}`
        lines.push(`complete -c gatehouse -n ${quoted(when)} -a ${deed.verb} -d ${quoted(deed.words)}`)
      }
      const when = quoted(seen(deed))
      for (const { name: flag, is } of deed.options) lines.push(option(when, flag, is, ''))
      if (deed.takes !== null && deed.takes !== 'text')
        lines.push(`complete -c gatehouse -n ${when} ${offer(deed.takes)}`)
    }
    lines.push(option(quoted(`__fish_seen_subcommand_from ${name}`), 'help', null, 'what it does'))
  }
  return `# fish completion of gatehouse, printed by: gatehouse completion fish
complete -c gatehouse -f
${lines.join('\n')}
`
}

function seen({ command, verb }: Deed): string {
  return `__fish_seen_subcommand_from ${command}${verb === null ? '' : `; and __fish_seen_subcommand_from ${verb}`}`
}

function option(when: string, name: string, is: Offer | null, words: string): string {
  const value = is === null ? '' : is === 'text' ? ' -x' : ` -r ${offer(is)}`
  return `complete -c gatehouse -n ${when} -l ${name}${value}${words === '' ? '' : ` -d ${quoted(words)}`}`
}

function offer(is: Exclude<Offer, 'text'>): string {
  if (is === 'file') return '-F'
  return is === 'folder' ? `-f -a '(__fish_complete_directories)'` : `-f -a ${quoted(is.join(' '))}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
