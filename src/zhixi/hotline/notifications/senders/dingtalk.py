"""A group robot of DingTalk (钉钉群机器人). address: the webhook's; secret: of the signature (加签), "" where none."""

import base64
import hashlib
import hmac
import time
import urllib.parse

from zhixi.hotline.notifications.senders.letter import Answer, Door, Letter
from zhixi.hotline.notifications.senders.posting import post
from zhixi.hotline.notifications.senders.wecom import verdict

TOO_MANY = (130101, 410100)


def send(door: Door, letter: Letter) -> Answer:
    url = signed(door.address, door.secret, int(time.time() * 1000)) if door.secret else door.address
    answer = post(door, url, {"msgtype": "text", "text": {"content": letter.text}})
    return answer if isinstance(answer, Answer) else verdict(answer, TOO_MANY)


def signed(url: str, secret: str, milliseconds: int) -> str:
    """The address with its signature: HMAC-SHA256 of "time\\nsecret", as DingTalk asks."""
    said = hmac.new(secret.encode(), f"{milliseconds}\n{secret}".encode(), hashlib.sha256).digest()
    more = urllib.parse.urlencode({"timestamp": milliseconds, "sign": base64.b64encode(said).decode()})
    return f"{url}{'&' if '?' in url else '?'}{more}"
