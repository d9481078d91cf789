"""What addresses may hold."""

from django.urls import register_converter
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """`<key:pk>`: the number of a row. Databases hold no longer one: such an address is simply unknown (404)."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")
