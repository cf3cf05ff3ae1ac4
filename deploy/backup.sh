#!/usr/bin/env bash
# One backup: the database, its roles and what each table amounts to, sealed for a key that is not on this machine; and
# beside it, readable, the ids of records that were erased. deploy/backup.md says how it is brought back.
#   DATABASE_URL   whose role reads every table          BACKUP_KEY   the public half, a file that gpg wrote
#   BACKUP_DIR     where backups lie                     BACKUP_DAYS  when one goes (30)
set -euo pipefail
umask 077
: "${DATABASE_URL:?}" "${BACKUP_DIR:?}" "${BACKUP_KEY:?}"
here=$(cd "$(dirname "$0")" && pwd)
# Of one that was cut off, as by a loss of power, there is a dump that nobody has sealed.
find "$BACKUP_DIR" -maxdepth 1 -name '.unfinished-*' -mmin +180 -exec rm -rf {} +
work=$(mktemp -d "$BACKUP_DIR/.unfinished-XXXXXX")
trap 'rm -rf "$work"' EXIT
# The password goes by the environment: the arguments of a program are read by everybody on the machine.
if [[ $DATABASE_URL =~ ^([a-z]+://[^:@/]*):([^@]*)@(.*)$ ]]; then
    DATABASE_URL=${BASH_REMATCH[1]}@${BASH_REMATCH[3]} secret=${BASH_REMATCH[2]//\\/\\\\}
    PGPASSWORD=$(printf '%b' "${secret//%/\\x}")
    export PGPASSWORD
fi
made=$(date -u +%Y%m%dT%H%M%SZ)

# One session holds the moment of which both the dump and the fingerprints are.
coproc session { psql -XAtq -v ON_ERROR_STOP=1 "$DATABASE_URL"; }
from=${session[0]} to=${session[1]} pid=$session_PID
{
    echo "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
    echo "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT current_user, pg_export_snapshot();"
} >&"$to"
IFS='|' read -r role snapshot <&"$from" || { echo "backup: the database did not answer" >&2; exit 1; }
mkdir "$work/backup"
printf '%s\n' "made $made" "role $role" >"$work/backup/manifest"
pg_dump --format=custom --snapshot="$snapshot" --file="$work/backup/dump" "$DATABASE_URL"
printf '%s\n' "\\o $work/backup/fingerprints" "\\i $here/fingerprints.sql" "COMMIT;" \
    "\\o $work/erased" "SELECT record FROM patients_erasure ORDER BY at;" '\q' >&"$to"
wait "$pid"
pg_dumpall --globals-only --no-role-passwords --dbname="$DATABASE_URL" >"$work/backup/roles.sql"

tar --create --directory="$work" backup |
    gpg --homedir "$work" --batch --quiet --trust-model always --compress-algo none \
        --recipient-file "$BACKUP_KEY" --encrypt --output "$work/sealed"
sync "$work/sealed"
mv "$work/erased" "$BACKUP_DIR/erased"
mv "$work/sealed" "$BACKUP_DIR/hhtclinic-$made.tar.gpg"

# Every one of two days, then the first of each day, then none. Only whoever has just made one lets others go.
find "$BACKUP_DIR" -maxdepth 1 -name 'hhtclinic-*.tar.gpg' -mtime "+${BACKUP_DAYS:-30}" -delete
day=
find "$BACKUP_DIR" -maxdepth 1 -name 'hhtclinic-*.tar.gpg' -mtime +2 -printf '%f\n' | sort | while read -r name; do
    if [ "${name:10:8}" = "$day" ]; then rm "$BACKUP_DIR/$name"; fi
    day=${name:10:8}
done
echo "backup: hhtclinic-$made.tar.gpg, $(stat --format=%s "$BACKUP_DIR/hhtclinic-$made.tar.gpg") bytes"
