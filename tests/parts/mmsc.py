#!/usr/bin/env python3
"""mmsc - an MMSC that answers what it was told to, for tests

	mmsc.py [tls.pem]

It prints "listening on 127.0.0.1:PORT".  The nth request, headers and body, is
written to req.n, and a line about it to log: the number of its connection, and
the request line.  The nth answer is in the file answer.n: octets, in which
@TX@ is the request's TransactionID and @HOST@ the Host header; or `close`: none,
the connection is closed; `hang`: none, it stays open.  Without such a file it is
a SubmitRsp with 1000 and the MessageID id-n.
"""
import itertools
import os
import re
import socket
import ssl
import sys
import threading
import time

RSP = (b'<?xml version="1.0"?><e:Envelope xmlns:e="http://schemas.xmlsoap.org/'
       b'soap/envelope/"><e:Header><TransactionID>@TX@</TransactionID>'
       b'</e:Header><e:Body><SubmitRsp><Status><StatusCode>1000</StatusCode>'
       b'<StatusText>Success</StatusText></Status><MessageID>id-@N@</MessageID>'
       b'</SubmitRsp></e:Body></e:Envelope>')
lock = threading.Lock()
numbers = itertools.count(1)
connections = itertools.count(1)


def read_request(f):
    head = b""
    while True:
        line = f.readline()
        if not line:
            return None
        head += line
        if line in (b"\r\n", b"\n"):
            break
    length = re.search(rb"(?i)\ncontent-length: *(\d+)", head)
    body = f.read(int(length.group(1))) if length else b""
    if re.search(rb"(?i)\ntransfer-encoding: *chunked", head):
        while True:
            size = int(f.readline().split(b";")[0], 16)
            body += f.read(size)
            f.readline()
            if size == 0:
                break
    return head, body


def answer(n, head, body):
    tx = re.search(rb"TransactionID[^>]*>([^<]*)", body)
    host = re.search(rb"(?i)\nhost: *([^\r\n]*)", head)
    path = "answer.%d" % n
    if os.path.exists(path):
        with open(path, "rb") as f:
            text = f.read()
    else:
        text = RSP.replace(b"@N@", b"%d" % n)
        text = text.replace(b"@TX@", tx.group(1) if tx else b"")
        text = (b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: "
                b"%d\r\n\r\n" % len(text)) + text
    text = text.replace(b"@TX@", tx.group(1) if tx else b"")
    return text.replace(b"@HOST@", host.group(1) if host else b"")


def serve(s, connection):
    with s, s.makefile("rb") as f:
        while True:
            got = read_request(f)
            if not got:
                return
            with lock:
                n = next(numbers)
                with open("req.%d.new" % n, "wb") as out:
                    out.write(got[0] + got[1])
                os.rename("req.%d.new" % n, "req.%d" % n)
                with open("log", "a") as log:
                    log.write("%d %s" % (connection, got[0].split(
                        b"\r\n")[0].decode() + "\n"))
            text = answer(n, *got)
            if text.strip() == b"close":
                return
            if text.strip() == b"hang":
                time.sleep(60)
                return
            s.sendall(text)
            if re.search(rb"(?i)\nconnection: *close", text):
                return


def main():
    tls = None
    if len(sys.argv) > 1:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(sys.argv[1])
        if len(sys.argv) > 2:
            tls.verify_mode = ssl.CERT_REQUIRED
            tls.load_verify_locations(sys.argv[2])
    listener = socket.create_server(("127.0.0.1", 0))
    print("listening on 127.0.0.1:%d" % listener.getsockname()[1], flush=True)
    while True:
        s, _ = listener.accept()
        try:
            s = tls.wrap_socket(s, server_side=True) if tls else s
        except OSError:
            continue
        threading.Thread(target=serve, args=(s, next(connections)),
                         daemon=True).start()


main()
