"""What was saved since a return that is still open counts as changed, as it did until now."""

from django.db import migrations


def note(apps, schema_editor):
    events = apps.get_model("core", "AuditEvent").objects
    for request in apps.get_model("workflows", "ReturnRequest").objects.filter(answered_at=None):
        saved = events.filter(
            object_type="workflows.proposal",
            object_id=str(request.proposal_id),
            at__gte=request.decision.at,
            verb__in=("section_changed", "paper_attached", "paper_removed"),
        )
        changed = {
            data["section"] if verb == "section_changed" else "papers"
            for verb, data in saved.values_list("verb", "data")
        }
        marked = request.sections.filter(section__in=changed)
        request.mended = sorted(changed.difference(marked.values_list("section", flat=True)))
        request.save(update_fields=("mended",))
        marked.update(is_changed=True)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0008_discarded_files"),
        ("workflows", "0014_returned_sections_know_whether_they_changed"),
    ]

    operations = [migrations.RunPython(note, migrations.RunPython.noop)]
