"""A browser's end of the seats' line, and calls for it to hear."""

import json

from asgiref.testing import ApplicationCommunicator
from django.test import Client
from django.utils import timezone

from zhixi.asgi import application
from zhixi.hotline.calls import actions

NUMBER = "13900001234"


def cookie_of(user) -> bytes:
    client = Client()
    client.force_login(user)
    return client.cookies.output(header="", sep=";").split(";")[0].strip().encode()


class Line(ApplicationCommunicator):
    """A browser's end of /ws/seat, spoken in ASGI messages."""

    def __init__(self, user=None, query=b"", origin=b"http://localhost"):
        headers = [(b"host", b"localhost"), (b"origin", origin)]
        if user is not None:
            headers.append((b"cookie", cookie_of(user)))
        scope = {"type": "websocket", "path": "/ws/seat", "query_string": query, "headers": headers}
        super().__init__(application, scope | {"subprotocols": []})

    async def connect(self) -> tuple[bool, int | None]:
        await self.send_input({"type": "websocket.connect"})
        answer = await self.receive_output(timeout=5)
        return answer["type"] == "websocket.accept", answer.get("code")

    async def heard(self, count: int) -> list[dict]:
        return [json.loads((await self.receive_output(timeout=5))["text"]) for _ in range(count)]

    async def disconnect(self):
        await self.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wait(timeout=5)


def offer():
    return actions.offer(source="script", calling_number=NUMBER, now=timezone.now())


def answer(person, call):
    return actions.answer_call(actor=person, call_id=call.pk, now=timezone.now())
