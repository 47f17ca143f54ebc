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
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PREFIX = "com.acme.rocket."
LARGEST_BODY = 16 << 20


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


def artifact_of(envelope):
    artifact = member(envelope, "Artifact")
    if not isinstance(artifact, dict):
        raise Refusal(400, "the request has no Artifact")
    return artifact


def flight_data(annotations):
    return {key[len(PREFIX):]: value for key, value in annotations.items() if key.startswith(PREFIX)}


def artifact_type(_):
    return {"ArtifactType": "ROCKET"}


def addition_types(_):
    return {"AdditionTypes": ["README.MD"]}


def abstract_metadata(envelope):
    artifact = artifact_of(envelope)
    try:
        manifest = json.loads(base64.b64decode(member(envelope, "manifest") or ""))
        attributes = flight_data(manifest.get("annotations") or {})
    except (ValueError, TypeError, AttributeError):
        raise Refusal(422, "the manifest is not a JSON object") from None
    # All other members of the artifact are the registry's, and need not be sent back.
    return {"Artifact": {"digest": artifact.get("digest"), "extra_attrs": attributes}}


def abstract_addition(envelope):
    artifact = artifact_of(envelope)
    if member(envelope, "AdditionType") != "README.MD":
        raise Refusal(404, "there is only README.MD")
    lines = [f"# {artifact.get('repository_name')}", ""]
    lines += [f"- {key}: {value}" for key, value in
              sorted(flight_data(artifact.get("annotations") or {}).items())]
    content = base64.b64encode(("\n".join(lines) + "\n").encode()).decode()
    return {"Addition": {"Content": content, "ContentType": "text/markdown; charset=utf-8"}}


ENDPOINTS = {"artifacttype": ("GET", artifact_type), "additiontypes": ("GET", addition_types),
             "abstractmetadata": ("POST", abstract_metadata),
             "abstractaddition": ("POST", abstract_addition)}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # connections stay open
    disable_nagle_algorithm = True
    authorization = ""

    def answer(self):
        length = self.headers.get("Content-Length") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            self.close_connection = True
            raise Refusal(413, "the request is too large, or does not say how large it is")
        body = self.rfile.read(int(length))  # in any case: the next request stands behind it
        shown = self.headers.get("Authorization") or ""
        if self.authorization and not hmac.compare_digest(shown.encode(), self.authorization.encode()):
            raise Refusal(401, "the Authorization header is missing or wrong")
        name = self.path.partition("?")[0].rpartition("/")[2]
        method, act = ENDPOINTS.get(name, (None, None))
        if act is None:
            raise Refusal(404, "there is no such endpoint")
        if method != self.command:
            raise Refusal(405, "this endpoint takes another method")
        return act(self.envelope(body) if method == "POST" else None)

    @staticmethod
    def envelope(body):
        try:
            envelope = json.loads(body)
        except ValueError:
            envelope = None
        if not isinstance(envelope, dict):
            raise Refusal(400, "the request is not a JSON object")
        return envelope

    def handle_request(self):
        try:
            status, answer = 200, {**self.answer(), "Error": ""}
        except Refusal as refusal:
            status, answer = refusal.status, {"Error": str(refusal)}
        except Exception as error:  # a defect of ours, which the host is to see
            status, answer = 500, {"Error": f"{type(error).__name__}: {error}"}
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = handle_request

    def log_message(self, *_):
        pass


def main():
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9090
    if len(sys.argv) > 2:
        with open(sys.argv[2], encoding="ascii") as file:
            Handler.authorization = file.readline().rstrip("\n")
    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
