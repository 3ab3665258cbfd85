// What zsh reads first in a surface: it puts ZDOTDIR back as it was, so that zsh itself reads the person's own files, all of
// them, and leaves three hooks that make the marks. (text)

/** The .zshenv in our folder. Every name of ours begins with `__gatehouse_`. */
export const ZSHENV = String.raw`
if [[ -n "${'$'}{GATEHOUSE_ZDOTDIR-}" ]]; then
  'builtin' 'export' ZDOTDIR="$GATEHOUSE_ZDOTDIR"
else
  'builtin' 'unset' ZDOTDIR
fi
'builtin' 'typeset' -g __gatehouse_nonce='' __gatehouse_ended=''
if [[ -r "$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE" ]]; then
  'builtin' 'read' -r __gatehouse_nonce < "$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE"
fi
'builtin' 'unset' GATEHOUSE_ZDOTDIR GATEHOUSE_INTEGRATION

# Before each prompt, before all others but a function called precmd: the last command has ended.
__gatehouse_first() {
  { 'builtin' 'local' code=$?; 'builtin' 'emulate' -LR zsh; 'builtin' 'setopt' no_xtrace } 2>/dev/null
  'builtin' 'printf' '\e]133;D;k=%s;%s\a' "$__gatehouse_nonce" "$code" 2>/dev/null >$TTY
  __gatehouse_ended=1
  'builtin' 'return' 0
}

# Before each prompt, after all others: the shell is about to read a command.
__gatehouse_last() {
  { 'builtin' 'local' code=$?; 'builtin' 'emulate' -LR zsh; 'builtin' 'setopt' no_xtrace } 2>/dev/null
  if [[ -z "$__gatehouse_ended" ]]; then
    'builtin' 'printf' '\e]133;D;k=%s;%s\a' "$__gatehouse_nonce" "$code" 2>/dev/null >$TTY
  fi
  __gatehouse_ended=''
  if [[ "${'$'}{precmd_functions[1]}" != __gatehouse_first || "${'$'}{precmd_functions[-1]}" != __gatehouse_last ]]; then
    precmd_functions=(__gatehouse_first ${'$'}{${'$'}{precmd_functions:#__gatehouse_first}:#__gatehouse_last} __gatehouse_last)
  fi
  if (( ! ${'$'}{preexec_functions[(I)__gatehouse_preexec]} )); then preexec_functions+=(__gatehouse_preexec); fi
  'builtin' 'local' keymap=none
  case "$('builtin' 'bindkey' -lL main 2>/dev/null)" in
    (*emacs*) keymap=emacs ;;
    (*viins*) keymap=vi-insert ;;
    (*vicmd*) keymap=vi-command ;;
  esac
  'builtin' 'printf' '\e]7;file://%s\a\e]133;B;k=%s;m=%s\a' \
    "${'$'}{PWD//\%/%25}" "$__gatehouse_nonce" "$keymap" 2>/dev/null >$TTY
  'builtin' 'return' 0
}

# A command starts.
__gatehouse_preexec() {
  { 'builtin' 'emulate' -LR zsh; 'builtin' 'setopt' no_xtrace } 2>/dev/null
  'builtin' 'local' text="${'$'}{1:-$3}"
  text="${'$'}{text[1,8192]}"
  text="${'$'}{text//\%/%25}"
  text="${'$'}{text//$'\n'/%0A}"
  text="${'$'}{text//$'\t'/%09}"
  'builtin' 'printf' '\e]133;C;k=%s;t=%s\a' "$__gatehouse_nonce" "${'$'}{text//[[:cntrl:]]/?}" 2>/dev/null >$TTY
  'builtin' 'return' 0
}

if [[ -n "$__gatehouse_nonce" && -o interactive ]]; then
  'builtin' 'typeset' -ga precmd_functions preexec_functions
  precmd_functions+=(__gatehouse_first __gatehouse_last)
  preexec_functions+=(__gatehouse_preexec)
fi
if [[ -r "${'$'}{ZDOTDIR-$HOME}/.zshenv" ]]; then 'builtin' 'source' "${'$'}{ZDOTDIR-$HOME}/.zshenv"; fi
`
