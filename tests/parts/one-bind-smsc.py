#!/usr/bin/python3
"""one-bind-smsc.py [FILE] - an SMSC whose account allows one bind: a second one
is refused with ESME_RALYBND (SMPP v3.4, 5.1.3).  Made of struct.pack and nothing
of ours.

Says "listening on 127.0.0.1:PORT" on stderr, and a line on stdout for each
	bind | refused		a bind, taken or not
	sms PRIORITY TO TEXT	submit_sm, answered with a message_id
	throttled TO		the same, answered ESME_RTHROTTLED instead
	answer STATUS		a deliver_sm_resp
	closed			the connection ended

FILE holds words that change what it does, looked at for each PDU:
	throttle		ESME_RTHROTTLED to each third submit_sm
	silent			no answer
Each line "deliver TEXT" on stdin becomes a deliver_sm.
"""
import os
import selectors
import socket
import struct
import sys

RTHROTTLED, RALYBND = 0x58, 5
words_file = sys.argv[1] if sys.argv[1:] else None
selector = selectors.DefaultSelector()
bound = None
count = {'sms': 0, 'seq': 0}


def say(*what):
    print(*what, flush=True)


def words():
    if not words_file or not os.path.exists(words_file):
        return []
    with open(words_file) as f:
        return f.read().split()


def put(sock, command, status, seq, body=b''):
    try:
        sock.sendall(struct.pack('>IIII', 16 + len(body), command, status, seq) + body)
    except OSError:
        pass


def cstr(body, at):
    end = body.index(b'\0', at)
    return body[at:end].decode('latin-1'), end + 1


def submit(sock, seq, body):
    """SMPP v3.4, 4.4.1"""
    do = words()
    _, at = cstr(body, 0)
    _, at = cstr(body, at + 2)
    to, at = cstr(body, at + 2)
    priority = body[at + 2]
    _, at = cstr(body, at + 3)
    _, at = cstr(body, at)
    text = body[at + 5:at + 5 + body[at + 4]].decode('latin-1')
    count['sms'] += 1
    if 'throttle' in do and count['sms'] % 3 == 0:
        say('throttled', to)
        put(sock, 0x80000004, RTHROTTLED, seq)
        return
    say('sms', priority, to, text)
    if 'silent' not in do:
        put(sock, 0x80000004, 0, seq, b'id%d\0' % count['sms'])


def pdu(conn, command, status, seq, body):
    global bound
    sock = conn['sock']
    if command in (1, 2, 9):
        refused = bound is not None
        say('refused' if refused else 'bind')
        put(sock, command | 0x80000000, RALYBND if refused else 0, seq,
            b'' if refused else b'one\0')
        if not refused:
            bound = sock
    elif command == 4:
        submit(sock, seq, body)
    elif command in (6, 0x15):
        put(sock, command | 0x80000000, 0, seq)
    elif command == 0x80000005:
        say('answer', status)


def drop(conn):
    global bound
    selector.unregister(conn['sock'])
    conn['sock'].close()
    if bound is conn['sock']:
        bound = None
        say('closed')


def readable(conn):
    try:
        more = conn['sock'].recv(65536)
    except OSError:
        more = b''
    if not more:
        drop(conn)
        return
    buf = conn['buf'] + more
    while len(buf) >= 16:
        n, command, status, seq = struct.unpack('>IIII', buf[:16])
        if len(buf) < n:
            break
        body, buf = buf[16:n], buf[n:]
        pdu(conn, command, status, seq, body)
    conn['buf'] = buf


def typed(_):
    line = os.read(0, 65536).decode()
    if not line:
        selector.unregister(0)
    for what in line.splitlines():
        text = what.partition(' ')[2].encode()
        count['seq'] += 1
        if bound:
            put(bound, 5, 0, count['seq'], b'\0\1\1' b'15550001111\0\0\1' b'2000\0'
                b'\0\0\0\0\0\0\0\0\0' + bytes([len(text)]) + text)


def accept(server):
    sock, _ = server.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    selector.register(sock, selectors.EVENT_READ, {'do': readable, 'sock': sock, 'buf': b''})


def main():
    server = socket.create_server(('127.0.0.1', 0))
    print('listening on 127.0.0.1:%d' % server.getsockname()[1], file=sys.stderr, flush=True)
    selector.register(server, selectors.EVENT_READ, {'do': lambda _: accept(server)})
    selector.register(0, selectors.EVENT_READ, {'do': typed})
    while True:
        for key, _ in selector.select():
            key.data['do'](key.data)


main()
