#!/bin/sh
# The installed command `gatehouse`, beside the app (resources/bin). What opens no window gets no sandbox for one: it must
# also run where Chromium's cannot, as root and in containers. The window never runs without it.
self=$(readlink -f "$0")
top=${self%/*/*/*}
alone='--no-sandbox --no-zygote --log-level=3' # main/switches.ts knows them
if [ -x "$top/gatehouse" ]; then app=$top/gatehouse; else app=$top/MacOS/Gatehouse; fi

case ${1-} in
  mcp | token | policy | activity | completion | man | --help | --version) exec "$app" $alone "$@" ;;
esac
for word; do
  [ "$word" != --headless ] || exec "$app" $alone "$@"
done
if [ "$top/gatehouse" = "$app" ] && [ -z "${DISPLAY-}${WAYLAND_DISPLAY-}" ]; then
  echo 'gatehouse: No display (neither DISPLAY nor WAYLAND_DISPLAY is set): running headless, without a window.' >&2
  exec "$app" $alone "$@" --headless
fi
exec "$app" "$@"
