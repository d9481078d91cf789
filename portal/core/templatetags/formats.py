"""`{% load formats %}`: the functions of portal.core.formats and masking as filters; nothing is written for an absent value."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import template

from portal.core import formats, masking

register = template.Library()


def _filter(name: str, function: Callable[[Any], str]) -> None:
    def absent_is_empty(value: Any) -> str:
        return "" if value is None or value == "" else function(value)

    register.filter(name, absent_is_empty)


def _terbilang_rupiah(amount: int) -> str:
    return f"{formats.terbilang(amount)} rupiah"


def _iso(value: dt.date) -> str:
    return value.isoformat()


_filter("rupiah", formats.rupiah)
_filter("count", formats.count)
_filter("file_size", formats.file_size)
_filter("terbilang", formats.terbilang)
_filter("terbilang_rupiah", _terbilang_rupiah)
_filter("date_long", formats.date_long)
_filter("date_full", formats.date_full)
_filter("moment_long", formats.moment_long)
_filter("iso", _iso)
_filter("masked_name", masking.masked_name)
_filter("masked_number", masking.masked_number)
_filter("masked_address", masking.masked_address)
_filter("masked_point", masking.masked_point)
_filter("masked_text", masking.masked_text)
