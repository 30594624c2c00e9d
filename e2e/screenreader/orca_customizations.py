"""Runs inside Orca, as its file of customisations: writes down whatever it says, in the order in which it says it.

Its Python is the one that Orca has, not this project's.
"""

import json
import os
import time

from orca import settings, speech

settings.sayAllOnLoad = False  # whoever knows a site goes on after the title; to have all read is a key of its own
settings.enableKeyEcho = False  # what somebody types they know already
settings.enableEchoByCharacter = False
settings.enableEchoByWord = False

_FILE = open(os.environ["HEARD_FILE"], "a", buffering=1, encoding="utf-8")  # noqa: SIM115 - open as long as Orca runs
_speak, _say_all = speech._speak, speech.sayAll


def _note(words):
    if words and words.strip():
        _FILE.write(json.dumps([time.time(), words], ensure_ascii=False) + "\n")


def _speak_aloud(text, acss, interrupt):
    _note(text)
    return _speak(text, acss, interrupt)


def _say_all_aloud(utterances, progress):
    def noted():
        for context, voice in utterances:
            _note(context.utterance)
            yield [context, voice]

    return _say_all(noted(), progress)


speech._speak = _speak_aloud
speech.sayAll = _say_all_aloud
