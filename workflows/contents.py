"""What a section says, column by column: the one list behind what is saved, what counts as a change, and what is kept of it.

Left out are the order of rows, keys, what officials write (approved, delivered) and what is derived.
"""

GENERAL = ("title", "background", "scheme")
APPLICANT = ("applicant_kind", "applicant_name", "applicant_registration", "applicant_address")
COMMUNITY = ("name", "place", "city", "province", "latitude", "longitude", "cluster", "beneficiary_count")
PERSON = ("name", "national_id", "address")
ITEM = ("community", "name", "specification", "measure", "unit_price", "quantity")
PRICE = ("seller", "price", "source")

CHOSEN = frozenset({"scheme", "applicant_kind", "cluster"})
"""Answers that are picked from a list: their words are the portal's, and name nobody."""
