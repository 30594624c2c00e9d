"""Feedback: what somebody found hard to use, our answer by a day that we say, and the statement on accessibility."""

from hoanhap.feedback.model import Feedback
from hoanhap.feedback.queries import FeedbackView, Figures, figures, open_count
from hoanhap.feedback.rules import Aid, Answering, Given, Outcome, Reply
from hoanhap.feedback.verbs import (
    FeedbackAnswered,
    FeedbackGiven,
    FeedbackSeen,
    answer,
    forget_old,
    give,
    look_at_list,
    look_at_one,
    tell_answered,
)

__all__ = [
    "Aid",
    "Answering",
    "Feedback",
    "FeedbackAnswered",
    "FeedbackGiven",
    "FeedbackSeen",
    "FeedbackView",
    "Figures",
    "Given",
    "Outcome",
    "Reply",
    "answer",
    "figures",
    "forget_old",
    "give",
    "look_at_list",
    "look_at_one",
    "open_count",
    "tell_answered",
]
