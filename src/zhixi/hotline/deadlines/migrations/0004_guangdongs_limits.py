"""The limits of handling that an office had before there were sets are Guangdong's: they were shipped as such."""

from django.db import migrations


def into_the_set(apps, schema_editor):
    apps.get_model("deadlines", "Policy").objects.filter(clock="handle", set="").update(set="guangdong")


def out_of_the_set(apps, schema_editor):
    """Another set's limits would hold too once sets are gone: they go with it."""
    policies = apps.get_model("deadlines", "Policy").objects
    policies.exclude(set__in=("", "guangdong")).delete()
    policies.filter(set="guangdong").update(set="")


class Migration(migrations.Migration):

    dependencies = [("deadlines", "0003_stops_years_and_sets")]

    operations = [migrations.RunPython(into_the_set, out_of_the_set)]
