"""Capacity: what changes when there are fewer places or more, whom it concerns, and that nobody is forgotten."""

from hoanhap.capacity.proposals import (
    Closing,
    DayEffect,
    DaysClosed,
    DaysOpened,
    Proposal,
    Reopening,
    apply,
    propose,
)
from hoanhap.capacity.refusals import DaysPast, DaysReversed, StaleProposal, TooManyDays
from hoanhap.capacity.rules import Limit, Place, Promise, Rank, Settlement, settle

__all__ = [
    "Closing",
    "DayEffect",
    "DaysClosed",
    "DaysOpened",
    "DaysPast",
    "DaysReversed",
    "Limit",
    "Place",
    "Promise",
    "Proposal",
    "Rank",
    "Reopening",
    "Settlement",
    "StaleProposal",
    "TooManyDays",
    "apply",
    "propose",
    "settle",
]
