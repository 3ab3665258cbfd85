// What fish reads last in a surface, after the person's own files: functions that hear fish's events and make the marks. (text)
// fish silences its own trace in what hears events.

/** Given to `fish --init-command` by its path. Every name of ours begins with `__gatehouse_`. */
export const FISH = String.raw`
set -g --unexport __gatehouse_nonce ''
if test -r "$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE"
    read -g --unexport __gatehouse_nonce <"$GATEHOUSE_INTEGRATION/nonce-$GATEHOUSE_SURFACE"
end
set -e GATEHOUSE_INTEGRATION

function __gatehouse_prompt --on-event fish_prompt
    set -l keymap emacs
    if string match -q '*vi_key_bindings' -- "$fish_key_bindings"
        set keymap vi-insert
        test "$fish_bind_mode" = default; and set keymap vi-command
    end
    builtin printf '\e]7;file://%s\a\e]133;B;k=%s;m=%s\a' (string replace -a -- % %25 "$PWD" | string join %0A) \
        "$__gatehouse_nonce" $keymap
end

function __gatehouse_preexec --on-event fish_preexec
    set -l lines (string sub -l 8192 -- "$argv[1]" | string replace -a -- % %25)
    builtin printf '\e]133;C;k=%s;t=%s\a' "$__gatehouse_nonce" \
        (string replace -a -- \t %09 $lines | string replace -ra '[[:cntrl:]]' '?' | string join %0A)
end

function __gatehouse_postexec --on-event fish_postexec
    builtin printf '\e]133;D;k=%s;%s\a' "$__gatehouse_nonce" $status
end

if test -z "$__gatehouse_nonce"
    functions -e __gatehouse_prompt __gatehouse_preexec __gatehouse_postexec
end
`
