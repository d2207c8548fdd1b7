"""Requests that a proxy and a server may read differently, sent byte by byte."""
import socket

import contract
from target import PATIENCE, case, expect, statuses, wait_for

GET = b"GET /api/health HTTP/1.1\r\nHost: a\r\n"
LAST = GET + b"Connection: close\r\n\r\n"
POST = b"POST /api/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"

# Two lengths, or a length that is none: whatever stands behind must not be read as a request of its own.
SMUGGLE = [
    POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG",
    POST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n0\r\n\r\nG",
    POST + b"Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding:\tchunked\r\n\r\n0\r\n\r\n",
    POST + b"transfer-encoding:chunked\r\n\r\n0\r\n\r\n",
    POST + b" Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"X: b\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    POST + b"X: b\rTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
    POST + b"Transfer-Encoding: chunked\r\n\r\n2;a=b\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nHost: b\r\nCookie: x\r\n\r\n",
    POST + b"Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
    POST + b"Content-Length: 2, 2\r\n\r\n{}",
    POST + b"Content-Length: +2\r\n\r\n{}",
    POST + b"Content-Length: -2\r\n\r\n{}",
    POST + b"Content-Length: 0x2\r\n\r\n{}",
    POST + b"Content-Length: 2 2\r\n\r\n{}",
    POST + b"Content-Length: \r\n\r\n{}",
    POST + b"Content-Length : 2\r\n\r\n{}",
    POST + b"Content-Length: 99999999999999999999\r\n\r\n{}",
    POST + b"Content-Length: 18446744073709551618\r\n\r\n{}",
    POST + b"Content_Length: 2\r\n\r\n{}",
]

# Read as a body that is longer than what comes, or that only the end of the connection ends: all behind is part of it.
ENDLESS = [
    GET + b"Content-Length: %d\r\n\r\n" % len(LAST),
    POST + b"Content-Length: 2\r\nContent-Length: 500\r\n\r\n{}",
    POST + b"Content-Length: 500\r\nContent-Length: 2\r\n\r\n{}",
    POST + b"Transfer-Encoding: xchunked\r\n\r\n",
    POST + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
    POST + b"Transfer-Encoding: identity\r\nContent-Length: 2\r\n\r\n{}",
]

REFUSED = [
    b"GET /api/health HTTP/1.1\r\nConnection: close\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\n Host: a\r\nHost: b\r\n\r\n",
    GET + b"Host: b\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\nHost: a/b@c\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\nHost: a b\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\nHost:\r\n\r\n",
    b"GET /api/health HTTP/1.1\r\nHost: \xe5\x8f\xb0\r\n\r\n",
    GET + b"X: a\rY: b\r\n\r\n",
    GET + b"X\0: ab\r\n\r\n",
    GET + b"XY\r\n\r\n",
    GET + b"X(Y): 1\r\n\r\n",
    GET + b"X: \x01\r\n\r\n",
    GET + b"X: " + b"a" * 40000 + b"\r\n\r\n",
    GET + b"X: " + b"a" * 9000 + b"\r\n\r\n",
    GET + b"X" * 70 + b": a\r\n\r\n",
    GET + b"".join(b"X%d: a\r\n" % i for i in range(100)) + b"\r\n",
    b"GET /" + b"a" * 40000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://a/api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET //a/api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health#x HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api\\health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health?\"<> HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health\x7f HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/\xe5\x8f\xb0 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
    b"TRACE /api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"PATCH /api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"get /api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"G\xc3\x84T /api/health HTTP/1.1\r\nHost: a\r\n\r\n",
    b"A" * 5000 + b" / HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health\r\n\r\n",  # HTTP/0.9
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /api/health HTTP/9.9\r\nHost: a\r\n\r\n",
    b"GET /api/health http/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health HTTP/1.1x\r\nHost: a\r\n\r\n",
    b"GET\t/api/health\tHTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health /x HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /api/health HTTP/1.0\r\n\r\n",  # no Host
]

