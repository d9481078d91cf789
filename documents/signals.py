"""What others may listen to."""

from django.dispatch import Signal

#: Documents changed in bulk or by something that is no publication (an import, a status that follows from another
#: page's relation). Sent inside the transaction of the change, with `page_ids: Sequence[int]`.
documents_changed = Signal()
