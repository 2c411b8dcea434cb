from django.contrib import admin

from zhixi.hotline.orders.models import Order
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Where orders stand, and neither who called nor what they said: whoever may read that, reads it on the desk,
    masked by `privacy.rules` and logged."""

    list_display = ("number", "state", "request_type", "category", "unit", "created_at", "due_at")
    list_filter = ("state", "request_type", "urgency")
    list_select_related = ("unit", "category")
    search_fields = ("number",)
    fields = [
        "number",
        "version",
        "state",
        "channel",
        "request_type",
        "urgency",
        "category",
        "unit",
        "district",
        "important",
        "bound",
        "reopened",
        "returned",
        "created_by",
        "created_at",
        "accepted_at",
        "dispatched_at",
        "signed_at",
        "replied_at",
        "concluded_at",
        "archived_at",
        "dispatch_due_at",
        "sign_due_at",
        "due_at",
        "callback_due_at",
    ]
