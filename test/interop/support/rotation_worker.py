"""Answers what Python's rotating handlers do: one JSON document a line in, one a line out."""

import datetime
import json
import logging.handlers
import os
import sys
import tempfile
import time
from unittest import mock


def handler_of(options, filename):
    options = dict(options)
    if "atTime" in options:
        options["atTime"] = datetime.time.fromisoformat(options["atTime"])
    return logging.handlers.TimedRotatingFileHandler(filename, delay=True, **options)


def times(zone, options, moments):
    """For each moment: the next rollover, the name of the backup that is made then and the rollover after that."""
    os.environ["TZ"] = zone
    time.tzset()
    answers = []
    with tempfile.TemporaryDirectory() as folder:
        filename = os.path.join(folder, "event.log")
        for now, late in moments:
            with mock.patch("time.time", return_value=now):
                handler = handler_of(options, filename)
            due = handler.rolloverAt
            with open(filename, "w", encoding="utf-8"):
                pass
            with mock.patch("time.time", return_value=due + late):
                handler.doRollover()
            (name,) = os.listdir(folder)
            os.remove(os.path.join(folder, name))
            answers.append({"due": due, "suffix": name[len("event.log.") :], "following": handler.rolloverAt})
    return answers


def sizes(options, lines):
    """The files that a handler leaves behind."""
    with tempfile.TemporaryDirectory() as folder:
        handler = logging.handlers.RotatingFileHandler(os.path.join(folder, "event.log"), **options)
        for line in lines:
            handler.emit(logging.makeLogRecord({"msg": line}))
        handler.close()
        files = {}
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                files[name] = file.read()
        return files


def answer(question):
    if "lines" in question:
        return sizes(question["options"], question["lines"])
    return times(question["zone"], question["options"], question["moments"])


for text in sys.stdin:
    print(json.dumps(answer(json.loads(text))), flush=True)
