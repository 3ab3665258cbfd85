#!/bin/sh
# After the files are in place. /usr/bin/gatehouse is a file of the package, so nothing is linked here.
set -e
app='/opt/${sanitizedProductName}'

# Chromium's sandbox uses user namespaces; where the kernel has none, or none for users, its setuid helper.
users=$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null || echo 1)
if [ -L /proc/self/ns/user ] && [ "$users" != 0 ]; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu 24.04 and newer allow those namespaces only to programs with a profile. Older AppArmor cannot read this one.
profile="$app/resources/apparmor-profile"
if [ -d /sys/kernel/security/apparmor ] && command -v apparmor_parser >/dev/null; then
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    cp -f "$profile" '/etc/apparmor.d/${executable}'
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

if command -v update-desktop-database >/dev/null; then update-desktop-database -q /usr/share/applications || true; fi
