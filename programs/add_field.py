"""A column that a migration adds in no transaction: what was begun and broken off is not in its way."""

from django.db.migrations import AddField


class AddFieldIfMissing(AddField):
    """For a migration with `atomic = False` that changes several tables: each is held for its own change alone. In one
    transaction it would hold the first while it waits for the next, and somebody who has that one waits for the first.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        if not self._is_there(to_state.apps.get_model(app_label, self.model_name), schema_editor.connection):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        if self._is_there(from_state.apps.get_model(app_label, self.model_name), schema_editor.connection):
            super().database_backwards(app_label, schema_editor, from_state, to_state)

    def _is_there(self, model, connection):
        with connection.cursor() as cursor:
            columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
        return model._meta.get_field(self.name).column in {column.name for column in columns}
