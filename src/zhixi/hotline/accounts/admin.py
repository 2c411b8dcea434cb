from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.utils import timezone

from zhixi.hotline.accounts.models import User
from zhixi.hotline.audit import actions as audit


@admin.register(User)
class PersonAdmin(UserAdmin):
    """People are kept here; who changed whom is recorded. Nobody is deleted: they are switched off."""

    list_display = ("username", "name", "role", "unit", "is_active")
    list_filter = ("role", "is_active")
    list_select_related = ("unit",)
    search_fields = ("username", "name")
    fieldsets = (
        (None, {"fields": ("username", "password", "name", "role", "unit", "extension")}),
        ("权限", {"fields": ("is_active", "is_staff", "is_superuser")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2", "name", "role", "unit", "extension")}),
    )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        audit.record(
            actor=request.user,
            subject="user",
            key=obj.username,
            verb="amend" if change else "create",
            data={
                "fields": sorted(form.changed_data),
                "role": obj.role,
                "unit": obj.unit.code if obj.unit else "",
            },
            at=timezone.now(),
        )

    def has_delete_permission(self, request, obj=None):
        return False
