"""HTTP for tests, with nothing but Python's own library.

web.py log          serve on a free port of 127.0.0.1, say "listening on
                     127.0.0.1:PORT" on stderr, answer every GET with an empty
                     page, and write each as a JSON line: path, and a member for
                     each field of the query
web.py get URL [NAME=VALUE...]
                     get URL with that query, print what came; status 1 where
                     the answer is no 2xx
web.py ports N      print N different ports of 127.0.0.1 that are free now
"""
import http.server
import json
import socket
import sys
import urllib.error
import urllib.parse
import urllib.request


class Log(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        line = {"path": url.path}
        line.update(urllib.parse.parse_qsl(url.query, keep_blank_values=True,
                                           errors="backslashreplace"))
        sys.stdout.write(json.dumps(line) + "\n")  # in one piece: threads
        sys.stdout.flush()
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


def log():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Log)
    print("listening on 127.0.0.1:%d" % server.server_port, file=sys.stderr, flush=True)
    server.serve_forever()


def get(url, *fields):
    if fields:
        url += "?" + urllib.parse.urlencode([tuple(f.split("=", 1)) for f in fields])
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            sys.stdout.write(answer.read().decode())
    except (urllib.error.URLError, OSError) as e:
        sys.exit("web.py: %s: %s" % (url, e))


def ports(n):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(n))]
    print(*(s.getsockname()[1] for s in held))


{"log": log, "get": get, "ports": ports}[sys.argv[1]](*sys.argv[2:])
