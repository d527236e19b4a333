#!/usr/bin/python3
"""tls-front.py - TLS on one side, clear on the other, by Python's ssl.

	tls-front.py serve PORT CERT	takes TLS, connects to PORT in clear
	tls-front.py connect PORT CA [CERT]	takes clear, connects to PORT by TLS,
					whose certificate must be localhost's by CA
CERT is a name: NAME.pem and NAME.key.  Says "listening on 127.0.0.1:PORT" on
stderr, and on stdout "sni NAME" and "failed WHY".  CLIENT_CA: ask for a certificate.
Octets go on as they come, cut into records of at most CUT octets (default: 16384).
"""
import os
import select
import socket
import ssl
import sys
import threading

role, port, name = sys.argv[1:4]
cut = int(os.environ.get('CUT', '16384'))


def say(*what):
    print(*what, flush=True)


if role == 'serve':
    ctx = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ctx.load_cert_chain(name + '.pem', name + '.key')
    ctx.sni_callback = lambda sock, sni, c: say('sni', sni)
    if os.environ.get('CLIENT_CA'):
        ctx.load_verify_locations(os.environ['CLIENT_CA'])
        ctx.verify_mode = ssl.CERT_REQUIRED
else:
    ctx = ssl.create_default_context(cafile=name + '.pem')
    if len(sys.argv) > 4:
        ctx.load_cert_chain(sys.argv[4] + '.pem', sys.argv[4] + '.key')


def pump(secure, clear):
    both = [secure, clear]
    while True:
        ready = [secure] if secure.pending() else select.select(both, [], [])[0]
        for s in ready:
            d = s.recv(16384)
            if not d:
                return
            other = clear if s is secure else secure
            for i in range(0, len(d), cut):
                other.sendall(d[i:i + cut])


def serve(sock):
    try:
        if role == 'serve':
            secure = ctx.wrap_socket(sock, server_side=True)
            clear = socket.create_connection(('127.0.0.1', int(port)))
        else:
            clear = sock
            secure = ctx.wrap_socket(socket.create_connection(('127.0.0.1', int(port))),
                                     server_hostname='localhost')
        say('secure', secure.version())
        for s in (secure, clear):
            s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        pump(secure, clear)
        secure.unwrap()
    except (OSError, ssl.SSLError) as e:
        say('failed', e)
    finally:
        for s in ('secure', 'clear'):
            if s in locals():
                locals()[s].close()
        sock.close()


server = socket.create_server(('127.0.0.1', 0))
print('listening on 127.0.0.1:%d' % server.getsockname()[1], file=sys.stderr, flush=True)
while True:
    threading.Thread(target=serve, args=(server.accept()[0],), daemon=True).start()
