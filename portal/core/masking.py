"""Personal data as screens show it by default (UU 27/2022): enough to tell two people apart, too little to find one."""

_HIDDEN = "•"


def masked_name(name: str) -> str:
    """«Siti Aminah» becomes «S••• A•••»: always three dots, so that not even the length tells."""
    return " ".join(word[0] + _HIDDEN * 3 for word in name.split())


def masked_number(number: str) -> str:
    """The last four digits of a NIK, KK, telephone or account number; all hidden when there are hardly more."""
    return _HIDDEN * 4 + (number[-4:] if len(number) >= 8 else "")


def masked_address(address: str) -> str:
    """That there is one."""
    return _HIDDEN * 6 if address.strip() else ""
