"""Answers what nbformat makes of notebooks: one JSON document a line in, one a line out."""

import copy
import json
import logging
import sys

import nbformat
from nbformat import validator

logging.disable(logging.CRITICAL)


def attempt(action):
    """The result of an action, or its error."""
    try:
        return {"result": action()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def schema(notebook):
    """Asks the schema alone; validate() first gives ids to cells that lack one."""
    for error in validator.iter_validate(notebook):
        raise error


def read(notebook):
    found = {}
    content = nbformat.reads(json.dumps(notebook), as_version=4, capture_validation_error=found)
    error = found.get("ValidationError")
    return {"notebook": content, "message": None if error is None else str(error)[:300]}


def convert(notebook):
    return nbformat.convert(nbformat.from_dict(notebook), 4)


def write(notebook):
    return nbformat.writes(nbformat.from_dict(notebook))


actions = {
    "schema": schema,
    "validate": nbformat.validate,
    "read": read,
    "convert": convert,
    "write": write,
}

for line in sys.stdin:
    question = json.loads(line)
    answers = {
        name: attempt(lambda: actions[name](copy.deepcopy(question["notebook"])))
        for name in question["actions"]
    }
    print(json.dumps(answers), flush=True)
