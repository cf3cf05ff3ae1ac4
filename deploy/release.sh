#!/bin/sh
# Puts a release beside the others, and changes nothing that runs: deploy/release.sh v1.1.0
# Typed as root in the clone of the repository, which has fetched it; whoever serves reads a release, and alters nothing of it.
set -eu
umask 022
source=$(cd "$(dirname "$0")/.." && pwd -P)
home=${source%/*}
new=$home/releases/$1
[ ! -e "$new" ] || { echo "$new is there already." >&2; exit 1; }

git -C "$source" rev-parse --verify --quiet "refs/tags/$1^{commit}" >/dev/null || {
    echo "There is no release $1. The newest are: $(git -C "$source" tag --sort=-version:refname | head -n 3 | xargs)" >&2
    exit 1
}
trap 'rm -rf "$new"' EXIT
mkdir -p "$new"
git -C "$source" archive "refs/tags/$1" | tar -x -C "$new"

cd "$new"
python3 -m venv .venv
.venv/bin/pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes -r requirements.lock
env -i PATH="$PATH" ENVIRONMENT=demo .venv/bin/python manage.py collectstatic --noinput --verbosity 0
.venv/bin/python -m compileall -q deploy hhtclinic patients programs

# A page that was opened before the update still asks for the files that were named in it.
if [ -d "$home/current/var/static" ]; then
    tar -c -C "$home/current/var/static" --newer-mtime="60 days ago" . | tar -x -C var/static --skip-old-files
fi
trap - EXIT
echo "$new"
