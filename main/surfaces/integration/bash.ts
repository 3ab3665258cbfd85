// What bash reads first in a surface: it reads what a login bash reads, then adds the marks. (text) bash is started with
// --posix and this file as ENV, the one file it then reads, and is put back into its usual mode at once.
// bash before 4.4 has no PS0 to say that a command starts: there it only reads the person's files.

/**
 * Every name of ours begins with `__gatehouse_`. The functions come before the person's files: no alias is defined yet. Only
 * what stands in `$(…)` is read again each time it runs, so there `builtin` is quoted.
 */
export const BASH = String.raw`
__gatehouse_nonce=
__gatehouse_number=
__gatehouse_keeps=
__gatehouse_ended=
if [ -r "$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE" ]; then
  builtin read -r __gatehouse_nonce < "$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE"
fi
builtin unset GATEHOUSE_INTEGRATION
# Back from what --posix has changed.
builtin set +o posix
builtin shopt -u inherit_errexit 2>/dev/null
if [[ "$HISTFILE" == ~/.sh_history ]]; then HISTFILE=~/.bash_history; fi
if [[ -n "$GATEHOUSE_ENV" ]]; then builtin export ENV="$GATEHOUSE_ENV"; else builtin unset ENV; fi
builtin unset GATEHOUSE_ENV

# Before each prompt, first: the last command has ended. The status is handed on where the person's own commands follow
# in the same string (before bash 5.1).
__gatehouse_first() {
  { builtin local - status=$? flags=$-; builtin set +aexu; } 2>/dev/null
  builtin printf '\e]133;D;k=%s;%s\a' "$__gatehouse_nonce" "$status" 2>/dev/null >/dev/tty
  __gatehouse_ended=1
  if [[ $flags == *e* ]] || (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501 )); then builtin return 0; fi
  builtin return "$status"
}

# Before each prompt, last: the shell is about to read a command.
__gatehouse_last() {
  { builtin local -; builtin set +aexu; } 2>/dev/null
  # Where the first of the two was lost, the code is not known.
  if [[ -z $__gatehouse_ended ]]; then
    builtin printf '\e]133;D;k=%s\a' "$__gatehouse_nonce" 2>/dev/null >/dev/tty
  fi
  __gatehouse_ended=
  __gatehouse_install || builtin return 0
  builtin local keymap=none folder="$PWD"
  if [[ -o emacs ]]; then keymap=emacs; elif [[ -o vi ]]; then keymap=vi-insert; fi
  __gatehouse_number=0
  if [[ $(HISTTIMEFORMAT='' 'builtin' history 1 2>/dev/null) =~ ^[[:space:]]*([0-9]+) ]]; then
    __gatehouse_number=${'$'}{BASH_REMATCH[1]}
  fi
  __gatehouse_keeps=
  if [[ -o history ]]; then __gatehouse_keeps=1; fi
  folder=${'$'}{folder//'%'/%25}
  builtin printf '\e]7;file://%s\a\e]133;B;k=%s;m=%s\a' "$folder" "$__gatehouse_nonce" "$keymap" 2>/dev/null >/dev/tty
  builtin return 0
}

# In a subshell of PS0: a command starts. Its text is the newest line of the history, where that surely is this command.
__gatehouse_preexec() {
  { builtin set +aexu; } 2>/dev/null
  builtin local text number='' given=''
  text=$(HISTTIMEFORMAT='' 'builtin' history 1 2>/dev/null)
  if [[ $text =~ ^[[:space:]]*([0-9]+)\*?[[:space:]]+(.*)$ ]]; then
    number=${'$'}{BASH_REMATCH[1]}
    text=${'$'}{BASH_REMATCH[2]:0:8192}
    if (( number > __gatehouse_number )); then given=1
    elif [[ $HISTCONTROL != *ignorespace* && $HISTCONTROL != *ignoreboth* && -z $HISTIGNORE ]]; then given=1; fi
  fi
  if [[ -n $given && -n $__gatehouse_keeps ]]; then
    text=${'$'}{text//'%'/%25}
    text=${'$'}{text//$'\n'/%0A}
    text=${'$'}{text//$'\t'/%09}
    text=";t=${'$'}{text//[[:cntrl:]]/?}"
  else
    text=
  fi
  builtin printf '\e]133;C;k=%s%s\a' "$__gatehouse_nonce" "$text" 2>/dev/null >/dev/tty
}

# Puts the two at both ends of PROMPT_COMMAND, and the third into PS0: at the start, and again whenever they were moved.
# Nothing of ours may reach a child's environment: there the functions are missing. Fails where PS0 would be shown as it is.
__gatehouse_install() {
  builtin local one
  local -a rest=()
  if (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501 )); then
    if [[ $PROMPT_COMMAND != __gatehouse_first || "${'$'}{PROMPT_COMMAND[*]: -1}" != __gatehouse_last ]]; then
      for one in "${'$'}{PROMPT_COMMAND[@]}"; do
        if [[ -n $one && $one != __gatehouse_first && $one != __gatehouse_last ]]; then rest+=("$one"); fi
      done
      PROMPT_COMMAND=(__gatehouse_first "${'$'}{rest[@]}" __gatehouse_last)
    fi
  elif [[ $PROMPT_COMMAND != __gatehouse_first$'\n'*$'\n'__gatehouse_last ]]; then
    one=${'$'}{PROMPT_COMMAND//__gatehouse_first/:}
    PROMPT_COMMAND=__gatehouse_first$'\n'${'$'}{one//__gatehouse_last/:}$'\n'__gatehouse_last
  fi
  builtin export -n PS0 PROMPT_COMMAND
  if ! builtin shopt -q promptvars; then
    PS0=${'$'}{PS0//'$({ __gatehouse_preexec; } 2>/dev/null)'/}
    builtin return 1
  fi
  if [[ $PS0 != *'$({ __gatehouse_preexec; } 2>/dev/null)'* ]]; then PS0=$PS0'$({ __gatehouse_preexec; } 2>/dev/null)'; fi
  builtin return 0
}

# At the end of the person's files. Without a mark for the prompt there must be none for a command either.
__gatehouse_start() {
  builtin local -
  builtin set +aexu
  if [[ -z $__gatehouse_nonce || ${'$'}{PS0@a} == *r* || ${'$'}{PROMPT_COMMAND@a} == *r* ]]; then builtin return 0; fi
  __gatehouse_install
  builtin return 0
}

if [[ -r /etc/profile ]]; then . /etc/profile; fi
if [[ -r ~/.bash_profile ]]; then . ~/.bash_profile
elif [[ -r ~/.bash_login ]]; then . ~/.bash_login
elif [[ -r ~/.profile ]]; then . ~/.profile
fi
if (( BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404 )); then { __gatehouse_start; } 2>/dev/null; fi
`
