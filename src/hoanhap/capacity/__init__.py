"""Capacity: what changes when there are fewer places or more, whom it concerns, and that nobody is forgotten."""

from hoanhap.capacity.allowing import note_consent
from hoanhap.capacity.changes import Change, Closing, DaysClosed, DaysOpened, NewPlaces, PlacesSet, Reopening, Where
from hoanhap.capacity.failing import Failing, Mending, OutageBegun, OutageEnded, Thing, things
from hoanhap.capacity.giving_back import give_back, look_again, where_somebody_waits
from hoanhap.capacity.previews import Person, Preview, preview
from hoanhap.capacity.proposals import DayEffect, Proposal, apply, propose
from hoanhap.capacity.refusals import DaysPast, DaysReversed, StaleProposal, TooManyDays
from hoanhap.capacity.rules import Limit, Place, Promise, Rank, Settlement, settle

__all__ = [
    "Change",
    "Closing",
    "DayEffect",
    "DaysClosed",
    "DaysOpened",
    "DaysPast",
    "DaysReversed",
    "Failing",
    "Limit",
    "Mending",
    "NewPlaces",
    "OutageBegun",
    "OutageEnded",
    "Person",
    "Place",
    "PlacesSet",
    "Preview",
    "Promise",
    "Proposal",
    "Rank",
    "Reopening",
    "Settlement",
    "StaleProposal",
    "Thing",
    "TooManyDays",
    "Where",
    "apply",
    "give_back",
    "look_again",
    "note_consent",
    "preview",
    "propose",
    "settle",
    "things",
    "where_somebody_waits",
]
