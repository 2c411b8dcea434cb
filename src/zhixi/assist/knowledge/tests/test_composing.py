"""An answer by a language model: kept when every sentence has its card, and never waited for long."""

import contextlib
import http.server
import json
import threading
import time

import pytest

from zhixi.assist.endpoint import Endpoint
from zhixi.assist.knowledge import Answer, Card, Passage
from zhixi.assist.knowledge.composing import compose, covered

PERMIT = Passage(
    "permit",
    "居住证怎么申领",
    "在本市居住半年以上的，可以申领居住证。\n材料：本人身份证、居住证明。\n首次申领不收费，十五个工作日内制发。",
    source="《云汐市居住证管理办法》",
)
FUND = Passage("fund", "公积金如何提取", "租房提取公积金，每年可以申请一次，凭租赁合同在线办理。")
ANSWER = Answer((Card(PERMIT, 0.9), Card(FUND, 0.2)), True, 0.9, "居住证要带什么，我电话13900001234")


class Fake(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        with contextlib.suppress(OSError):
            time.sleep(self.server.waits)
            data = self.server.body.encode()
            self.send_response(self.server.status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def model():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Fake)
    server.daemon_threads = True
    server.asked, server.body, server.status, server.waits = [], "", 200, 0.0
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def _composed(model, content, answer=ANSWER, seconds=5.0):
    if not isinstance(content, str):
        content = json.dumps({"sentences": [{"text": t, "card": c} for t, c in content]}, ensure_ascii=False)
    model.body = json.dumps({"choices": [{"message": {"content": content}}]})
    return compose(answer, Endpoint(f"http://127.0.0.1:{model.server_port}/v1", "m", seconds=seconds))


def test_each_sentence_stands_with_its_card(model):
    made = _composed(
        model,
        [("申领居住证需要带本人身份证和居住证明", 1), ("首次申领不收费，15个工作日内制发。", 1)],
    )
    assert [sentence.card.passage.key for sentence in made.sentences] == ["permit", "permit"]
    assert made.text == "申领居住证需要带本人身份证和居住证明。首次申领不收费，15个工作日内制发。"
    assert made.model == "m"


@pytest.mark.parametrize(
    "invented",
    [
        ("首次申领收费20元。", 1),  # a number that no card has
        ("首次申领收费。", 1),  # what the card denies
        ("居住证不可以申领。", 1),  # what the card does not deny
        ("可以到云麓路派出所办居住证。", 1),  # a place
        ("居住证由公安局长审批。", 1),
        ("每年可以申请一次。", 1),  # another card's
        ("请登录 www.example.com 申领居住证。", 1),
        ("依据《居住证暂行条例》申领居住证。", 1),
        ("三十个工作日内制发。", 1),
        ("材料：本人身份证、居住证明。", 3),  # no such card
        ("材料：本人身份证、居住证明。", 0),
        ("材料：本人身份证、居住证明。", True),
        ("材料：本人身份证、居住证明。", None),
        ("", 1),
        ("<b>材料：本人身份证</b>", 1),
    ],
)
def test_one_sentence_without_a_card_and_there_is_no_answer(model, invented):
    assert _composed(model, [("首次申领不收费。", 1), invented]) is None
    assert _composed(model, [("首次申领不收费。", 1)]) is not None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "对不起",
        "[]",
        "{}",
        '{"sentences": "无"}',
        '{"sentences": []}',
        '{"sentences": [1]}',
        "{" * 9000,
        "{bad}",
    ],
)
def test_what_is_no_answer_is_none(model, content):
    assert _composed(model, content) is None


def test_too_many_sentences_are_none(model):
    assert _composed(model, [("首次申领不收费。", 1)] * 7) is None


def test_an_answer_that_is_none_is_not_sent(model):
    assert _composed(model, [("首次申领不收费。", 1)], Answer(ANSWER.cards, False, 0.1, "月亮")) is None
    assert _composed(model, [("首次申领不收费。", 1)], Answer((), True, 0.0, "")) is None
    assert not model.asked


def test_the_callers_number_does_not_leave(model):
    _composed(model, [("首次申领不收费。", 1)])
    assert "13900001234" not in json.dumps(model.asked, ensure_ascii=False)
    assert covered("我电话一三九零零零零一二三四，居住证") == "我电话〇，居住证"


def test_nobody_waits_longer_than_was_said_and_a_dead_line_is_no_error(model):
    model.waits = 3.0
    start = time.monotonic()
    assert _composed(model, [("首次申领不收费。", 1)], seconds=0.3) is None
    assert time.monotonic() - start < 2.5
    model.waits, model.status = 0.0, 500
    assert _composed(model, [("首次申领不收费。", 1)]) is None
    assert compose(ANSWER, Endpoint("http://127.0.0.1:9/v1", "m", seconds=1.0)) is None
    assert compose(ANSWER, Endpoint("ftp://x", "m")) is None
