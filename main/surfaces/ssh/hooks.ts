// How hooks on another computer tell what happened: two scripts in the surface's folder there. The first leaves what was told in a
// file, as on this computer, and waits for nobody; the second carries such files, in their order, to the MCP port that ssh forwards.
// (text) What arrives is taken by mcp/hooks.ts.

/** Beside each other in the folder, with `events` for what was told. */
export const HOOK_FILE = 'hook.sh'
const CARRY_FILE = 'carry.sh'
export const EVENTS_FOLDER = 'events'

/** Prints nothing, decides nothing and never fails, so that no CLI waits for it or reads an answer from it. */
const HOOK = `#!/bin/sh
# Tells Gatehouse what happened here: hook.sh NAME [--arg TEXT], else the text is read from standard input.
{
  to="\${0%/*}/events/$$-$(date +%s)"
  {
    printf '%s\\n' "$1"
    if [ "$2" = --arg ]; then printf '%s' "$3"; else cat; fi
  } > "$to.part" && mv "$to.part" "$to.json"
  /bin/sh "\${0%/*}/carry.sh" < /dev/null &
} > /dev/null 2>&1
exit 0
`

/**
 * One carries at a time. Where nobody is reached it tries on for as long as the program runs, so that what ended while the connection
 * was lost is known when it is back; the last hundred are kept. The token goes in by standard input: no list of arguments has it.
 * Neither the person's .curlrc nor a proxy is asked.
 */
const CARRY = `#!/bin/sh
# Brings what hooks told to Gatehouse.
exec > /dev/null 2>&1
cd "\${0%/*}/events" || exit 0
[ -n "$GATEHOUSE_TOKEN" ] && [ -n "$GATEHOUSE_URL" ] || exit 0
umask 077
LC_ALL=C
export LC_ALL
told() { ls -tr | grep '\\.json$'; }
bring() {
  name=$(head -n 1 "$1")
  case $name in '' | *[!A-Za-z0-9._-]*) return 0 ;; esac
  [ "$(wc -c < "$1")" -lt 1000000 ] || return 0
  {
    printf '{"name":"%s","payload":' "$name"
    sed 1d "$1" | grep . || printf null
    printf '}'
  } > ../body
  code=$(
    curl -q -s -o ../answer -w '%{http_code}' --noproxy '*' --connect-timeout 3 --max-time 10 -K - \\
      -H 'Content-Type: application/json' --data-binary @../body "\${GATEHOUSE_URL%/mcp}/hooks" << END
header = "Authorization: Bearer $GATEHOUSE_TOKEN"
END
  )
  case $code in '' | 000 | 429 | 5??) return 1 ;; esac
}
pause=1
while told | grep -q .; do
  if ! ln -s "$$" ../carrying; then
    kill -0 "$(readlink ../carrying)" && exit 0
    rm -f ../carrying
    continue
  fi
  while one=$(told | head -n 1) && [ -n "$one" ]; do
    if bring "$one"; then
      rm -f "$one"
      pause=1
      continue
    fi
    kill -0 "$(cat ../pid)" || break 2
    for old in $(ls -t | grep '\\.json$' | tail -n +101); do rm -f "$old"; done
    sleep "$pause"
    [ "$pause" -ge 16 ] || pause=$((pause * 2))
  done
  rm -f ../carrying
done
exit 0
`

export const HOOK_FILES = [
  { name: HOOK_FILE, text: HOOK },
  { name: CARRY_FILE, text: CARRY },
] as const
