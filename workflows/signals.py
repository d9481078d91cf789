"""What others may listen to."""

from django.dispatch import Signal

people_forgotten = Signal()
"""Sent in the transaction in which the schedule takes people out of a proposal, or a whole draft away."""
