#!/usr/bin/python3
"""smpp-peer.py - one end of an SMPP connection that does as it is told, step by
step, made of struct.pack and nothing of ours.  Writes a JSON line to stdout for
each PDU that it gets: {"conn":, "cmd":, "seq":, "status":, "body": hex}.

	smpp-peer.py listen STEP...	an SMSC: says "listening on 127.0.0.1:PORT" on
					stderr, answers binds with status 0 (or refuse:)
	smpp-peer.py HOST:PORT STEP...	an ESME; or unix:PATH

enquire_link and unbind are answered at all times, unless told not to.  The steps:

	bind:ID[:PASSWORD[:rx|tx|trx]]	(ESME) and wait for the answer
	bound			(SMSC) wait for a connection and its bind
	refuse:STATUS		(SMSC) answer binds so from here on
	send:TEXT		deliver_sm, or submit_sm (ESME), text as it is
	send:F=V,...:TEXT	the same; registered, esm, dcs, from, to, cmd, tlv (both
				hex)
	part:REF/TOTAL/SEQ[,F=V...]:TEXT	the same, with a header of concatenation
	alert:FROM/TO[/TLVS]	(SMSC) alert_notification; TLVs in hex
	hex:OCTETS		as they are
	deaf			answer no enquire_link from here on
	answer:STATUS		answer each deliver_sm so from here on; "no" not at all
	id:ID,ID...		(SMSC) of the answers to submit_sm from here on, the last
				for all that follow; "no": no answer
	got:CMD:N		until N of that PDU have come, all steps together
	gone			until the other side closes
	enquire			enquire_link, and wait for its answer
	exists:FILE		until there is one
	touch:FILE
	close			the connection, as it is
"""
import json
import os
import select
import socket
import struct
import sys
import time

END = time.monotonic() + float(os.environ.get('PEER_TIMEOUT', '30'))
NAMES = {0x80000000: 'generic_nack', 1: 'bind_receiver', 2: 'bind_transmitter',
         9: 'bind_transceiver', 4: 'submit_sm', 5: 'deliver_sm', 6: 'unbind',
         0x15: 'enquire_link', 0x103: 'data_sm', 3: 'query_sm'}
NAMES.update({k | 0x80000000: v + '_resp' for k, v in list(NAMES.items()) if k < 0x80000000})
BINDS = {'rx': 1, 'tx': 2, 'trx': 9}


