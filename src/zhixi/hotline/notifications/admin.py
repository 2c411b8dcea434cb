from django import forms
from django.contrib import admin

from zhixi.hotline.notifications.models import Message, Route
from zhixi.hotline.readonly import ReadOnlyAdmin


class RouteForm(forms.ModelForm):
    """The key is written and never shown; left empty, it stays as it is."""

    secret = forms.CharField(
        label="密钥", required=False, widget=forms.PasswordInput, help_text="留空则不修改"
    )

    class Meta:
        model = Route
        fields = ("way", "name", "active", "unit", "address", "account", "secret", "options")

    def clean_secret(self):
        return self.cleaned_data["secret"] or self.instance.secret


@admin.register(Route)
class RouteAdmin(admin.ModelAdmin):
    form = RouteForm
    list_display = ("way", "name", "unit", "active")
    list_select_related = ("unit",)

    def has_delete_permission(self, request, obj=None):
        return False  # its messages point at it; switch it off


@admin.register(Message)
class MessageAdmin(ReadOnlyAdmin):
    """How messages stand, and neither to whom nor what they say."""

    list_display = ("created_at", "way", "kind", "order", "state", "attempts", "next_try_at", "sent_at")
    list_filter = ("way", "state")
    list_select_related = ("order",)
    fields = list_display
