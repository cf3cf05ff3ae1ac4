#!/bin/sh
# Serves the site with a demo clinic from an embedded database in var/, until Ctrl-C. `make run` installs first.
set -eu
umask 077
cd "$(dirname "$0")/.."
export PATH="$PWD/.venv/bin:$PATH" ENVIRONMENT=demo PORT="${PORT:-8000}"
export SITE_URL="${SITE_URL:-http://localhost:$PORT}"  # where the links of its letters lead
unset DATABASE_URL VAR_DIR  # a demonstration stays in its own file

python - <<'PY'
import os, socket, sys

with socket.socket() as probe:
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(os.environ["PORT"])))
    except (OSError, OverflowError, ValueError) as error:
        sys.exit(f"Port {os.environ['PORT']} cannot be used ({error}). Choose another: make run PORT=8001")
PY

mkdir -p var
[ -s var/secret_key ] || python -c 'import secrets; print(secrets.token_urlsafe(50))' > var/secret_key
SECRET_KEY=$(cat var/secret_key)
export SECRET_KEY

python -m deploy.prepare

# Threads, because no proxy stands in front: browsers open connections that they do not use yet.
gunicorn -c deploy/gunicorn.py --bind "127.0.0.1:$PORT" --workers 2 --worker-class gthread --threads 4 &
web=$!

keep_due() {  # a loop that dies is begun again
    trap 'kill $loop; exit' TERM
    while :; do
        python manage.py run_due --loop &
        loop=$!
        wait $loop || :
        sleep 5
    done
}
keep_due &
due=$!
trap 'trap - EXIT; kill $web $due 2>/dev/null || :; wait' EXIT
trap 'exit 0' INT TERM

echo
echo "http://localhost:$PORT    (Ctrl-C stops it)"
wait $web
