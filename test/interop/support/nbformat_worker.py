"""Answers what nbformat makes of notebooks: one JSON document a line in, one a line out."""

import copy
import json
import logging
import sys

import nbformat
from nbformat import validator
from nbformat.sign import MemorySignatureStore, NotebookNotary

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


# Given both, it looks for neither a key nor a database of this user's.
notary = NotebookNotary(data_dir="", store_factory=MemorySignatureStore, secret=b"the secret of the tests")


def digest(notebook):
    """Of the notebook as it is read again from the file that is written of it."""
    return notary.compute_signature(nbformat.reads(nbformat.writes(nbformat.from_dict(notebook)), as_version=4))


actions = {
    "schema": schema,
    "validate": nbformat.validate,
    "read": read,
    "convert": convert,
    "write": write,
    "digest": digest,
}

for line in sys.stdin:
    question = json.loads(line)
    answers = {
        name: attempt(lambda: actions[name](copy.deepcopy(question["notebook"])))
        for name in question["actions"]
    }
    print(json.dumps(answers), flush=True)