# Odd and harmless: the library mends them, and what they hide does not come to life.
MENDED = [
    GET + b"Connection: close\r\nX: a\r\n b\r\n\r\n",
    GET + b"Connection: close\r\nX: \x7f\r\n\r\n",
    GET + b"Connection: close\r\nX: a\0b\r\n\r\n",
    b"GET /api/health\0/../../x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"GET  /api/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    b"\r\n\r\n" + LAST,
    b"GET /api/health HTTP/1.1\nHost: a\nConnection: close\n\n",
    b"GET /api/health HTTP/1.0\r\nHost: a\r\n\r\n",
    GET + b"Connection: close\r\nX: \xff\xfe\r\n\r\n",
    GET + b"Connection: close, Upgrade\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA\r\n\r\n",
    GET + b"Connection: close\r\n: x\r\n\r\n",
]

PARTS = [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 100, b"GET /api/health\r\n", b"\r\n" * 50, b"\0" * 5000,
         b"GET /api/health HTTP/1.1\rHost: a\r\r", b"A" * 100000, b"EHLO a\r\n", POST + b"Content-Length: 50\r\n\r\n{"]


def alive(world):
    expect(statuses(world.server.raw(LAST)) == [200], "the server does not answer any more")


@case("gate-smuggling")
def smuggling(world):
    for data in SMUGGLE:
        said = world.server.raw(data + LAST)
        got = statuses(said)
        expect(b'"status":"ok"' not in said, data[:200], "lets a second request in:", said[:400])
        expect(set(got) <= {400, 405, 413}, data[:200], "->", got)
        expect(got, data[:200], "is not answered")
        alive(world)
    for data in ENDLESS:
        with socket.create_connection(("127.0.0.1", world.server.port), timeout=PATIENCE) as s:
            s.sendall(data + LAST)
            alive(world)
            s.setblocking(False)
            try:
                said = s.recv(65536)
            except BlockingIOError:
                said = b""
        expect(b'"status":"ok"' not in said, data[:200], "lets a second request in:", said[:400])


@case("gate-refused")
def refused(world):
    for data in REFUSED:
        said = world.server.raw(data + LAST)
        got = statuses(said)
        expect(set(got[:1]) <= {400, 405, 413, 414, 431, 501, 505}, data[:200], "->", got)
        expect(b"microhttpd" not in said.lower(), data[:200], "names the library")
        alive(world)
    for data in PARTS:
        with socket.create_connection(("127.0.0.1", world.server.port), timeout=PATIENCE) as s:
            s.sendall(data)
        alive(world)


@case("gate-mended")
def mended(world):
    for data in MENDED:
        said = world.server.raw(data)
        expect(statuses(said) == [200] and said.count(b'"status":"ok"') == 1, data[:200], "->", said[:300])


