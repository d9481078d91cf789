"""Questions that are none: what attackers, scripts and slips of the hand put into a search box."""

from __future__ import annotations

from hypothesis import strategies as st

HOSTILE = [
    "a'b\"c NEAR(", "NEAR(a b, 5)", '"', '""', '"""', "-", "--", '-"', "(((((", "*", "a*", "a^b", "title:x", "{title}: a",
    "AND OR NOT", "a AND", "x' OR 1=1 --", "\x00", "a\x00b", "\ud800", "\udfff pemulung", "\u202e", "[a-z]{1,100}+(.*)*$",
    "%00", "\\", "\\\"", "' '", "ﬀ ½ ²", "🦖" * 50, "a" * 10_000, "pasal " * 2_000, '"a ' * 3_000, "(" * 10_000,
    "-x " * 3_000, "\u0301", "\n\t\r", "uu " + "9" * 5_000, "tahun 0000-9999", "pasal 99999999999999999999 uu 1/2009",
]  # fmt: skip

PIECES = st.sampled_from(
    ['"', "'", "(", ")", "*", "^", "-", ":", "~", "{", "}", "[", "]", "\\", "/", "NEAR", "AND", "OR", "NOT", "pasal ", "uu ",
     "sosial ", "anak", "title:", "acl:g7", ".*", "(a+)+$", "\x00", "\ud800", "½", "🦖", "--", ";", " "]
)  # fmt: skip
hostile = st.one_of(
    st.text(max_size=60),
    st.lists(PIECES, max_size=40).map("".join),
    st.tuples(PIECES, st.integers(1, 10_000)).map(lambda each: (each[0] * each[1])[:10_000]),
)
"""Any text, and texts made of operators of search engines, of up to 10,000 characters."""
