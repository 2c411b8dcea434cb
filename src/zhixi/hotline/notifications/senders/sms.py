"""A text message through whatever gateway takes JSON over HTTP (短信网关).

options, each with its default: {"to": "phone", "text": "content", "id": "id"} name the fields; {"more": {}} is sent
along; {"headers": {}}; {"ok": {"code": "0"}} says which fields of the answer mean that it was taken.
secret: sent as a bearer token where there is one.
"""

from zhixi.hotline.notifications.senders.letter import Answer, Door, Letter, refused, sent
from zhixi.hotline.notifications.senders.posting import post


def send(door: Door, letter: Letter) -> Answer:
    wanted = door.options
    body = {
        **wanted.get("more", {}),
        wanted.get("to", "phone"): letter.to,
        wanted.get("text", "content"): letter.text,
        wanted.get("id", "id"): letter.id,
    }
    headers = dict(wanted.get("headers", {}))
    if door.secret:
        headers["Authorization"] = f"Bearer {door.secret}"
    answer = post(door, door.address, body, headers)
    if isinstance(answer, Answer):
        return answer
    for name, value in wanted.get("ok", {}).items():
        if str(answer.get(name)) != str(value):
            return refused(f"网关未接收：{name}={answer.get(name)}")
    return sent()
