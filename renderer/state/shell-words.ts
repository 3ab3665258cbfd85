// A shell's text taken apart as far as its shape tells: commands, their words without quotes, where output goes, and what is
// left open. It follows no one shell: what it finds is pointed out to a person, and nothing is decided by it. Pure.

export interface Word {
  /** without its quotes and backslashes */
  readonly value: string
  /** its place in the text, in UTF-16 code units */
  readonly from: number
  readonly to: number
}

export interface Command {
  readonly words: readonly Word[]
  /** it reads what the command before it prints */
  readonly piped: boolean
  /** `>` and its like, with what it leads to */
  readonly redirects: readonly { readonly op: string; readonly at: number; readonly target: Word }[]
}

export interface Open {
  readonly what: 'quote' | 'backslash' | 'bracket' | 'here'
  readonly at: number
}

export interface ShellText {
  readonly commands: readonly Command[]
  /** the shell would wait for more; null = not that it shows */
  readonly open: Open | null
  /** where a `!` may put in an earlier command */
  readonly bangs: readonly number[]
}

/** Brackets in brackets beyond this are taken as plain characters. */
const DEEPEST = 20
const REDIRECT = /(?:&>>?|\d*>>|\d*>\||\d*>&|\d*>|<<<|<<-?|<)/y

export function readShell(text: string): ShellText {
  const found = { commands: [] as Command[], bangs: [] as number[], open: null as Open | null }
  read(text, 0, text.length, found, 0)
  return found
}

type Found = { commands: Command[]; bangs: number[]; open: Open | null }

function read(text: string, start: number, end: number, found: Found, deep: number): void {
  let words: Word[] = []
  let redirects: { op: string; at: number; target: Word }[] = []
  let piped = false
  let redirect: { op: string; at: number } | null = null
  let word: { value: string; from: number } | null = null
  const brackets: number[] = []
  const heres: { tag: string; at: number }[] = []
  let at = start

  const leftOpen = (what: Open['what'], where: number) => {
    found.open ??= { what, at: where }
  }
  const add = (value: string, from: number) => {
    word ??= { value: '', from }
    word.value += value
  }
  const endWord = () => {
    if (!word) return
    const done = { value: word.value, from: word.from, to: at }
    word = null
    if (redirect === null) words.push(done)
    else {
      if (/^<<-?$/.test(redirect.op)) heres.push({ tag: done.value, at: done.from })
      redirects.push({ ...redirect, target: done })
      redirect = null
    }
  }
  const endCommand = (pipes = false) => {
    endWord()
    if (words.length + redirects.length > 0) found.commands.push({ words, redirects, piped })
    words = []
    redirects = []
    piped = pipes
  }
  /** What stands in `$(…)` and its like from `from` on is commands of its own, and part of this word. */
  const inner = (from: number, opens: number, close: string) => {
    const to = close === ')' ? closing(text, from, end) : text.indexOf(close, from)
    const last = to === -1 || to >= end ? end : to
    if (last === end) leftOpen('bracket', opens)
    read(text, from, last, found, deep + 1)
    add(text.slice(opens, last + 1), opens)
    return last
  }

  while (at < end) {
    const one = text[at]!
    const next = at + 1 < end ? text[at + 1]! : ''
    if (one === '\\') {
      if (next === '') leftOpen('backslash', at)
      if (next !== '\n') add(next, at)
      at += 2
    } else if (one === "'") {
      const to = text.indexOf("'", at + 1)
      const last = to === -1 || to >= end ? end : to
      if (last === end) leftOpen('quote', at)
      add(text.slice(at + 1, last), at)
      at = last + 1
    } else if (one === '"') {
      const last = quoted(at)
      if (last === end) leftOpen('quote', at)
      at = last + 1
    } else if (deep < DEEPEST && (one === '$' || one === '<' || one === '>') && next === '(') {
      at = inner(at + 2, at, ')') + 1
    } else if (deep < DEEPEST && one === '`') {
      at = inner(at + 1, at, '`') + 1
    } else if (one === ' ' || one === '\t') {
      endWord()
      at += 1
    } else if (one === '\n') {
      endCommand()
      at = pastHeres(at + 1)
    } else if (one === '>' || one === '<' || (one === '&' && next === '>')) {
      // A number right before it belongs to it.
      if (word !== null && !/^\d$/.test((word as { value: string }).value)) endWord()
      word = null
      REDIRECT.lastIndex = at
      redirect = { op: REDIRECT.exec(text)?.[0] ?? one, at }
      at += redirect.op.length
    } else if (one === '|' || one === '&' || one === ';') {
      endCommand(one === '|' && next !== '|')
      at += next === one || (one === '|' && next === '&') ? 2 : 1
    } else if (one === '(' || one === ')') {
      endCommand()
      if (one === '(') brackets.push(at)
      else brackets.pop()
      at += 1
    } else {
      if (one === '!') bang(at)
      add(one, at)
      at += 1
    }
  }
  at = end
  endCommand()
  const bracket = brackets[0]
  if (bracket !== undefined) leftOpen('bracket', bracket)
  const here = heres[0]
  if (here) leftOpen('here', here.at)

  /** From the opening `"` to its closing one, or `end`. */
  function quoted(from: number): number {
    let i = from + 1
    add('', from)
    while (i < end && text[i] !== '"') {
      if (text[i] === '\\' && i + 1 < end) {
        add(text[i + 1]!, from)
        i += 2
      } else if (deep < DEEPEST && text[i] === '$' && text[i + 1] === '(') {
        i = inner(i + 2, i, ')') + 1
      } else if (deep < DEEPEST && text[i] === '`') {
        i = inner(i + 1, i, '`') + 1
      } else {
        if (text[i] === '!') bang(i)
        add(text[i]!, from)
        i += 1
      }
    }
    return Math.min(i, end)
  }

  function bang(i: number): void {
    const after = text[i + 1] ?? ''
    if (after !== '' && !' \t\n=("'.includes(after) && text[i - 1] !== '$') found.bangs.push(i)
  }

  /** Past the texts that `<<` announced, which end at a line with their mark alone. */
  function pastHeres(from: number): number {
    let line = from
    while (heres.length > 0) {
      const { tag } = heres[0]!
      let done = false
      while (line < end && !done) {
        const stop = text.indexOf('\n', line)
        const last = stop === -1 || stop > end ? end : stop
        done = text.slice(line, last).replace(/^\t+/, '') === tag
        line = Math.min(end, last + 1)
      }
      if (!done) return end
      heres.shift()
    }
    return line
  }
}

/** The `)` that belongs to a `(` right before `from`; -1 = there is none. */
function closing(text: string, from: number, end: number): number {
  let depth = 1
  for (let i = from; i < end; i++) {
    const one = text[i]
    if (one === '\\') i += 1
    else if (one === "'" || one === '"') {
      const to = text.indexOf(one, i + 1)
      if (to === -1 || to >= end) return -1
      i = to
    } else if (one === '(') depth += 1
    else if (one === ')') {
      depth -= 1
      if (depth === 0) return i
    }
  }
  return -1
}
