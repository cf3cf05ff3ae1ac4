from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Files named by their content; modules that import each other are renamed along."""

    support_js_module_import_aggregation = True
