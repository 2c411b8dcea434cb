from django.contrib import admin

from zhixi.hotline.orders.models import Order
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(Order)
class OrderAdmin(ReadOnlyAdmin):
    """Orders without their callers: who may see those is for `privacy.rules`, and each look is logged there."""

    list_display = ("number", "state", "request_type", "title", "unit", "created_at", "due_at")
    list_filter = ("state", "request_type", "urgency")
    list_select_related = ("unit",)
    search_fields = ("number", "title")
    exclude = (
        "caller_name",
        "caller_phone",
        "calling_number",
        "caller_phone_digest",
        "calling_number_digest",
    )
