#!/bin/sh
# After the files are gone. An upgrade calls this too (deb: upgrade, rpm: 1): then the new version has what it needs.
set -e
case ${1-} in
  upgrade | failed-upgrade | abort-upgrade | 1) exit 0 ;;
esac
profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null; then apparmor_parser --remove "$profile" 2>/dev/null || true; fi
  rm -f "$profile"
fi
if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
