"""The database itself refuses to change or delete an audit row, whatever program asks."""

SQLITE = [
    f"""CREATE TRIGGER audit_refuses_{verb} BEFORE {verb} ON patients_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit rows are append-only'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    """CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'audit rows are append-only'; END $$""",
    """CREATE TRIGGER audit_refuses BEFORE UPDATE OR DELETE ON patients_auditentry
    FOR EACH ROW EXECUTE FUNCTION audit_refuses()""",
]
INSTALL = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
REMOVE = {
    "sqlite": ["DROP TRIGGER IF EXISTS audit_refuses_UPDATE", "DROP TRIGGER IF EXISTS audit_refuses_DELETE"],
    "postgresql": [
        "DROP TRIGGER IF EXISTS audit_refuses ON patients_auditentry",
        "DROP FUNCTION IF EXISTS audit_refuses",
    ],
}


def install(connection):
    _execute(connection, INSTALL)


def remove(connection):
    _execute(connection, REMOVE)


def _execute(connection, statements):
    with connection.cursor() as cursor:
        for statement in statements[connection.vendor]:
            cursor.execute(statement)
