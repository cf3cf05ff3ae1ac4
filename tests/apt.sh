#!/bin/sh
# Installs Debian packages where that needs no password: sh tests/apt.sh PACKAGE...
# Ends with 1 where it may not. A PostgreSQL that comes in this way gets no cluster and runs no service.
set -eu

command -v apt-get >/dev/null || exit 1
if [ "$(id -u)" = 0 ]; then
    as_root=
elif sudo -n true 2>/dev/null; then
    as_root="sudo -n"
else
    exit 1
fi

$as_root env DEBIAN_FRONTEND=noninteractive sh -euc '
    no_cluster=/etc/postgresql-common/createcluster.d/throwaway-only.conf
    mkdir -p "${no_cluster%/*}"
    echo "create_main_cluster = false" > "$no_cluster"
    trap "rm -f $no_cluster" EXIT
    apt-get update -q
    apt-get install -y -q --no-install-recommends "$@"
' apt.sh "$@" </dev/null
