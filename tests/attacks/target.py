"""The server under attack: the built program with the demonstration on a loopback port, and ways to speak to it.

Cases are functions marked with @case("name"); docs/attacks.md says of each name what it tries and why."""
import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time

PASSWORD = "Granite-river-77"
ROOM = 64 << 20  # of one reply
PATIENCE = 30  # seconds until a reply that does not come is a failure

# What must stand in no reply: it would be text of the database, the compiler or a stack.
LEAK = re.compile(
    r"sqlite_|SQLITE_|SQLSTATE|syntax error|no such (?:table|column)|near \"|unrecognized token|constraint failed|"
    r"libpq|pg_catalog|/src/|\.c:\d|runtime error|Sanitizer|Traceback|core dumped", re.I)

HARDENING = {
    "content-security-policy": re.compile(r"frame-ancestors 'none'"),
    "x-content-type-options": re.compile(r"^nosniff$"),
    "x-frame-options": re.compile(r"^DENY$"),
    "referrer-policy": re.compile(r"^(same-origin|no-referrer)$"),
    "permissions-policy": re.compile(r"camera=\(\).*geolocation=\(self\).*microphone=\(\)"),
    "cross-origin-opener-policy": re.compile(r"^same-origin$"),
    "cross-origin-resource-policy": re.compile(r"^same-origin$"),
    "cross-origin-embedder-policy": re.compile(r"^require-corp$"),
    "x-permitted-cross-domain-policies": re.compile(r"^none$"),
    "cache-control": re.compile(r"."),
}

CASES = []


def case(name):
    def mark(function):
        CASES.append((name, function))
        return function
    return mark


class Wrong(AssertionError):
    """What the server did and must not do."""


def expect(true, *what):
    if not true:
        raise Wrong(" ".join(str(w) for w in what))


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        """The values under this name, joined."""
        return ", ".join(v for k, v in self.headers if k.lower() == name)

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json["error"]["code"] if self.status >= 400 else ""

    def __str__(self):
        return "%d %s" % (self.status, self.body[:300].decode("utf-8", "replace"))


def judge(reply, what):
    """What holds for every reply whatever was asked: no 500, nothing of the inside, the headers."""
    expect(reply.status < 500, what, "->", reply)
    text = reply.body.decode("utf-8", "replace") if "json" in reply.header("content-type") else ""
    leak = LEAK.search(text)
    expect(not leak, what, "says", leak and leak.group(0), "in", reply)
    for name, form in HARDENING.items():
        expect(form.search(reply.header(name)), what, "has", name, repr(reply.header(name)))
    expect(not reply.header("server") and not reply.header("x-powered-by"), what, "names its server")
    if reply.status >= 400 and reply.body:
        expect("json" in reply.header("content-type"), what, "is an error without JSON:", reply)
        error = reply.json["error"]
        expect(error["code"] and error["message"], what, "is an error without words:", reply)
    return reply


