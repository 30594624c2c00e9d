"""Publishing: what a place offers, said topic by topic, told to people once all they must know is there."""

from hoanhap.publishing.album import PhotoAdded, PhotoDescribed, PhotoMoved, PhotoRemoved
from hoanhap.publishing.queries import drafts_count
from hoanhap.publishing.rules import Answers, Approval, Coming, Lack, State, Timing, Topic, Words
from hoanhap.publishing.verbs import (
    OfferingAdded,
    OfferingDeleted,
    OfferingPaused,
    OfferingPublished,
    OfferingSaid,
    WayTold,
    add,
    delete_draft,
    pause,
    publish,
    say,
    tell_way,
)

__all__ = [
    "Answers",
    "Approval",
    "Coming",
    "Lack",
    "OfferingAdded",
    "OfferingDeleted",
    "OfferingPaused",
    "OfferingPublished",
    "OfferingSaid",
    "PhotoAdded",
    "PhotoDescribed",
    "PhotoMoved",
    "PhotoRemoved",
    "State",
    "Timing",
    "Topic",
    "WayTold",
    "Words",
    "add",
    "delete_draft",
    "drafts_count",
    "pause",
    "publish",
    "say",
    "tell_way",
]
