# The recorder in a shell of the window: sh record.sh FILE MODES RECORDER. Prints MODES before it, ends it when there is a file
# called end, and takes back what was asked of the terminal.
clear
(until [ -e end ]; do sleep 0.02; done; kill "$(cat "$1.pid")") &
printf "$2"
sh -c 'echo $$ > "$0.pid"; exec node "$1" "$0"' "$1" "$3"
stty sane
printf '\033[?1000l\033[?1006l\033[<u'
clear
