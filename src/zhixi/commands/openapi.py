"""Write the OpenAPI of every endpoint, from which the desk's typed client is made."""

import json
import os
import pathlib
import sys

from zhixi.errors import BadInput


def arguments(parser) -> None:
    parser.add_argument("--out", type=pathlib.Path, help="the file to write (default: standard output)")


def run(options) -> None:
    text = openapi_text()
    if options.out is None:
        sys.stdout.write(text)
        return
    if not options.out.parent.is_dir():
        raise BadInput(f"{options.out.parent} is not a folder", cure="make it, or name a file in another")
    fresh = options.out.with_name(f".{options.out.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, options.out)


def openapi_text() -> str:
    """The schema as JSON, keys sorted, so that it differs only where the interface does."""
    import django

    django.setup()
    from zhixi.hotline.api import api

    schema = api.get_openapi_schema(path_prefix="/api/")
    return json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
