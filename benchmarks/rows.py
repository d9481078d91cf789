"""What a figure is: measured value, unit, budget, and whether the budget holds."""

from typing import NamedTuple


class Row(NamedTuple):
    name: str
    value: float
    unit: str
    budget: float
    holds: bool


def at_most(name: str, value: float, unit: str, budget: float) -> Row:
    return Row(name, value, unit, budget, value <= budget)


def at_least(name: str, value: float, unit: str, budget: float) -> Row:
    return Row(name, value, unit, budget, value >= budget)


def table(rows: list[Row], *, heading: bool = True) -> str:
    """The figures beside their budgets, one a line."""
    width = max(len(row.name) for row in rows)
    head = f"{'':{width}} {'measured':>10} {'budget':>10}"
    lines = [
        f"{row.name:{width}} {row.value:>10.4g} {row.budget:>10.4g} {row.unit}{'' if row.holds else '   MISSED'}"
        for row in rows
    ]
    return "\n".join([head, *lines] if heading else lines)
