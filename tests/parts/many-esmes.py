"""N ESMEs at once, of system ids and passwords u0 p0, u1 p1 ..., each of which
binds, sends so many messages and waits for their answers and receipts.

usage: many-esmes.py PORT N MESSAGES
"""
import socket, struct, sys

port, n, messages = map(int, sys.argv[1:])


def pdu(cmd, seq, body):
    return struct.pack(">IIII", 16 + len(body), cmd, 0, seq) + body


def get(f):
    size, cmd, status, seq = struct.unpack(">IIII", f.read(16))
    f.read(size - 16)
    return cmd, status


socks = [socket.create_connection(("127.0.0.1", port)) for _ in range(n)]
files = [s.makefile("rb") for s in socks]
for i, s in enumerate(socks):
    s.sendall(pdu(9, 1, b"u%d\0p%d\0\0\x34\0\0\0" % (i, i)))
assert all(get(f) == (0x80000009, 0) for f in files)
for i, s in enumerate(socks):
    for k in range(messages):
        text = b"%d-%d" % (i, k)
        s.sendall(pdu(4, 2 + k, b"\0\1\1" + b"1\0" + b"\1\1" + b"2\0" +
            b"\0\0\0\0\0\1\0\0\0" + bytes([len(text)]) + text))
for f in files:
    answers = receipts = 0
    while answers < messages or receipts < messages:
        cmd, status = get(f)
        assert status == 0
        answers += cmd == 0x80000004
        receipts += cmd == 5
