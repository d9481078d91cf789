"""Private files."""

import pytest
from django.core.files.base import ContentFile

from portal.core.files import private_storage


def test_a_private_file_has_no_address() -> None:
    storage = private_storage()
    name = storage.save("uji/rahasia.txt", ContentFile(b"x"))
    try:
        assert storage.exists(name)
        with pytest.raises(ValueError, match="no address"):
            storage.url(name)
    finally:
        storage.delete(name)
