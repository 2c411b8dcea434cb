from django.contrib import admin

from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(Route)
class RouteAdmin(ReadOnlyAdmin):
    """Looked at here, without address and key; set up on the desk's page of rules, where each change leaves an event."""

    list_display = ("way", "name", "unit", "active")
    list_select_related = ("unit",)
    fields = list_display


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """How messages stand, and neither to whom nor what they say."""

    list_display = ("created_at", "way", "kind", "order", "state", "attempts", "next_try_at", "sent_at")
    list_filter = ("way", "state")
    list_select_related = ("order",)
    fields = list_display
