#!/usr/bin/env bash
# The one list of system packages that the tests need beyond Node and npm. Needs root or password-less sudo.
set -euo pipefail

packages=(chromium docker-compose influxdb openssl redis-server)
# Of these, what starts a service of its own. The tests start theirs by hand.
services=(influxdb redis-server)

missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if ((${#missing[@]} == 0)); then exit 0; fi

as_root=()
if ((EUID != 0)); then as_root=(sudo -n); fi
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"

if [[ ! -d /run/systemd/system ]]; then exit 0; fi
for service in "${services[@]}"; do
  if [[ " ${missing[*]} " != *" $service "* ]]; then continue; fi
  "${as_root[@]}" systemctl disable --quiet --now "$service"
  echo "$service was installed; its service is stopped and does not start by itself"
done
