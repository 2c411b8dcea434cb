"""Whatever is sent to whichever endpoint, the answer is a refusal in the one shape, never a fault of ours."""

import json
import random

import pytest

from zhixi.commands.openapi import openapi_text
from zhixi.hotline.orders.choices import State

pytestmark = pytest.mark.django_db
JUNK = [
    None,
    "",
    "x",
    "\x00",
    "%00",
    "a\ud800",
    "长" * 30_000,
    0,
    -1,
    10**30,
    1.5,
    True,
    [],
    [None],
    ["\x00"],
    {},
    {"a": 1},
    "' OR 1=1 --",
    "2026-99-99",
    "13900001234",
    "‮\u200b🙂",
]


def example(schema: dict, parts: dict, dice: random.Random, wild: float):
    """A value of a schema, or junk in its place."""
    if dice.random() < wild:
        return dice.choice(JUNK)
    if "$ref" in schema:
        return example(parts[schema["$ref"].rsplit("/", 1)[1]], parts, dice, wild)
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return example(dice.choice(options), parts, dice, wild)
    if "enum" in schema:
        return dice.choice(schema["enum"])
    if schema.get("type") == "object":
        return {name: example(s, parts, dice, wild) for name, s in schema.get("properties", {}).items()}
    plain = {"integer": 1, "number": 0.5, "boolean": True, "array": [], "null": None}
    return plain.get(schema.get("type"), "x")


def calls_of_the_schema():
    schema = json.loads(openapi_text())
    for path, methods in sorted(schema["paths"].items()):
        for method, operation in sorted(methods.items()):
            if operation["operationId"] in ("sign_in", "sign_out"):
                continue  # they would end the session that tries the rest
            body = (
                operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
            )
            yield path, method, operation.get("parameters", []), body, schema["components"]["schemas"]


@pytest.mark.parametrize("who", ["agent", "dispatcher", "unit_clerk"])
def test_junk_is_refused_in_the_one_shape(who, signed_in, order_in):
    number, dice = order_in(State.HANDLING).number, random.Random(who)
    browser = signed_in(who)
    for path, method, parameters, body, parts in calls_of_the_schema():
        for _ in range(3):
            place = path
            for name in [p["name"] for p in parameters if p["in"] == "path"]:
                known = dice.random() < 0.8 and name == "number"
                place = place.replace(f"{{{name}}}", number if known else str(dice.choice(["x", "%00", "0"])))
            query = "&".join(
                f"{p['name']}={dice.choice(['x', '-1', '%00', '1' * 30, ''])}"
                for p in parameters
                if p["in"] == "query" and dice.random() < 0.5
            )
            sent = json.dumps(example(body, parts, dice, 0.15)) if body else ""
            answer = browser.generic(
                method.upper(),
                f"{place}?{query}",
                sent,
                content_type="application/json",
                headers={"X-CSRFToken": browser.cookies["csrftoken"].value},
            )
            assert answer.status_code < 500 or answer.json()["error"]["kind"] == "Unavailable", (place, sent)
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"kind", "message", "cure", "field"}, (place, sent)
