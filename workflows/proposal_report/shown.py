"""What a paper may say of people: as they are written for whoever has opened them, masked for everybody else."""

from dataclasses import dataclass

from portal.core.masking import masked_address, masked_name, masked_number, masked_point, masked_text
from workflows.coordinates import Point


@dataclass(frozen=True, slots=True)
class Shown:
    """`clear`: the reader has opened the personal data of the proposal. Nothing written gives nothing."""

    clear: bool

    def text(self, text: str) -> str:
        """Free text, in which somebody may have written a number of a person."""
        return text if self.clear else masked_text(text)

    def name(self, name: str) -> str:
        return name if self.clear else masked_name(name)

    def number(self, number: str) -> str:
        return number if self.clear or not number else masked_number(number)

    def address(self, address: str) -> str:
        return address if self.clear else masked_address(address)

    def point(self, point: Point | None) -> str:
        if point is None:
            return ""
        return str(point) if self.clear else masked_point(point)
