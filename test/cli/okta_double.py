"""A server on loopback that answers in Okta's shape, for cli_test.py."""

import http.server
import json
import threading
import time
from urllib.parse import parse_qs, quote, urlsplit

USERS = [{"id": f"00u{n}", "status": "ACTIVE" if n % 2 else "STAGED", "created": "2025-01-02T03:04:05.000Z",
          "profile": {"login": f"user{n}@example.com", "email": f"user{n}@example.com", "firstName": "Üser",
                      "shoeSize": n},
          "credentials": {"provider": {"type": "OKTA", "name": "OKTA"}},
          "_links": {"self": {"href": f"https://example.okta.com/api/v1/users/00u{n}"}}} for n in range(7)]
NOT_FOUND = {"errorCode": "E0000007", "errorSummary": "Not found: Resource not found: 00g9 (Group)",
             "errorLink": "E0000007", "errorId": "oae1", "errorCauses": [{"errorSummary": "no \"00g9\" here"}]}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, links=(), **fields):
        body = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for link in links:
            self.send_header("Link", link)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Okta-Request-Id", "req7")
        try:
            self.end_headers()
            self.wfile.write(body)
        except ConnectionError:
            self.close_connection = True        # the client had waited long enough

    def do_GET(self):
        length = self.headers.get("Content-Length")
        body = self.rfile.read(int(length or 0)).decode()
        self.server.requests.append({"method": self.command, "target": self.path, "headers": self.headers,
                                     "body": body})
        url = urlsplit(self.path)
        name = self.command.lower() + url.path.replace("/api/v1", "").replace("/oauth2/v1", "").replace("/", "_")
        handler = getattr(self, name, None)
        if handler:
            return handler({k: v[0] for k, v in parse_qs(url.query).items()}, body)
        self.answer(404, NOT_FOUND)

    do_POST = do_PUT = do_DELETE = do_GET

    def own(self, target):
        return f"<http://{self.headers['Host']}{target}>"

    def get_users(self, query, _):
        """Pages of `limit`, with Okta's two Link lines; the second page is empty."""
        scenario, limit = query.get("search", ""), int(query.get("limit", 200))
        if scenario == "broken":
            return self.answer(200, b'[{"id":"00u0"')
        if scenario == "elsewhere":
            return self.answer(200, USERS[:1], [f'<http://localhost:1{self.path}>; rel="next"'])
        if scenario == "circle":
            return self.answer(200, USERS[:1], [f'{self.own(self.path)}; rel="next"'])
        if scenario == "odd":
            return self.answer(200, [USERS[0], {"id": 17}, {"id": "00ux", "created": "yesterday"}, USERS[1]])
        if scenario == "escape":
            return self.answer(200, [{"id": "1", "profile": {"login": "a\x1b[31mb\x9b\n", "firstName": "ü" * 50}}])
        if scenario == "flaky" and sum(r["target"] == self.path for r in self.server.requests) < 3:
            return self.answer(503, b"<html>", Retry_After="0")
        if scenario == "none":
            return self.answer(200, [])
        if scenario == "slow":
            time.sleep(2)
        after = query.get("after", "0")
        if scenario == "fails" and after != "0":
            return self.answer(500, b"<html>an intermediary</html>")
        if after == "gap":
            return self.answer(200, [], [f'{self.own(f"/api/v1/users?limit={limit}&after={limit}")}; rel="next"'])
        start = int(after)
        links = [f'{self.own(self.path)}; rel="self"']
        if start + limit < len(USERS):
            following = "gap" if start == 0 and not scenario else start + limit
            target = f"/api/v1/users?limit={limit}&search={quote(scenario)}&after={following}"
            links.append(f'{self.own(target)}; rel="next"')
        self.answer(200, USERS[start:start + limit], links)

    def post_users(self, _, body):
        user = json.loads(body)
        self.answer(200, {"id": "00u9", "status": "STAGED", "profile": user["profile"], "credentials": {"password": {}},
                          "notKnownYet": 1})

    def post_users_me(self, _, body):
        if self.headers.get("If-Match") != 'W/"1"':
            return self.answer(412, {"errorCode": "E0000231", "errorSummary": "ETag"})
        self.answer(200, {"id": "00u9", "profile": json.loads(body)["profile"]})

    def get_groups_00g1(self, *_):
        self.answer(200, {"id": "00g1", "created": None, "objectClass": ["okta:user_group"], "type": "NEW_TYPE",
                          "profile": {"name": "Engineers", "floor": 3}, "notKnownYet": {"a": [1]}})

    def get_groups_00g2(self, *_):
        self.answer(200, {"id": "00g2", "profile": {"name": 5}})

    def put_groups_00g1_users_00u1(self, *_):
        self.answer(204)

    def delete_groups_00g1(self, *_):
        self.answer(204)

    def post_devices_guo1_lifecycle_activate(self, *_):
        self.answer(204 if self.headers.get("Content-Length") == "0" else 411)

    def get_userinfo(self, *_):
        if not self.headers["Authorization"].startswith("Bearer "):
            return self.answer(500)
        if self.headers["Authorization"].endswith("expired"):
            return self.answer(401, WWW_Authenticate='Bearer error="invalid_token", error_description="it expired"')
        self.answer(200, {"sub": "00u1", "email_verified": True})


class OktaDouble:
    """`with OktaDouble() as okta:`, then okta.url and okta.requests. `context` makes it speak TLS."""

    def __init__(self, context=None, handler=Handler):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.server.requests = self.requests = []
        if context:
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.url = f"{'https' if context else 'http'}://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
