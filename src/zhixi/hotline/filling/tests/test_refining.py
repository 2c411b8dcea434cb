"""A language model's words come beside the draft, from a real endpoint, with nobody's number in the question."""

import contextlib
import http.server
import json
import threading
import time

import pytest
from django.utils import timezone

from zhixi.assist.talk import Leg
from zhixi.errors import BadInput, NotAllowed
from zhixi.hotline.accounts.choices import Role
from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit.models import Event
from zhixi.hotline.calls import actions as calls
from zhixi.hotline.calls.live import LiveCall
from zhixi.hotline.calls.models import Feed
from zhixi.hotline.calls.tests.conftest import make_office
from zhixi.hotline.calls.tests.test_api import signed_in
from zhixi.hotline.filling import refining
from zhixi.hotline.filling.models import LanguageModel

SAID = "我要反映青榆区锦川路的路灯不亮，晚上很黑，三天了没人修，我电话幺三九零零零零幺二三四。"
ANSWER = {
    "title": "关于青榆区锦川路路灯不亮的问题",
    "description": "市民反映青榆区锦川路的路灯不亮，晚上很黑，三天了没人修。",
}


@contextlib.contextmanager
def endpoint(answer: dict, wait: float = 0.0):
    """(address, questions): speaks OpenAI's chat completions on a free port."""
    questions = []

    class Door(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            questions.append((dict(self.headers), json.loads(body)))
            time.sleep(wait)
            content = json.dumps(answer, ensure_ascii=False)
            out = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            with contextlib.suppress(OSError):
                self.send_response(200)
                self.send_header("Content-Length", str(len(out)))
                self.end_headers()
                self.wfile.write(out)

        def log_message(self, *arguments):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Door) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/v1", questions
        server.shutdown()


def admin():
    return User.objects.create_user(username="admin", name="管理员", role=Role.SYSTEM_ADMIN)


def model_at(url: str, person=None, **more) -> LanguageModel:
    given = {"model": "m", "key": "geheim-1", "internal": True, "active": True, "seconds": 5} | more
    return refining.set_model(actor=person or admin(), url=url, now=timezone.now(), **given)


def refined(patience: float = 20.0):
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if row := Feed.objects.filter(kind="refined").first():
            return json.loads(row.body)
        time.sleep(0.05)
    return None


@pytest.fixture
def live():
    office = make_office()
    call = calls.offer(source="script", calling_number="13900001234", now=timezone.now())
    call = calls.answer_call(actor=office["agent1"], call_id=call.pk, now=timezone.now())
    return LiveCall.of(call)


@pytest.mark.django_db(transaction=True)
def test_its_words_come_beside_the_draft_and_no_number_is_in_the_question(live):
    with endpoint(ANSWER) as (url, questions):
        model_at(url)
        live.heard(Leg.CALLER, 0, 9, SAID)
        assert refined()["fields"]["description"]["value"] == ANSWER["description"]
    headers, question = questions[0]
    assert headers["Authorization"] == "Bearer geheim-1"
    assert "幺三九" not in json.dumps(question, ensure_ascii=False) and "139" not in str(question)


@pytest.mark.django_db(transaction=True)
def test_words_that_nobody_said_never_come(live):
    invented = ANSWER | {
        "description": "市民反映锦川路28号路灯不亮，已造成王建国摔伤。",
        "title": "关于沃尔玛的问题",
    }
    with endpoint(invented) as (url, questions):
        model_at(url)
        live.heard(Leg.CALLER, 0, 9, SAID)
        until = time.monotonic() + 20
        while not questions and time.monotonic() < until:
            time.sleep(0.05)
        assert questions and refined(1.0) is None


@pytest.mark.django_db(transaction=True)
def test_the_draft_does_not_wait_for_it(live):
    with endpoint(ANSWER, wait=2.0) as (url, _):
        model_at(url)
        live.heard(Leg.CALLER, 0, 9, SAID)
        assert Feed.objects.filter(kind="draft").exists() and not Feed.objects.filter(kind="refined").exists()
        assert refined() is not None


def test_only_the_administrator_sets_it_up_and_nobody_reads_the_key(office, caplog):
    person = admin()
    with pytest.raises(NotAllowed):
        model_at("https://llm.example.cn/v1", office["leader"])
    model_at("https://llm.example.cn/v1", person)
    assert LanguageModel.objects.get().key == "geheim-1"
    shown = signed_in(person).get("/api/language-model").json()
    assert shown["has_key"] and "geheim" not in str(shown)
    assert "geheim" not in str([event.data for event in Event.objects.all()]) + caplog.text
    assert signed_in(office["agent1"]).get("/api/language-model").status_code == 403
    model_at("https://llm.example.cn/v2", person, key="")
    assert LanguageModel.objects.get().key == "geheim-1"
    model_at("https://other.example.cn/v1", person, key="")
    assert LanguageModel.objects.get().key == ""


@pytest.mark.parametrize(
    "url", ["llm.example.cn", "ftp://a.cn", "http://a.cn/v1", "https://a:b@c.cn/v1", "https://"]
)
def test_an_address_that_cannot_be_is_refused(office, url):
    with pytest.raises(BadInput):
        model_at(url, internal=False)
    assert not LanguageModel.objects.exists()


def test_outside_the_office_all_long_numbers_are_covered(office, talking):
    live = LiveCall.of(talking)
    live.heard(Leg.CALLER, 0, 9, SAID)
    from zhixi.hotline.calls.tools import seat_tools

    draft = seat_tools().filler.fill(live.conversation)
    hidden, talk = refining.covered(draft, live.conversation)
    assert "幺三九" not in talk.utterances[0].text and len(talk.utterances[0].text) == len(SAID)
    assert "13900001234" not in str(hidden.fields["contact_phone"].value)