class Server:
    """One running program. arguments go to `taizhang serve`; `address` is what the caller comes from."""

    def __init__(self, db, arguments=(), address="127.0.0.1"):
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            [os.environ["TAIZHANG"], "serve", "--lang", "en", "--db", db, "--listen", "127.0.0.1:0", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log)
        line = self.process.stdout.readline().decode()
        found = re.search(r":(\d+)\s*$", line)
        expect(found, "the server did not start:", line, self.errors())
        self.port = int(found.group(1))
        self.address = address
        self.connection = None
        self.wander = True  # every few requests from another address: guessing is slowed down by address
        self.asked = 0

    def errors(self):
        self.log.seek(0)
        return self.log.read().decode("utf-8", "replace")

    def stop(self):
        """Ends it; whatever it said on the way, a sanitizer above all, is a failure."""
        if self.connection:
            self.connection.close()
        early = self.process.poll()
        if early is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)
        said = self.errors()
        self.process.stdout.close()
        self.log.close()
        expect(early is None, "the server ended by itself:", early, said[-3000:])
        expect(self.process.returncode == 0, "the server ended with", self.process.returncode, said[-3000:])
        expect(not said, "the server said:", said[-3000:])

    def connect(self, address=None):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE,
                                          source_address=(address or self.address, 0))

    def ask(self, method, target, body=None, media=None, cookie=None, headers=(), address=None, judged=True):
        """One request through http.client; keeps its connection when it comes from the usual address."""
        own = address is not None
        self.asked += 1
        if self.asked % 20 == 0 and self.wander and self.connection:
            self.connection.close()
            self.connection = None
            n = self.asked // 20
            self.address = "127.%d.%d.%d" % (1 + n // 60000 % 100, n // 240 % 250, 1 + n % 240)
        connection = self.connect(address) if own or not self.connection else self.connection
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
            media = media or "application/json"
        lines = {"Accept-Language": "en"}
        if media:
            lines["Content-Type"] = media
        if cookie:
            lines["Cookie"] = cookie if "=" in cookie else "tz_session=" + cookie
        lines.update(headers)
        for last in (False, True):
            try:
                connection.request(method, target, body=body, headers=lines)
                got = connection.getresponse()
                reply = Reply(got.status, got.getheaders(), got.read(ROOM))
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                # A connection that was kept may have been closed in between.
                connection.close()
                expect(not last and self.process.poll() is None, method, target, "was not answered", self.errors())
                connection = self.connect(address)
        if own or reply.header("connection").lower() == "close":
            connection.close()
            connection = None
        if not own:
            self.connection = connection
        what = "%s %s" % (method, target[:300])
        return judge(reply, what) if judged else reply

    def raw(self, data, end=False, patience=PATIENCE):
        """Bytes as they are; all that comes back until the server closes."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=patience) as s:
            try:
                s.sendall(data)
                if end:
                    s.shutdown(socket.SHUT_WR)
            except OSError:
                pass  # closed before all was sent
            return drain(s, data)


def drain(s, sent):
    parts = []
    try:
        while True:
            part = s.recv(65536)
            if not part:
                break
            parts.append(part)
    except ConnectionError:
        pass
    except TimeoutError as e:
        raise Wrong("neither answered nor closed: %r -> %r" % (sent[:300], b"".join(parts)[:300])) from e
    return b"".join(parts)


def statuses(data):
    """Of all replies in these bytes."""
    return [int(n) for n in re.findall(rb"(?:^|(?<=\r\n)|(?<=[}>]))HTTP/1\.[01] (\d{3}) ", data)]


class World:
    """A folder with the demonstration and an account of every role that the program knows."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="taizhang-attack-")
        self.db = os.environ.get("ATTACK_DB") or "sqlite:%s/attack.db" % self.folder
        self.root = os.environ["TAIZHANG_ROOT"]
        self.cli("demo", "--regions", self.root + "/tests/data/regions/5326.csv", "--standards",
                 self.root + "/standards")
        self.server = None
        self.sessions = {}
        self.reach = None
        self.names = {}
        self.victim = self.person("victim", "responsible_unit", "532624")
        self.names.update({"coordinator": "taizhang-demo", "county": "taizhang-demo", "leader": "taizhang-demo",
                           "admin": "taizhang-demo", "security": "taizhang-demo", "auditor": "taizhang-demo"})

    def cli(self, *arguments, status=0):
        done = subprocess.run([os.environ["TAIZHANG"], *arguments, "--db", self.db, "--format", "csv", "--lang", "en"],
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=120, check=False)
        expect(done.returncode == status, arguments, "ended with", done.returncode, done.stderr.decode())
        return done.stdout.decode()

    def person(self, name, role, region="5326"):
        region = () if role.endswith("administrator") or role == "auditor" else ("--region", region)
        self.cli("user", "add", name, "--name", name, "--role", role, *region)
        self.names[name] = None
        return self.person_id(name)

    def person_id(self, name):
        return int(re.search(r"(?m)^(\d+),%s," % re.escape(name), self.cli("user", "list")).group(1))

    def start(self, *arguments):
        self.server = Server(self.db, ["--files", self.folder + "/files", *arguments])
        return self.server

    def login(self, name, password, **more):
        return self.server.ask("POST", "/api/session", {"name": name, "password": password}, **more)

    def session(self, name, fresh=False):
        """A cookie of this person, whatever an attack before did to the account."""
        held = self.sessions.get(name)
        if held and not fresh and self.server.ask("GET", "/api/session", cookie=held).status == 200:
            return held
        reply = self.login(name, self.names[name]) if self.names[name] else None
        if not reply or reply.status != 200:
            self.cli("user", "enable", name)
            code = self.cli("user", "reset", name).splitlines()[1].split(",")[1]
            once = token(self.login(name, code))
            done = self.server.ask("POST", "/api/account/password", {"old": code, "new": PASSWORD}, cookie=once)
            expect(done.status == 204, "password of", name, done)
            self.names[name] = PASSWORD
            reply = self.login(name, PASSWORD)
        self.sessions[name] = token(reply)
        return self.sessions[name]

    def entries(self):
        """Length of the record; it must be whole."""
        words = self.cli("audit", "verify")
        return int(re.search(r"\d+", words.split("\n", 1)[1]).group(0))

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


def token(reply):
    expect(reply.status == 200, "login:", reply)
    return re.search(r"tz_session=([0-9a-f]+)", reply.header("set-cookie")).group(1)


def wait_for(true, seconds=PATIENCE):
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
