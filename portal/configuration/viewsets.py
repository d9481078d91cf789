"""What all configuration screens share: lists and forms of Wagtail's own, writing through `actions`."""

from typing import Any, ClassVar

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import URLPattern
from django.utils.functional import Promise
from django.utils.text import capfirst
from wagtail.admin.panels import HelpPanel, MultiFieldPanel, ObjectList
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from portal.configuration import actions


class _ThroughActions:
    """Saves by the action instead of by the form, so that no door around the audit chain is left."""

    log_action = ""

    def save_instance(self: Any) -> Any:
        form = self.form
        obj = form.save(commit=False)
        seen = form.cleaned_data["seen"]
        if beside := {name: form.cleaned_data[name] for name in getattr(form, "beside", ())}:
            obj = actions.keep_unit(by=self.request.user, unit=obj, seen=seen, **beside)
        else:
            obj = actions.keep(by=self.request.user, obj=obj, seen=seen)
        self.has_content_changes = form.has_changed()
        log(instance=obj, action=self.log_action, content_changed=self.has_content_changes)
        return obj


class AddView(_ThroughActions, generic.CreateView):
    log_action = "wagtail.create"


class ChangeView(_ThroughActions, generic.EditView):
    log_action = "wagtail.edit"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except actions.ChangedMeanwhileError as changed:
            form.show_again(str(changed))
            self.produced_error_message = self.get_error_message()
            response = self.form_invalid(form)
            response.status_code = 409
        return response


class RemoveView(generic.DeleteView):
    """A row that something refers to stays, and the administrator learns why."""

    def delete_action(self) -> None:
        with transaction.atomic():
            self._remove()

    def _remove(self) -> None:
        log(instance=self.object, action="wagtail.delete")
        actions.remove(by=self.request.user, obj=self.object)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            response: HttpResponse = super().form_valid(form)
        except actions.InUseError as refusal:
            messages.error(self.request, str(refusal))
            return HttpResponseRedirect(self.get_success_url())
        return response


class ListView(generic.IndexView):
    note: str | Promise = ""


class ConfigurationViewSet(ModelViewSet):
    """One table. `note` stands above its list and its form and says what the figures are and are not."""

    add_view_class = AddView
    edit_view_class = ChangeView
    delete_view_class = RemoveView
    index_view_class = ListView
    index_template_name = "configuration/index.html"
    copy_view_enabled = False
    note: str | Promise = ""
    form: ClassVar[type[Any]]
    fields: ClassVar[tuple[Any, ...]] = ()

    @property
    def url_prefix(self) -> str:
        return f"konfigurasi/{self.name}"

    @property
    def url_namespace(self) -> str:
        return f"konfigurasi_{self.name}"

    def get_edit_handler(self) -> Any:
        fields = MultiFieldPanel(list(self.fields), heading=capfirst(self.model._meta.verbose_name))
        panels = [HelpPanel(content=self.note, heading=""), fields] if self.note else [fields]
        return ObjectList(panels, base_form_class=self.form).bind_to_model(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        common: dict[str, Any] = super().get_common_view_kwargs(note=self.note, **kwargs)
        # Wagtail counts uses on pages only: «used 0 times» would be untrue of a unit with proposals.
        return common | {"usage_url_name": None}

    def get_urlpatterns(self) -> list[URLPattern]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "usage"]
