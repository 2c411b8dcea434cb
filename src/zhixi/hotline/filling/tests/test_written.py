"""A written request fills its form by the same means, and teaches when it is taken in."""

import pytest

from zhixi.hotline.filling import written
from zhixi.hotline.filling.models import Lesson
from zhixi.hotline.orders import actions

TEXT = "市民来信投诉：东河区人民路占道经营，每晚有摊贩占道，请城管处理。联系电话13900001234。"
pytestmark = pytest.mark.django_db


def test_it_suggests_from_the_text_and_leaves_the_citizens_words_alone(city, now):
    fields = written.suggestions(TEXT, now)["fields"]
    assert fields["request_type"]["value"] == "complaint"
    assert "description" not in fields
    for field in fields.values():
        for place in field["evidence"]:
            assert 0 <= place["start"] < place["end"] <= len(TEXT)


def test_what_became_of_it_is_learnt_when_it_is_accepted_and_not_of_a_call(people, fields, now):
    agent = people["web_agent"]
    given = fields | {"channel": "web", "description": TEXT, "request_type": "help"}
    order = actions.create_draft(actor=agent, fields=given, now=now)
    assert not Lesson.objects.exists()
    actions.accept(actor=agent, order=order, now=now)
    made = {lesson.field: lesson.made for lesson in Lesson.objects.filter(order=order, by=agent)}
    assert made["request_type"] == "edited" and made["title"] == "edited"
    count = Lesson.objects.count()
    phone = actions.create_draft(actor=people["agent"], fields=fields | {"channel": "phone"}, now=now)
    actions.accept(actor=people["agent"], order=phone, now=now)
    assert Lesson.objects.count() == count


def test_only_who_takes_requests_in_is_suggested_to(signed_in):
    assert signed_in("web_agent").send("/api/filling/written", {"text": TEXT}).json()["fields"]
    assert signed_in("unit_clerk").send("/api/filling/written", {"text": TEXT}).status_code == 403
    assert signed_in("web_agent").send("/api/filling/written", {"text": ""}).json()["fields"] == {}
