"""A group robot of enterprise WeChat (企业微信群机器人). address: the webhook's whole address, its key in it."""

from zhixi.hotline.notifications.senders.letter import Answer, Door, Letter, later, refused, sent
from zhixi.hotline.notifications.senders.posting import post

TOO_MANY = (45009, 45033)


def send(door: Door, letter: Letter) -> Answer:
    answer = post(door, door.address, {"msgtype": "text", "text": {"content": letter.text}})
    return answer if isinstance(answer, Answer) else verdict(answer, TOO_MANY)


def verdict(answer: dict, too_many: tuple[int, ...]) -> Answer:
    """What a robot's errcode means: 0 taken, one of `too_many` come back later, any other refused."""
    code = answer.get("errcode")
    if code == 0:
        return sent()
    words = f"errcode {code}"
    return later(words) if code in too_many else refused(words)
