"""A model field whose value is sealed in the database and plain in Python."""

from django.db import models

from zhixi.hotline.privacy.sealing import PREFIX, seal, unseal


class SealedField(models.TextField):
    """Text that is sealed (SM4) at rest. It cannot be filtered on: keep a `digest` beside it to find it by."""

    def from_db_value(self, value, expression, connection):
        return unseal(value) if value and value.startswith(PREFIX) else value or ""

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return seal(value) if value else ""

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise TypeError("a sealed field cannot be searched; use its digest")
