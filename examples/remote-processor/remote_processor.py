#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A processor as a service, in any language: this one needs Python's standard library.

    remote_processor.py [PORT [AUTHORIZATION-FILE]]
    portside processor check http://127.0.0.1:PORT
        --media-type application/vnd.acme.rocket.config.v1+json

Understands rockets: artifacts whose manifest says in annotations how they fly
(com.acme.rocket.thrust, com.acme.rocket.stages).
"""
import base64
import hmac
import io
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "com.acme.rocket."
LARGEST_BODY = 16 << 20
MOST_CONNECTIONS = 64
# Seconds for one request, from the end of the one before, and for one answer.
READING, WRITING = 60, 30
OTHER_ALPHABET = str.maketrans("-_", "+/")


class Refusal(Exception):
    """An answer that is no success: 4xx when asking again is in vain, 503 when it may help."""

    def __init__(self, status, sentence):
        super().__init__(sentence)
        self.status = status


def member(envelope, name):
    """Names may have any case; one in the very case goes first."""
    if name in envelope:
        return envelope[name]
    return next((value for key, value in envelope.items() if key.lower() == name.lower()), None)


def json_object(text, status, what):
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refusal(status, f"{what} is not a JSON object")
    return found


def from_any_base64(text):
    """Of either alphabet, with or without padding, with white space in it."""
    if not isinstance(text, str):
        raise Refusal(400, "the request has no manifest")
    plain = "".join(text.split()).rstrip("=").translate(OTHER_ALPHABET)
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except ValueError:
        raise Refusal(400, "the request has a manifest that is no base64") from None


def artifact_of(envelope):
    artifact = member(envelope, "Artifact")
    if not isinstance(artifact, dict):
        raise Refusal(400, "the request has no Artifact")
    return artifact


def flight_data(annotations):
    if not isinstance(annotations, dict):
        return {}
    return {key[len(PREFIX):]: value for key, value in sorted(annotations.items())
            if key.startswith(PREFIX) and isinstance(value, str)}


def artifact_type(_):
    return {"ArtifactType": "ROCKET"}


def addition_types(_):
    return {"AdditionTypes": ["README.MD"]}


def abstract_metadata(envelope):
    artifact_of(envelope)
    manifest = json_object(from_any_base64(member(envelope, "manifest")), 422, "the manifest")
    # All other members of the artifact are the registry's, and need not be sent back.
    return {"Artifact": {"extra_attrs": flight_data(manifest.get("annotations"))}}


def abstract_addition(envelope):
    artifact = artifact_of(envelope)
    if str(member(envelope, "AdditionType")).upper() != "README.MD":
        raise Refusal(404, "there is only README.MD")
    lines = [f"# {artifact.get('repository_name')}", ""]
    data = flight_data(artifact.get("annotations"))
    lines += [f"- {key}: {value}" for key, value in data.items()]
    text = ("\n".join(lines) + "\n").encode(errors="replace")
    return {"Addition": {"Content": base64.b64encode(text).decode(),
                         "ContentType": "text/markdown; charset=utf-8"}}


ENDPOINTS = {"artifacttype": ("GET", artifact_type), "additiontypes": ("GET", addition_types),
             "abstractmetadata": ("POST", abstract_metadata),
             "abstractaddition": ("POST", abstract_addition)}


class PunctualReader(io.RawIOBase):
    """Reads a socket until a deadline: whoever sends byte by byte is not waited for longer."""

    def __init__(self, connection):
        self.connection = connection
        self.end = 0

    def readable(self):
        return True

    def readinto(self, buffer):
        self.connection.settimeout(max(0.001, self.end - time.monotonic()))
        return self.connection.recv_into(buffer)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open
    disable_nagle_algorithm = True
    authorization = ""

    def setup(self):
        super().setup()
        self.reader = PunctualReader(self.connection)
        self.rfile = io.BufferedReader(self.reader)

    def handle_one_request(self):
        self.reader.end = time.monotonic() + READING
        try:
            super().handle_one_request()
        except OSError:  # the other side is gone, or too slow
            self.close_connection = True

    def body(self):
        """In any case: the next request stands behind it. Without it, there is no next."""
        lengths = self.headers.get_all("Content-Length") or []
        if "Transfer-Encoding" in self.headers or (self.command == "POST" and not lengths):
            self.close_connection = True
            raise Refusal(411, "the request does not say with Content-Length how large it is")
        length = lengths[0] if len(lengths) == 1 else "0" if not lengths else ""
        if not length.isdecimal() or len(length) > 9 or int(length) > LARGEST_BODY:
            self.close_connection = True
            raise Refusal(413, f"the request has no length of 0 to {LARGEST_BODY} bytes")
        body = self.rfile.read(int(length))
        if len(body) < int(length):
            raise ConnectionError("the request broke off")
        return body

    def answer(self):
        body = self.body()
        shown, wanted = self.headers.get("Authorization", "").encode(), self.authorization.encode()
        if wanted and not hmac.compare_digest(shown, wanted):
            raise Refusal(401, "the Authorization header is missing or wrong")
        name = self.path.partition("?")[0].rpartition("/")[2]
        method, act = ENDPOINTS.get(name, (None, None))
        if act is None:
            raise Refusal(404, "there is no such endpoint")
        if method != self.command:
            raise Refusal(405, "this endpoint takes another method")
        return act(json_object(body, 400, "the request") if method == "POST" else None)

    def request_id(self):
        said = self.headers.get("X-Request-Id", "")
        is_fit = 0 < len(said) <= 128 and all("!" <= letter <= "~" for letter in said)
        return said if is_fit else "-"

    def handle_request(self):
        try:
            status, answer = 200, {**self.answer(), "Error": ""}
        except Refusal as refusal:
            status, answer = refusal.status, {"Error": str(refusal)}
        except OSError:
            raise
        except Exception as error:  # a defect of ours, which the host is to see
            status, answer = 500, {"Error": f"{type(error).__name__}: {error}"}
        text = json.dumps(answer).encode()
        self.connection.settimeout(WRITING)
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.send_header("X-Request-Id", self.request_id())
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = handle_request

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    """A thread for each connection, up to so many."""

    places = threading.Semaphore(MOST_CONNECTIONS)

    def process_request(self, request, client_address):
        if self.places.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request, client_address):
        try:
            super().process_request_thread(request, client_address)
        finally:
            self.places.release()


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9090
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="ascii") as file:
            Handler.authorization = file.readline().strip()
        if not Handler.authorization:
            sys.exit(f"{sys.argv[2]}: its first line is empty; expected what callers have to show")
    server = Server(("127.0.0.1", port), Handler)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
