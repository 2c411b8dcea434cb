"""What is published when versions come in is its first version, out since its last change."""

from django.db import migrations

SAID = ("title", "variants", "body", "district", "source", "clause", "tags", "valid_from", "valid_to")


def forwards(apps, schema_editor):
    version = apps.get_model("articles", "Version")
    rows = apps.get_model("articles", "Article").objects.filter(state="published")
    version.objects.bulk_create(
        (
            version(
                article=row,
                n=1,
                category_id=row.category_id,
                unit_id=row.unit_id,
                written_by_id=row.written_by_id,
                released_by_id=row.written_by_id,
                approved_at=row.changed_at,
                released_at=row.changed_at,
                **{name: getattr(row, name) for name in SAID},
            )
            for row in rows.iterator()
        ),
        batch_size=500,
    )


def backwards(apps, schema_editor):
    apps.get_model("articles", "Version").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_versions")]
    operations = [migrations.RunPython(forwards, backwards)]
