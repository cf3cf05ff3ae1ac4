#!/bin/sh
# manage.py of this release, in the surroundings and as the user that the units have: deploy/manage.sh check
# With --owner it asks the database as the owner of its tables.
set -eu
cd "$(dirname "$0")/.."
home=$(pwd -P)
owner=
if [ "${1-}" = --owner ]; then
    owner=--property=EnvironmentFile=/etc/hhtclinic-owner.env
    shift
fi
if [ -t 0 ]; then with=--pty; else with=--pipe; fi
exec systemd-run --quiet --wait --collect "$with" --uid=hhtclinic --working-directory="$home" \
    --property=EnvironmentFile=/etc/hhtclinic.env $owner "$home/.venv/bin/python" manage.py "$@"
