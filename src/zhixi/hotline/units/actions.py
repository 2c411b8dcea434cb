"""The city changed: what was built from its old rows is to be built again."""

from django.db import transaction
from django.db.models import F

from zhixi.hotline.units.models import CityAbout


def city_changed() -> int:
    """Raise the city's revision, in the transaction of the change; returns the new one."""
    with transaction.atomic():
        about, _ = CityAbout.objects.select_for_update().get_or_create(pk=1)
        CityAbout.objects.filter(pk=about.pk).update(revision=F("revision") + 1)
    return about.revision + 1
