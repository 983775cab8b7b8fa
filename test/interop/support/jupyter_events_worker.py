"""Answers what jupyter_events makes of events: one JSON document a line in, one a line out."""

import io
import json
import logging
import sys

from jupyter_events import EventLogger
from jupyter_events.schema import EventSchema


def record(schema, events):
    """For each event of a schema: whether it is valid, and the properties that are recorded of it."""
    text = io.StringIO()
    logger = EventLogger(handlers=[logging.StreamHandler(text)])
    try:
        logger.register_event_schema(EventSchema(schema=schema))
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}
    answers = []
    for event in events:
        text.seek(0)
        text.truncate()
        try:
            logger.emit(schema_id=schema["$id"], data=event)
            line = json.loads(text.getvalue())
            answers.append({"recorded": {key: line[key] for key in line if not key.startswith("__")}})
        except Exception as error:
            answers.append({"invalid": type(error).__name__})
    return {"answers": answers}


for line in sys.stdin:
    question = json.loads(line)
    print(json.dumps(record(question["schema"], question["events"])), flush=True)