@case("gate-pipelined")
def pipelined(world):
    """Requests behind each other are answered in order; what stands behind a refused one is not read."""
    said = world.server.raw(GET + b"\r\n" + b"GET /api/nothing HTTP/1.1\r\nHost: a\r\n\r\n" + LAST)
    expect(statuses(said) == [200, 404, 200], "in order:", said[:400])
    said = world.server.raw(GET + b"Host: b\r\n\r\n" + LAST)
    expect(statuses(said) == [400] and b"connection: close" in said.lower(), "behind a refused one:", said[:600])
    cookie = world.session("coordinator").encode()
    said = world.server.raw(b"GET /api/session HTTP/1.1\r\nHost: a\r\nCookie: tz_session=" + cookie +
                            b"\r\n\r\nGET /api/session HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    expect(statuses(said) == [200, 401], "the second without the cookie of the first:", said[:400])


@case("gate-reflected")
def reflected(world):
    """What was sent comes back in no header, and no line of it becomes one."""
    for text in ("a%0d%0aSet-Cookie:%20x=1", "a%0aX-Evil:%201", "%E5%98%8A%E5%98%8DSet-Cookie:x=1", "a%0d%0a%0d%0a<b>"):
        for target in ("/" + text, "/api/" + text, "/api/regions/search?q=" + text, "/api/campaigns/1/import?file=" + text,
                       "/login?back=" + text, "/assets/" + text):
            for method in ("GET", "POST"):
                reply = world.server.ask(method, target, cookie=world.sessions.get("coordinator") or
                                         world.session("coordinator"))
                names = [k.lower() for k, _ in reply.headers]
                expect("x-evil" not in names and "x=1" not in reply.header("set-cookie"), target, reply.headers)
    for host in ("evil.example", "a:99999", "127.0.0.1.evil"):
        reply = world.server.ask("GET", "/", headers={"Host": host})
        text = reply.body.decode() + str(reply.headers)
        expect(host not in text, "the page repeats the Host", host)


@case("gate-methods")
def methods(world):
    """A header that names another method changes nothing."""
    before = world.entries()
    for op in contract.operations():
        if op.method == "GET":
            for name in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"):
                world.server.ask("GET", op.target(), cookie=world.session("auditor"), headers={name: "DELETE"})
            for query in ("_method=DELETE", "_method=PUT"):
                target = op.target()
                reply = world.server.ask("GET", target + ("&" if "?" in target else "?") + query,
                                         cookie=world.session("auditor"))
                expect(reply.status >= 400, op.id, query, reply)
    reply = world.server.ask("GET", "/api/session", cookie=world.session("auditor"))
    expect(reply.status == 200, "the session was ended by a GET")
    expect(world.entries() - before <= 40, "a GET changed something")


@case("slow-heads")
def slow_heads(world):
    """Many clients that never end their request keep nobody waiting."""
    held = []
    try:
        for i in range(300):
            s = socket.create_connection(("127.0.0.1", world.server.port), timeout=PATIENCE)
            s.sendall((GET + b"X-Slow: ", POST + b"Content-Length: 1000\r\n\r\n{", b"G")[i % 3])
            held.append(s)
        for i in range(60):
            expect(statuses(world.server.raw(LAST)) == [200], "nobody is served beside slow clients")
            for s in held[i::60]:
                s.sendall(b"a")
    finally:
        for s in held:
            s.close()
    alive(world)


@case("slow-readers")
def slow_readers(world):
    """Clients that ask for much and read nothing hold no thread."""
    cookie = world.session("coordinator").encode()
    ask = b"GET /api/campaigns/1/values?region=5326&limit=200 HTTP/1.1\r\nHost: a\r\nCookie: tz_session=" + cookie + b"\r\n\r\n"
    held = []
    try:
        for _ in range(60):
            s = socket.socket()
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.settimeout(PATIENCE)
            s.connect(("127.0.0.1", world.server.port))
            s.sendall(ask * 4)
            held.append(s)
        for _ in range(20):
            alive(world)
    finally:
        for s in held:
            s.close()
    alive(world)


@case("large-bodies")
def large_bodies(world):
    """More than an operation takes is refused before it is read, and however it is sent it is not kept."""
    for op in contract.operations():
        head = ("%s %s HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: 900000000\r\n\r\n" %
                (op.method, op.target(), op.media or "application/json")).encode()
        said = world.server.raw(head)
        expect(statuses(said)[:1] in ([413], [400]), op.id, "takes 900 MB:", said[:200])
    for size in (70000, 2000000):
        said = world.server.raw(POST + b"Content-Length: %d\r\n\r\n" % size + b" " * size, end=True)
        expect(set(statuses(said)) <= {413}, size, "->", said[:200])
        alive(world)
    # 40 uploads at the same time that stay away from their end: memory has a limit, others are served
    cookie = world.session("coordinator").encode()
    held = []
    try:
        for _ in range(40):
            s = socket.create_connection(("127.0.0.1", world.server.port), timeout=PATIENCE)
            s.sendall(b"POST /api/campaigns/1/import HTTP/1.1\r\nHost: a\r\nCookie: tz_session=" + cookie +
                      b"\r\nContent-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet\r\n"
                      b"Content-Length: 16000000\r\n\r\n" + b"x" * 500000)
            held.append(s)
        for _ in range(10):
            alive(world)
        with open("/proc/%d/statm" % world.server.process.pid, encoding="ascii") as f:
            pages = int(f.read().split()[1])
        expect(pages * 4096 < 2 << 30, "holds", pages * 4096)
    finally:
        for s in held:
            s.close()
    expect(wait_for(lambda: statuses(world.server.raw(LAST)) == [200]), "not served afterwards")


@case("large-many")
def large_many(world):
    """More connections than there is room for; afterwards everybody is served again."""
    held = []
    try:
        for _ in range(1100):
            try:
                held.append(socket.create_connection(("127.0.0.1", world.server.port), timeout=PATIENCE))
            except OSError:
                break
    finally:
        for s in held:
            s.close()

    def served():
        try:
            return statuses(world.server.raw(LAST)) == [200]
        except OSError:
            return False
    expect(wait_for(served), "not served after a crowd left")
