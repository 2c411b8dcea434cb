from django.contrib import admin

from zhixi.hotline.directives.models import Directive
from zhixi.hotline.readonly import ReadOnlyAdmin


@admin.register(Directive)
class DirectiveAdmin(ReadOnlyAdmin):
    """Looked at here; changed on the desk's page of rules, where each change leaves an event."""

    list_display = ("rank", "name", "effect", "unit", "active")
