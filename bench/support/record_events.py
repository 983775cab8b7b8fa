"""Records events with jupyter_events into a file and prints how many a second."""

import json
import logging
import sys
import time

from jupyter_events import EventLogger

path, count = sys.argv[1], int(sys.argv[2])
schema, event = json.loads(sys.argv[3]), json.loads(sys.argv[4])

log = EventLogger()
log.register_handler(logging.FileHandler(path))
log.register_event_schema(schema)
started = time.perf_counter()
for _ in range(count):
    log.emit(schema_id=schema["$id"], data=event)
print(count / (time.perf_counter() - started))