class Peer:
    def __init__(self, where):
        self.smsc = where == 'listen'
        self.sock = self.server = None
        self.conn = self.seq = self.refuse = 0
        self.answer = 0
        self.deaf = False
        self.ids = ['id']
        self.buf = b''
        self.count = {}
        self.where = where
        if self.smsc:
            self.server = socket.create_server(('127.0.0.1', 0))
            print('listening on 127.0.0.1:%d' % self.server.getsockname()[1],
                  file=sys.stderr, flush=True)
        elif where.startswith('unix:'):
            self.sock = socket.socket(socket.AF_UNIX)
            self.sock.connect(where[5:])
        else:
            host, port = where.rsplit(':', 1)
            self.sock = socket.create_connection((host, int(port)))

    def put(self, cmd, body=b'', seq=None, status=0):
        if seq is None:
            self.seq += 1
            seq = self.seq
        try:
            self.sock.sendall(struct.pack('>IIII', 16 + len(body), cmd, status, seq) + body)
        except OSError:
            pass

    def pdu(self, cmd, status, seq, body):
        name = NAMES.get(cmd, hex(cmd))
        self.count[name] = self.count.get(name, 0) + 1
        print(json.dumps({'conn': self.conn, 'cmd': name, 'seq': seq, 'status': status,
                          'body': body.hex()}), flush=True)
        if cmd in (1, 2, 9):
            self.put(cmd | 0x80000000, b'' if self.refuse else b'peer\0', seq, self.refuse)
            if not self.refuse:
                self.count['bound'] = self.count.get('bound', 0) + 1
        elif cmd == 6 or (cmd == 0x15 and not self.deaf):
            self.put(cmd | 0x80000000, b'', seq)
        elif cmd == 5 and self.answer is not None:
            self.put(0x80000005, b'\0', seq, self.answer)
        elif cmd == 4:
            message_id = self.ids.pop(0) if len(self.ids) > 1 else self.ids[0]
            if message_id != 'no':
                self.put(0x80000004, message_id.encode() + b'\0', seq)

    def drop(self):
        if self.sock:
            self.sock.close()
        self.sock = None
        self.buf = b''

    def step(self):
        """One round of waiting."""
        fds = [f for f in (self.server if not self.sock else None, self.sock) if f]
        if time.monotonic() > END:
            sys.exit('smpp-peer.py: time-out')
        for f in select.select(fds, [], [], 0.02)[0]:
            if f is self.server:
                self.sock, _ = f.accept()
                self.conn += 1
                continue
            try:
                more = f.recv(65536)
            except OSError:
                more = b''
            if not more:
                self.drop()
                return
            self.buf += more
            while len(self.buf) >= 16:
                n, cmd, status, seq = struct.unpack('>IIII', self.buf[:16])
                if len(self.buf) < n:
                    break
                body, self.buf = self.buf[16:n], self.buf[n:]
                self.pdu(cmd, status, seq, body)

    def until(self, cond):
        while not cond():
            self.step()

    def message(self, text, udh=b'', registered=0, esm=0, dcs=0, cmd=None,
                tlv='', **addr):
        cmd = int(cmd, 16) if cmd else 5 if self.smsc else 4
        data = udh + text.encode('utf-16-be' if int(dcs) == 8 else 'latin-1')
        body = (b'\0\1\1' + addr.get('from', '15550001111').encode() + b'\0\0\1' +
                addr.get('to', '2000').encode() + b'\0' +
                bytes([int(esm) | (0x40 if udh else 0)]) + b'\0\0' + b'\0\0' +
                bytes([int(registered), 0, int(dcs), 0, len(data)]) + data +
                bytes.fromhex(tlv))
        self.put(cmd, body)

    def do(self, step):
        verb, _, rest = step.partition(':')
        if verb == 'bind':
            who, password, mode = (rest.split(':') + ['', ''])[:3]
            cmd = BINDS[mode or 'trx']
            self.put(cmd, who.encode() + b'\0' + password.encode() + b'\0\0\x34\0\0\0')
            name = NAMES[cmd | 0x80000000]
            have = self.count.get(name, 0)
            self.until(lambda: self.count.get(name, 0) > have)
        elif verb == 'bound':
            have = self.count.get('bound', 0) if rest == 'again' else 0
            self.until(lambda: self.count.get('bound', 0) > have)
        elif verb == 'refuse':
            self.refuse = int(rest, 0)
        elif verb == 'send':
            opts, colon, text = rest.partition(':')
            opts = dict(o.split('=') for o in opts.split(',')) if colon else {}
            self.message(text if colon else rest, **opts)
        elif verb == 'part':
            n, _, text = rest.partition(':')
            n, *opts = n.split(',')
            self.message(text, udh=bytes([5, 0, 3] + [int(x) for x in n.split('/')]),
                         **dict(o.split('=') for o in opts))
        elif verb == 'alert':
            src, dst, *tlvs = rest.split('/')
            self.put(0x102, b'\1\1' + src.encode() + b'\0\0\1' + dst.encode() + b'\0' +
                     bytes.fromhex(''.join(tlvs)))
        elif verb == 'hex':
            self.sock.sendall(bytes.fromhex(rest))
        elif verb == 'deaf':
            self.deaf = True
        elif verb == 'answer':
            self.answer = None if rest == 'no' else int(rest, 0)
        elif verb == 'id':
            self.ids = rest.split(',')
        elif verb == 'got':
            name, n = rest.split(':')
            self.until(lambda: self.count.get(name, 0) >= int(n))
        elif verb == 'gone':
            self.until(lambda: not self.sock)
        elif verb == 'enquire':
            have = self.count.get('enquire_link_resp', 0)
            self.put(0x15)
            self.until(lambda: self.count.get('enquire_link_resp', 0) > have)
        elif verb == 'exists':
            self.until(lambda: os.path.exists(rest))
        elif verb == 'touch':
            open(rest, 'w').close()
        elif verb == 'close':
            self.drop()
        else:
            sys.exit('smpp-peer.py: no step ' + step)


p = Peer(sys.argv[1])
for s in sys.argv[2:]:
    p.do(s)
