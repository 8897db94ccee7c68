"""A reverse proxy on loopback that records each request as it came, and the answer to it."""

import collections
import http.client
import http.server
import threading
from urllib.parse import urlsplit

Request = collections.namedtuple("Request", "method target host fields body")
Answer = collections.namedtuple("Answer", "status fields body")
HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length"}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        proxy = self.server.proxy
        request = Request(self.command, self.path, proxy.address, self.headers.items(), body)
        answer = proxy.forward(request)
        proxy.exchanges.append((request, answer))
        self.send_response(answer.status)
        for name, value in answer.fields:
            if name.lower() not in HOP_BY_HOP:
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_POST = do_PUT = do_DELETE = do_GET


class RecordingProxy:
    """`with RecordingProxy(upstream) as proxy:`, then proxy.url; `proxy.exchanges` since the last `proxy.start()`."""

    def __init__(self, upstream):
        self.upstream = urlsplit(upstream)
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.proxy = self
        self.address = f"127.0.0.1:{self.server.server_port}"
        self.url = "http://" + self.address
        self.start(False)

    def start(self, dynamic):
        """`dynamic`: Prism is asked to make the answers up, instead of giving its examples."""
        self.exchanges = []
        self.dynamic = dynamic

    def forward(self, request):
        fields = {name: value for name, value in request.fields if name.lower() not in ("host", "accept-encoding")}
        if self.dynamic:
            fields["Prefer"] = ", ".join(filter(None, [fields.get("Prefer"), "dynamic=true"]))
        connection = http.client.HTTPConnection(self.upstream.hostname, self.upstream.port, timeout=30)
        try:
            connection.putrequest(request.method, request.target, skip_accept_encoding=True)
            for name, value in fields.items():
                connection.putheader(name, value)
            connection.endheaders(request.body)
            response = connection.getresponse()
            return Answer(response.status, response.getheaders(), response.read())
        finally:
            connection.close()

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
