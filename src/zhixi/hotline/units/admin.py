from django.contrib import admin

from zhixi.hotline.units.actions import city_changed
from zhixi.hotline.units.models import Category, Duty, Unit


class CityPartAdmin(admin.ModelAdmin):
    """A change here is a change of the city: whatever was built from its old rows is built again.

    Rows are closed, switched off or given an end, not deleted: past orders point at them.
    """

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        city_changed()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Unit)
class UnitAdmin(CityPartAdmin):
    list_display = ("code", "name", "parent", "district", "opened", "closed")
    search_fields = ("code", "name")
    list_select_related = ("parent",)


@admin.register(Category)
class CategoryAdmin(CityPartAdmin):
    list_display = ("code", "path", "active")
    search_fields = ("code", "path")


@admin.register(Duty)
class DutyAdmin(CityPartAdmin):
    list_display = ("code", "category", "unit", "clause", "source", "valid_from", "valid_to")
    list_select_related = ("category", "unit")
    search_fields = ("code", "matter")
