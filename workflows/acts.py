"""Who did what on a proposal so far."""

from django.db.models import BigIntegerField, CharField, Value

from portal.core.permissions import Person
from workflows.enums import Function
from workflows.models import Contribution, Decision, Proposal


class Acts:
    """Decisions and contributions of everybody on one proposal, as they were when it was made with one query."""

    def __init__(self, proposal: Proposal) -> None:
        self._author = proposal.created_by_id
        nobody = Value(None, output_field=BigIntegerField())
        none, drafter = (
            Value(0, output_field=BigIntegerField()),
            Value(Function.DRAFTER.value, output_field=CharField()),
        )
        decided = Decision.objects.filter(proposal=proposal).order_by()
        wrote = Contribution.objects.filter(proposal=proposal).order_by()
        self._rows: list[tuple[int, str, int, int | None]] = list(
            decided.values_list("pk", "function", "by", "acting_for").union(
                wrote.values_list(none, drafter, "user", nobody), all=True
            )
        )

    def functions_of(self, user: Person) -> set[Function]:
        """In which the account, or an acting officer for it, has acted; whoever wrote any of it is a drafter."""
        functions = {Function(function) for _pk, function, *people in self._rows if user.pk in people}
        return functions | {Function.DRAFTER} if self._author == user.pk else functions

    def last_in(self, function: Function) -> int | None:
        """The key of the account that decided last in this function."""
        decided = ((pk, by) for pk, own, by, _acting_for in self._rows if pk and own == function)
        return max(decided, default=(0, None))[1]
