"""An OTLP/HTTP receiver for logs that decodes requests with the protobufs that OpenTelemetry publishes.

Usage: otlp_receiver.py FILE PORT. Appends each log record as a line of JSON to FILE, with its resource, and syncs it
before it answers. A file FILE.lose makes it cut the connection in place of the next answer.
"""

import gzip
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.protobuf import json_format
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import (
    ExportLogsServiceRequest,
    ExportLogsServiceResponse,
)

path, port = sys.argv[1], int(sys.argv[2])
lose = path + ".lose"


def decoded(headers, body):
    if headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    if headers["Content-Type"] == "application/json":
        return json_format.Parse(body, ExportLogsServiceRequest())
    return ExportLogsServiceRequest.FromString(body)


def lines(request):
    for logs in json_format.MessageToDict(request).get("resourceLogs", []):
        for scoped in logs["scopeLogs"]:
            for record in scoped["logRecords"]:
                yield json.dumps({"resource": logs["resource"], "scope": scoped["scope"], "record": record}) + "\n"


class Receiver(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/v1/logs":
            return self.answer(404, b"")
        try:
            request = decoded(self.headers, body)
        except Exception as error:
            return self.answer(400, str(error).encode())
        with open(path, "a") as file:
            file.write("".join(lines(request)))
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(lose):
            os.remove(lose)
            self.close_connection = True
            return None
        return self.answer(200, ExportLogsServiceResponse().SerializeToString())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "application/x-protobuf")
        self.send_header("Content-Length", str(len(body)))
        try:
            self.end_headers()
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # It was stopped for so long that the client has gone.

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", port), Receiver)
print(f"listening at {server.server_address[1]}", flush=True)
server.serve_forever()
