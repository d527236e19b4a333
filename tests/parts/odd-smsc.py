#!/usr/bin/python3
"""odd-smsc.py - an SMSC that sends what real ones were seen to send, and worse;
made of struct.pack and nothing of ours.  Serves one connection: says "listening on
127.0.0.1:PORT" on stderr, answers the bind, sends each PDU below when the one before
was answered, and writes a line "NAME STATUS" for each (STATUS in hex; "nack STATUS";
"-": no answer is due, and none came before the next one's).
"""
import socket
import struct
import sys


def tlv(tag, value):
    return struct.pack('>HH', tag, len(value)) + value


def sm(text=b'', src=b'15550001111', dst=b'2000', esm=0, dcs=0, tlvs=b'', length=None,
       sched=b'', validity=b''):
    """deliver_sm; v3.4, 4.6.1"""
    return 5, (b'\0\1\1' + src + b'\0\0\1' + dst + b'\0' + bytes([esm, 0, 0]) + sched +
               b'\0' + validity + b'\0' + bytes([0, 0, dcs, 0,
               len(text) if length is None else length]) + text + tlvs)


def data(tlvs=b'', esm=0):
    """data_sm; v3.4, 4.7.1"""
    return 0x103, b'\0\1\x0115550001111\0\0\x012000\0' + bytes([esm, 0, 0]) + tlvs


def sar(total, seq):
    return tlv(0x20c, b'\0\7') + tlv(0x20e, bytes([total])) + tlv(0x20f, bytes([seq]))


def payload(text):
    return tlv(0x424, text)


CASES = [
    # fields
    ('no-nul', (5, b'\0\1\x011555\0\0\x0120001234')),
    ('no-body', (5, b'')),
    ('long-address', sm(b'long address', src=b'9' * 64)),
    ('empty-addresses', sm(b'empty addresses', src=b'', dst=b'')),
    ('binary-address', sm(b'binary address', src=b'\xff\x1b[2J')),
    ('sm-length-over', sm(b'abc', length=200)),
    ('times', sm(b'times', sched=b'261123131516000+', validity=b'000002000000000R')),
    ('no-times', sm(b'no times', sched=b'never', validity=b'tomorrow, then')),
    # parameters
    ('tlv-header-cut', sm(b'tlv header cut', tlvs=b'\x14\0\0')),
    ('tlv-cut', sm(b'tlv cut', tlvs=tlv(0x204, b'\0\1') + b'\x14\0\0\x09abc')),
    ('tlv-empty', sm(b'tlv empty', tlvs=tlv(0x1400, b''))),
    ('tlv-twice', sm(b'tlv twice', tlvs=tlv(0x204, b'\0\1') + tlv(0x204, b'\0\2'))),
    ('tlv-value', sm(b'tlv value', tlvs=tlv(0x427, b'\xee'))),
    ('both', sm(b'both', tlvs=payload(b'other'))),
    ('payload', sm(tlvs=payload(b'payload'))),
    # esm_class
    ('esm-all', sm(b'esm all', esm=0xbf)),
    ('ack', sm(b'id:1 stat:DELIVRD', esm=0x08)),
    ('user-ack', sm(b'user ack', esm=0x10)),
    ('intermediate', sm(b'id:2 stat:ENROUTE', esm=0x20)),
    ('receipt-empty', sm(esm=4)),
    ('receipt-binary', sm(bytes(range(254)), esm=4)),
    ('receipt-payload', sm(esm=4, tlvs=payload(b'id:77 stat:UNDELIV err:9 Text:\0\x1b'))),
    ('receipt-tlvs', sm(tlvs=tlv(0x1e, b'abc\0') + tlv(0x427, b'\2'))),
    ('receipt-half', sm(b'half', tlvs=tlv(0x1e, b'abc\0'))),
    # headers
    ('udh-over', sm(b'pudh over', esm=0x40, dcs=1)),
    ('udh-none', sm(esm=0x40)),
    ('udh-empty', sm(b'\0udh empty', esm=0x40)),
    ('one-of-one', sm(b'one of one', tlvs=sar(1, 1))),
    ('none-of-none', sm(b'none of none', tlvs=sar(0, 0))),
    ('part-0', sm(b'part 0', tlvs=sar(2, 0))),
    ('part-3-of-2', sm(b'part 3 of 2', tlvs=sar(2, 3))),
    ('udh-and-sar-1', sm(b'\5\0\3\x09\2\1both ', esm=0x40, tlvs=sar(3, 3))),
    ('udh-and-sar-2', sm(b'\5\0\3\x09\2\2kinds', esm=0x40, tlvs=sar(3, 1))),
    # one reference: of 8 bits, of 16, of SAR, and of another sender
    ('ref-8-1', sm(b'\5\0\3\7\2\1eight ', esm=0x40)),
    ('ref-16-1', sm(b'\6\x08\4\0\7\2\1sixteen ', esm=0x40)),
    ('ref-sar-1', sm(b'sar ', tlvs=sar(2, 1))),
    ('ref-other-1', sm(b'\5\0\3\7\2\1other ', esm=0x40, src=b'1555')),
    ('ref-other-2', sm(b'\5\0\3\7\2\2sender', esm=0x40, src=b'1555')),
    ('ref-sar-2', sm(b'parts', tlvs=sar(2, 2))),
    ('ref-16-2', sm(b'\6\x08\4\0\7\2\2bits', esm=0x40)),
    ('ref-8-2', sm(b'\5\0\3\7\2\2bits', esm=0x40)),
    # data_sm
    ('data', data(payload(b'data sm'))),
    ('data-none', data()),
    ('data-receipt', data(tlv(0x1e, b'ab\0') + tlv(0x427, b'\5'), esm=4)),
    ('data-part-1', data(payload(b'\5\0\3\x0a\2\1data '), esm=0x40)),
    ('data-part-2', data(payload(b'\5\0\3\x0a\2\2parts'), esm=0x40)),
    # UCS-2
    ('bom', sm(b'\xfe\xff\0b\0o\0m', dcs=8)),
    ('bom-little', sm(b'\xff\xfel\0i\0t\0', dcs=8)),
    ('little', sm('Привет мир'.encode('utf-16-le'), dcs=8)),
    ('half-unit', sm(b'\0h\0', dcs=8)),
    # other PDUs
    ('unknown', (0x999, b'abc')),
    ('unknown-resp', (0x80000999, b'abc')),
    ('stray-resp', (0x80000004, b'id\0')),
    ('stray-nack', (0x80000000, b'')),
    ('enquire-body', (0x15, b'junk')),
    ('submit', (4, sm(b'submit')[1])),
    ('alert-empty', (0x102, b'')),
    ('outbind', (0x0b, b'me\0secret\0')),
    ('last', sm(b'last')),
]
UNANSWERED = ('unknown-resp', 'stray-resp', 'stray-nack', 'alert-empty', 'outbind')


