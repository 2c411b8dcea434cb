import json

from django.db import migrations

from zhixi.hotline.privacy.sealing import digest


def bring_over(apps, schema_editor):
    """What agents made of suggestions before, the alarms that were told, and which call has its order."""
    Lesson, Filed = apps.get_model("filling", "Lesson"), apps.get_model("filling", "Filed")
    decided = apps.get_model("calls", "Suggestion").objects.exclude(state="offered")
    for old in decided.exclude(call__agent=None).select_related("call").iterator(500):
        value = json.dumps(json.loads(old.value), ensure_ascii=False, sort_keys=True)
        Lesson.objects.get_or_create(
            call=old.call,
            part=0,
            digest=digest(f"{old.field}\n{value}"),
            defaults={
                "field": old.field,
                "suggested": value,
                "evidence": old.evidence,
                "confidence": old.confidence,
                "made": old.state,
                "final": old.final_value,
                "by_id": old.call.agent_id,
                "at": old.call.ended_at or old.call.offered_at,
            },
        )
    Alarm, Feed = apps.get_model("filling", "Alarm"), apps.get_model("calls", "Feed")
    for row in Feed.objects.filter(kind="alarm").order_by("id").iterator(500):
        told = json.loads(row.body)
        known = ("label", "words", "utterance", "start", "end")
        Alarm.objects.get_or_create(
            call_id=row.call_id,
            kind=told["kind"],
            defaults={name: told[name] for name in known} | {"raised_at": row.at},
        )
    for call in apps.get_model("calls", "Call").objects.exclude(order=None).iterator(500):
        Filed.objects.get_or_create(call=call, part=0, defaults={"order_id": call.order_id})


class Migration(migrations.Migration):
    dependencies = [("filling", "0001_initial"), ("calls", "0004_spoken_and_written")]
    operations = [migrations.RunPython(bring_over, migrations.RunPython.noop)]
