#!/bin/sh
# Once, in an empty database: who owns the tables, and who serves.
set -eu
psql --quiet --set ON_ERROR_STOP=1 --set owner="$OWNER_PASSWORD" --set site="$SITE_PASSWORD" <<'SQL'
CREATE ROLE hhtclinic_owner LOGIN PASSWORD :'owner';
CREATE ROLE hhtclinic LOGIN PASSWORD :'site';
ALTER ROLE hhtclinic SET lock_timeout = '4s';
ALTER ROLE hhtclinic SET statement_timeout = '30s';
ALTER ROLE hhtclinic SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE hhtclinic SET log_error_verbosity = 'terse';
CREATE DATABASE hhtclinic OWNER hhtclinic_owner TEMPLATE template0 ENCODING 'UTF8';
SQL