def take(sock):
    head = b''
    while len(head) < 16:
        more = sock.recv(16 - len(head))
        if not more:
            sys.exit('closed')
        head += more
    n, command, stat, number = struct.unpack('>IIII', head)
    while n > 16:
        n -= len(sock.recv(n - 16))
    return command, stat, number


server = socket.create_server(('127.0.0.1', 0))
print('listening on 127.0.0.1:%d' % server.getsockname()[1], file=sys.stderr, flush=True)
server.settimeout(30)
s, _ = server.accept()
s.settimeout(30)
cmd, status, seq = take(s)
s.sendall(struct.pack('>IIII', 21, cmd | 0x80000000, 0, seq) + b'smsc\0')
# 0 and numbers beyond what v3.4 allows, 3.2, are among theirs
for i, (name, (cmd, body)) in enumerate(CASES):
    seq = (0, 0x7fffffff, 0x80000000, 0xffffffff, 1000 + i)[i % 5]
    s.sendall(struct.pack('>IIII', 16 + len(body), cmd, 0, seq) + body)
    if name in UNANSWERED:
        print(name, '-', flush=True)
        continue
    got, status, number = take(s)
    if number != seq:
        sys.exit('%s: answer to %x, not %x' % (name, number, seq))
    if got == 0x80000000:
        print(name, 'nack %x' % status, flush=True)
    elif got == cmd | 0x80000000:
        print(name, '%x' % status, flush=True)
    else:
        sys.exit('%s: answered with %x' % (name, got))
print('done', flush=True)
while s.recv(4096):
    pass
