-- For each table how many rows it has, and what they amount to whatever their order: the first half of each row's md5,
-- summed. `backup.sh` writes it beside the dump, of the same moment; `manage.py restore_drill` compares.
SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET bytea_output = 'hex';
SET extra_float_digits = 1; SET search_path = public; SET statement_timeout = 0;
SELECT format(
    'SELECT %L, count(*), coalesce(sum((''x'' || left(md5(t::text), 16))::bit(64)::bigint::numeric), 0) FROM %I t',
    relname, relname)
FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname
\gexec
