from django.urls import path

from zhixi.hotline.calls.consumers import SeatConsumer

websockets = [path("ws/seat", SeatConsumer.as_asgi())]
