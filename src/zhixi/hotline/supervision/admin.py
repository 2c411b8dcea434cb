from django.contrib import admin

from zhixi.hotline.supervision.models import LadderRule


@admin.register(LadderRule)
class LadderRuleAdmin(admin.ModelAdmin):
    list_display = ("clock", "before", "amount", "span", "rung", "tells", "active")
    list_filter = ("clock", "rung")

    def has_delete_permission(self, request, obj=None):
        return False  # orders have climbed by it; switch it off
