"""The doors: pages and API through WSGI threads, the seats' lines on ASGI.

Django's own ASGI handler runs each request in one thread of the event loop's; through a pool of WSGI threads
the same machine answers three times as many.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixi.settings")

from a2wsgi import WSGIMiddleware
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.wsgi import get_wsgi_application

pages = get_wsgi_application()  # before what follows: it fills Django's registry of apps

from zhixi.hotline.calls.routing import websockets  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": WSGIMiddleware(pages, workers=int(os.environ.get("ZHIXI_THREADS", "8"))),
        "websocket": AllowedHostsOriginValidator(AuthMiddlewareStack(URLRouter(websockets))),
    }
)
