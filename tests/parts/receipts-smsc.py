#!/usr/bin/env python3
"""receipts-smsc.py - a message centre whose receipts come as they like.

An implementation of SMPP that is not ours, for tests of what is remembered.  It
answers each submit_sm with an id in hexadecimal and reports it in decimal, over
whichever receiver is bound: before the response or long after, in any order,
some of them twice, and again until they are acknowledged.  Says "listening on
127.0.0.1:PORT" on stderr; ends with SIGTERM.

    --log FILE          a line for each submit_sm taken: its text
    --seed N            of what is random
    --early P           the share of receipts that come before the response
    --twice P           ... that come twice
    --undelivered P     ... that say UNDELIV, not DELIVRD
    --lose P            the share of responses that never come
    --window N          deliver_sm that may await an answer (default 20)
    --go FILE           submits are not answered before that is there
    --umr               receipts have the message's user_message_reference
"""
import argparse
import asyncio
import os
import random
import signal
import struct
import sys

ap = argparse.ArgumentParser()
ap.add_argument("--log", required=True)
ap.add_argument("--seed", type=int, default=1)
ap.add_argument("--early", type=float, default=0.2)
ap.add_argument("--twice", type=float, default=0.2)
ap.add_argument("--undelivered", type=float, default=0.1)
ap.add_argument("--lose", type=float, default=0)
ap.add_argument("--window", type=int, default=20)
ap.add_argument("--go")
ap.add_argument("--umr", action="store_true")
o = ap.parse_args()
rnd = random.Random(o.seed)
log = open(o.log, "w", buffering=1)

# SMPP v3.4, 5.1.2.1
BIND_RX, BIND_TX, SUBMIT, DELIVER, UNBIND, BIND_TRX, ENQUIRE = 1, 2, 4, 5, 6, 9, 0x15
RESP = 0x80000000
FIRST_ID = 0xA0000000           # ten digits in decimal, eight in hexadecimal

receivers = []                  # bound to receive
pending = []                    # receipts for whoever is bound next
held = []                       # answers that wait for --go
count = 0


def cstr(body, at):
    end = body.index(0, at)
    return body[at:end], end + 1


def submit(body):
    """source, destination, registered_delivery, short_message, reference"""
    _, at = cstr(body, 0)
    source, at = cstr(body, at + 2)
    destination, at = cstr(body, at + 2)
    _, at = cstr(body, at + 3)
    _, at = cstr(body, at)
    registered, length = body[at], body[at + 4]
    tlvs, umr = at + 5 + length, b""
    while tlvs < len(body):
        tag, n = struct.unpack_from(">HH", body, tlvs)
        if tag == 0x0204:
            umr = body[tlvs:tlvs + 4 + n]
        tlvs += 4 + n
    return source, destination, registered, body[at + 5:at + 5 + length], umr


def receipt(number, source, destination, state, umr):
    text = b"id:%d sub:001 dlvrd:001 submit date:2611251200 done date:2611251201 " \
        b"stat:%s err:000 text:" % (number, state)
    return b"\0\1\1" + destination + b"\0\0\1" + source + b"\0" + \
        bytes((4, 0, 0)) + b"\0\0" + bytes((0, 0, 0, 0, len(text))) + text + umr


class Session(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buf, self.seq = transport, b"", 0
        self.receives, self.out = False, {}

    def connection_lost(self, exc):
        if self.receives:
            receivers.remove(self)
            pending.extend(self.out.values())
            spread()

    def send(self, command, status, seq, body=b""):
        self.transport.write(struct.pack(">IIII", 16 + len(body), command, status, seq)
                             + body)

    def deliver(self, body):
        self.seq += 1
        self.out[self.seq] = body
        self.send(DELIVER, 0, self.seq, body)

    def data_received(self, data):
        self.buf += data
        at = 0
        while len(self.buf) - at >= 16:
            length, command, status, seq = struct.unpack_from(">IIII", self.buf, at)
            if len(self.buf) - at < length:
                break
            self.pdu(command, status, seq, self.buf[at + 16:at + length])
            at += length
        self.buf = self.buf[at:]

    def pdu(self, command, status, seq, body):
        global count
        if command in (BIND_RX, BIND_TX, BIND_TRX):
            self.send(command | RESP, 0, seq, b"smsc\0")
            if command != BIND_TX:
                self.receives = True
                receivers.append(self)
                spread()
        elif command == SUBMIT:
            source, destination, registered, text, umr = submit(body)
            umr = umr if o.umr else b""
            count += 1
            number = FIRST_ID + count
            log.write(text.decode() + "\n")
            early = rnd.random() < o.early
            if registered & 1 and early:
                self.report(number, source, destination, umr)
                spread()
            if rnd.random() >= o.lose:
                held.append((self, seq, number))
                answer()
            if registered & 1 and not early:
                self.report(number, source, destination, umr)
        elif command == DELIVER | RESP:
            again = self.out.pop(seq, None)
            if status and again:
                pending.append(again)
            spread()
        elif command in (ENQUIRE, UNBIND):
            self.send(command | RESP, 0, seq)
            if command == UNBIND:
                self.transport.close()

    def report(self, number, source, destination, umr):
        state = b"UNDELIV" if rnd.random() < o.undelivered else b"DELIVRD"
        body = receipt(number, source, destination, state, umr)
        for _ in range(2 if rnd.random() < o.twice else 1):
            # anywhere among those that wait
            pending.append(body)
            i = rnd.randrange(len(pending))
            pending[i], pending[-1] = pending[-1], pending[i]


def answer():
    if o.go and not os.path.exists(o.go):
        return
    for session, seq, number in held:
        session.send(SUBMIT | RESP, 0, seq, b"%X\0" % number)
    held.clear()


def spread():
    """Give receipts to those who are bound, in no order."""
    while pending:
        free = [r for r in receivers if len(r.out) < o.window]
        if not free:
            return
        rnd.choice(free).deliver(pending.pop())


def tick(loop):
    answer()
    spread()
    loop.call_later(0.05, tick, loop)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Session, "127.0.0.1", 0)
    print("listening on 127.0.0.1:%d" % server.sockets[0].getsockname()[1],
          file=sys.stderr, flush=True)
    done = loop.create_future()
    loop.add_signal_handler(signal.SIGTERM, done.set_result, None)
    tick(loop)
    await done


asyncio.run(main())
