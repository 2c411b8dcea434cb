"""The senders against real servers on this machine: what leaves, and what each answer means."""

import email
import email.policy

import pytest

from zhixi.hotline.notifications.choices import Outcome
from zhixi.hotline.notifications.senders import dingtalk, sms, smtp, wecom
from zhixi.hotline.notifications.senders.letter import Door, Letter
from zhixi.hotline.notifications.tests.servers import closed_port, gateway, mail_server

LETTER = Letter("a1", "13900001234", "您反映的事项已办结。")


def door(address: str, *, account="", secret="", **options) -> Door:
    return Door(address, account, secret, options, timeout=5)


def test_a_text_message_speaks_the_gateways_own_field_names():
    with gateway() as (address, got):
        answer = sms.send(
            door(address, secret="tok", to="mobile", text="msg", more={"sign": "云州"}, ok={"code": "0"}),
            LETTER,
        )
    assert answer.outcome == Outcome.SENT
    path, headers, body = got[0]
    assert body == {"sign": "云州", "mobile": "13900001234", "msg": LETTER.text, "id": "a1"}
    assert (path, headers["Authorization"]) == ("/send", "Bearer tok")


@pytest.mark.parametrize(
    "given, outcome",
    [
        ({"status": 503}, Outcome.LATER),
        ({"status": 429}, Outcome.LATER),
        ({"status": 400}, Outcome.REFUSED),
        ({"answer": b'{"code": 7}'}, Outcome.REFUSED),
        ({"answer": b"<html>"}, Outcome.DOUBTFUL),
        ({"silent": True}, Outcome.DOUBTFUL),
    ],
)
def test_each_answer_of_a_gateway_has_its_meaning(given, outcome):
    with gateway(**given) as (address, _):
        assert sms.send(door(address, ok={"code": 0}), LETTER).outcome == outcome


@pytest.mark.parametrize("send", [sms.send, wecom.send, dingtalk.send])
def test_a_gateway_that_is_down_is_tried_later(send):
    assert send(door(f"http://127.0.0.1:{closed_port()}/"), LETTER).outcome == Outcome.LATER
    assert send(door("ftp://x"), LETTER).outcome == Outcome.REFUSED


@pytest.mark.parametrize("send", [wecom.send, dingtalk.send])
@pytest.mark.parametrize(
    "answer, outcome",
    [
        (b'{"errcode": 0}', Outcome.SENT),
        (b'{"errcode": 40001}', Outcome.REFUSED),
        (b"{}", Outcome.REFUSED),
    ],
)
def test_a_robot_says_by_its_code_whether_it_took_it(send, answer, outcome):
    with gateway(answer=answer) as (address, got):
        assert send(door(f"{address}?key=k", secret="s"), LETTER).outcome == outcome
    assert got[0][2] == {"msgtype": "text", "text": {"content": LETTER.text}}


@pytest.mark.parametrize("send, code", [(wecom.send, 45009), (dingtalk.send, 130101)])
def test_a_robot_that_has_had_enough_is_tried_later(send, code):
    with gateway(answer=b'{"errcode": %d}' % code) as (address, _):
        assert send(door(address), LETTER).outcome == Outcome.LATER


def test_the_signature_is_the_one_that_dingtalk_asks_for():
    url = dingtalk.signed("https://oapi.invalid/robot/send?access_token=t", "SECabc", 1700000000000)
    assert url.startswith("https://oapi.invalid/robot/send?access_token=t&timestamp=1700000000000&sign=")
    # as `openssl dgst -sha256 -hmac` makes it
    assert url.endswith("sign=jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM%3D")


def test_a_mail_arrives_as_it_was_written():
    with mail_server() as (address, got):
        letter = Letter("b2", "lead@example.invalid", "催办：工单 20261118-000001。")
        answer = smtp.send(door(address, **{"from": "hotline@example.invalid"}), letter)
    assert answer.outcome == Outcome.SENT
    mail = email.message_from_bytes(got[0], policy=email.policy.default)
    assert mail["To"] == "lead@example.invalid" and mail["Message-ID"] == "<b2@example.invalid>"
    assert mail["Subject"] == "12345热线通知"
    assert mail.get_content().strip() == "催办：工单 20261118-000001。"


@pytest.mark.parametrize(
    "given, outcome",
    [
        ({"refuse": "450 busy"}, Outcome.LATER),
        ({"refuse": "550 nobody"}, Outcome.REFUSED),
        ({"hang_up_after_data": True}, Outcome.DOUBTFUL),
    ],
)
def test_each_answer_of_a_mail_server_has_its_meaning(given, outcome):
    with mail_server(**given) as (address, _):
        sending = door(address, **{"from": "hotline@example.invalid"})
        assert smtp.send(sending, Letter("c3", "x@example.invalid", "文字")).outcome == outcome


def test_a_mail_server_that_is_down_is_tried_later():
    assert smtp.send(door(f"smtp://127.0.0.1:{closed_port()}"), LETTER).outcome == Outcome.LATER
