"""Writes from other sites, and cookies that are stolen, guessed, planted or worn out."""
import json
import re
import secrets

import contract
from target import PASSWORD, Server, case, expect, token

FOREIGN = [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "https://127.0.0.1.evil.example"},
           {"Origin": "http://127.0.0.1:1"}, {"Origin": "file://"}, {"Origin": "http://127.0.0.1"}, {"Origin": " "},
           {"Origin": "chrome-extension://abc"}, {"Origin": "//127.0.0.1"}, {"Sec-Fetch-Site": "cross-site"},
           {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site", "Origin": ""},
           {"Sec-Fetch-Site": "Cross-Site"}, {"Sec-Fetch-Site": "x"}]
FORMS = ["text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
         "text/html", "application/json5", "application/jsonx", "text/json", "application/vnd.api+json", "*/*",
         "application/x-www-form-urlencoded; application/json", "text/plain; application/json", ", application/json",
         None, ""]


def everybody(world):
    return [world.session(name) for name in world.names]


@case("csrf-origin")
def csrf_origin(world):
    """Every write of every operation, sent by a page of another site with the cookie of whoever is logged in."""
    cookies = everybody(world)
    before = world.entries()
    for op in contract.operations():
        if not op.writes():
            continue
        for headers in FOREIGN:
            for cookie in cookies:
                reply = world.server.ask(op.method, op.target(), op.good_body(), op.media, cookie, headers)
                expect(reply.status == 403 and reply.code == "origin", op.id, headers, "->", reply)
    expect(world.entries() == before, "a foreign write left an entry")


@case("csrf-form")
def csrf_form(world):
    """What a form of another site can send without asking first: three media types, none of them taken."""
    cookies = everybody(world)
    before = world.entries()
    for op in contract.operations():
        if not op.writes() or op.body is None:
            continue
        body = json.dumps(op.good_body()).encode() if isinstance(op.good_body(), dict) else op.good_body()
        for media in FORMS:
            for cookie in cookies:
                reply = world.server.ask(op.method, op.target(), body, media, cookie)
                expect(reply.status >= 400, op.id, media, "->", reply)
    for cookie in cookies:
        expect(world.server.ask("GET", "/api/session", cookie=cookie).status == 200, "a session was lost")
    for line in world.cli("audit", "export").splitlines()[1 + before:]:
        kind = json.loads(line)["kind"]
        expect(kind in ("request.refused", "audit.export"), "a form left an entry:", kind)


@case("csrf-reads")
def csrf_reads(world):
    """No read changes anything; CORS allows nobody anything."""
    cookies = everybody(world)
    before = world.entries()
    for op in contract.operations():
        for cookie in cookies:
            if op.method == "GET":
                reply = world.server.ask("GET", op.target(), cookie=cookie, headers={"Origin": "http://evil.example"})
                reads = reply.status < 400
            else:
                reply = world.server.ask("OPTIONS", op.target(), cookie=cookie, headers={
                    "Origin": "http://evil.example", "Access-Control-Request-Method": op.method})
                reads = False
                expect(reply.status >= 400, op.id, "answers a preflight:", reply)
            allowed = [k for k, _ in reply.headers if k.lower().startswith("access-control")]
            expect(not allowed, op.id, "allows", allowed)
            expect(not reads or "no-store" in reply.header("cache-control"), op.id, "may be kept:", reply.headers)
    # Some reads are acts that the record must show (reading it, exporting), and so are refusals, of each person so many an hour:
    # the cases before this one have used them up, unless a new hour has just begun. They change nothing else.
    lines = [json.loads(line) for line in world.cli("audit", "export").splitlines()]
    kinds = [json.dumps(line) for line in lines if line.get("seq", 0) > before]
    bad = [k for k in kinds if not re.search(r'"kind": ?"([a-z.]*(read|export|search|open|view)|request[.]refused")', k)]
    expect(not bad, "a read changed:", bad[:3])


@case("cookie-attributes")
def cookie_attributes(world):
    for secure in (False, True):
        server = Server(world.db, ["--secure"] if secure else []) if secure else world.server
        try:
            reply = server.ask("POST", "/api/session", {"name": "leader", "password": world.names["leader"]})
            for _ in range(2):
                for line in [v for k, v in reply.headers if k.lower() == "set-cookie"]:
                    words = [w.strip().lower() for w in line.split(";")]
                    for word in ["httponly", "path=/"] + (["secure"] if secure else []):
                        expect(word in words, "no", word, "in", line)
                    expect("samesite=lax" in words or "samesite=strict" in words, "no SameSite in", line)
                    expect(not any(w.startswith("domain") for w in words), "a domain in", line)
                expect(reply.header("set-cookie"), "no cookie")
                hsts = reply.header("strict-transport-security")
                expect(bool(re.match(r"max-age=\d{8}", hsts)) == secure, "HSTS:", hsts)
                reply = server.ask("DELETE", "/api/session", cookie=token(reply)) if reply.status == 200 else reply
            page = server.ask("GET", "/", judged=False)
            expect(bool(page.header("strict-transport-security")) == secure, "HSTS of the page")
        finally:
            if secure:
                server.stop()


@case("cookie-stolen")
def cookie_stolen(world):
    """After sign-out, a new password, a reset or a disabled account a copied cookie opens nothing."""
    ask = world.server.ask

    def dead(cookie, when):
        for op in contract.operations():
            if op.permission != "service.use":
                reply = ask(op.method, op.target(), op.good_body(), op.media, cookie)
                expect(reply.status == 401, op.id, "after", when, "->", reply)
    stolen = world.session("victim")
    expect(ask("DELETE", "/api/session", cookie=stolen).status == 204, "sign out")
    dead(stolen, "sign-out")
    kept = [json.loads(line) for line in world.cli("audit", "export").splitlines()]
    kept = [line for line in kept if line.get("kind") == "session.refused"]
    expect(len(kept) == 1 and kept[0]["who"] == "victim", "the record of a stolen cookie:", kept)
    stolen, mine = world.session("victim", fresh=True), world.session("victim", fresh=True)
    done = ask("POST", "/api/account/password", {"old": world.names["victim"], "new": PASSWORD + "x"}, cookie=mine)
    expect(done.status == 204, "new password:", done)
    world.names["victim"] = PASSWORD + "x"
    dead(stolen, "a new password")
    stolen = world.session("victim", fresh=True)
    world.cli("user", "disable", "victim")
    dead(stolen, "disabling")
    expect(world.login("victim", world.names["victim"]).status == 401, "a disabled account logs in")
    world.cli("user", "enable", "victim")
    dead(stolen, "enabling")
    stolen = world.session("victim", fresh=True)
    world.cli("user", "reset", "victim")
    dead(stolen, "a reset")


@case("cookie-forged")
def cookie_forged(world):
    good = world.session("leader")
    bad = [good[:-1], good[1:], good + "0", good[:-1] + ("0" if good[-1] != "0" else "1"), good.upper() + "", "0" * 64,
           "f" * 64, secrets.token_hex(32), "", "'" * 64, "%s" * 32, good[:32] + " " + good[33:], "../" * 21 + "x",
           "a" * 8000, good.encode().hex()[:64], "\u00e9" * 32, "1 OR 1=1", "null", "undefined"]
    for value in bad:
        for cookie in ("tz_session=" + value, "tz_session=\"%s\"" % value, "TZ_SESSION=" + value,
                       "x=1; tz_session=" + value, "tz_session =" + value, "tz_session=%s; tz_session=" % value):
            if value.lower() == good and value == good:
                continue
            reply = world.server.ask("GET", "/api/session", cookie=cookie)
            expect(reply.status in (400, 401), cookie[:120], "->", reply)
    for cookie in ("Tz_Session=" + good, "xtz_session=" + good, "tz_session." + good + "=1", "$Version=1"):
        expect(world.server.ask("GET", "/api/session", cookie=cookie).status == 401, cookie, "is taken")
    for headers in ({"Authorization": "Bearer " + good}, {"X-Session": good}, {"Authorization": "Basic bGVhZGVyOng="}):
        expect(world.server.ask("GET", "/api/session", headers=headers).status == 401, headers, "is taken")
    expect(world.server.ask("GET", "/api/session?tz_session=" + good).status in (400, 401), "a token in the address")


@case("cookie-fixation")
def cookie_fixation(world):
    """A cookie that was planted before the login is not the one that is logged in afterwards."""
    planted = secrets.token_hex(32)
    reply = world.login("leader", world.names["leader"], cookie=planted)
    expect(token(reply) != planted, "the planted cookie was taken on")
    expect(world.server.ask("GET", "/api/session", cookie=planted).status == 401, "the planted cookie is logged in")
    old = token(reply)
    again = token(world.login("leader", world.names["leader"], cookie=old))
    expect(again != old, "a second login keeps the cookie")
    seen = {token(world.login("leader", world.names["leader"])) for _ in range(8)}
    expect(len(seen) == 8 and all(re.fullmatch(r"[0-9a-f]{64}", t) for t in seen), "tokens repeat", seen)


@case("login-guessing")
def login_guessing(world):
    """Names cannot be told apart, guessing is slowed down by account and by address, the console never is."""
    ask = world.server.ask
    home = "127.200.0.1"
    known = ask("POST", "/api/session", {"name": "leader", "password": "wrong"}, address=home)
    unknown = ask("POST", "/api/session", {"name": "no.such.name", "password": "wrong"}, address=home)
    expect((known.status, known.body) == (unknown.status, unknown.body), "names can be told apart:", known, unknown)
    for i in range(6):
        reply = ask("POST", "/api/session", {"name": "victim", "password": "wrong%d" % i}, address="127.200.1.%d" % (i + 1))
    expect(reply.status == 429, "a sixth wrong password of one account:", reply)
    reply = ask("POST", "/api/session", {"name": "victim", "password": world.names["victim"] or PASSWORD},
                address="127.200.2.1")
    expect(reply.status == 429, "the right one while it is locked:", reply)
    world.cli("user", "unlock", "victim")
    for i in range(31):
        reply = ask("POST", "/api/session", {"name": "spray%d" % i, "password": "Password1!"}, address="127.200.3.1")
    expect(reply.status == 429, "thirty accounts from one address:", reply)
    reply = ask("POST", "/api/session", {"name": "leader", "password": world.names["leader"]}, address="127.200.3.1")
    expect(reply.status == 429, "the address is locked for everybody:", reply)
    reply = ask("POST", "/api/session", {"name": "leader", "password": world.names["leader"]}, address="127.200.3.2",
                headers={"X-Forwarded-For": "127.200.3.1"})
    expect(reply.status == 200, "another address:", reply)


@case("login-forwarded")
def login_forwarded(world):
    """X-Forwarded-For counts from a named proxy only, and only what that proxy wrote."""
    def guess(server, i, forwarded, address):
        return server.ask("POST", "/api/session", {"name": "guess%d" % i, "password": "x"}, address=address,
                          headers={"X-Forwarded-For": forwarded}).status
    # Nobody named: a new forged address each time does not help.
    got = [guess(world.server, i, "198.51.100.%d" % i, "127.201.0.1") for i in range(31)]
    expect(got[-1] == 429, "forged addresses help:", got)
    server = Server(world.db, ["--trusted-proxy", "127.202.0.0/16, ::1"])
    try:
        got = [guess(server, 100 + i, "198.51.100.%d" % i, "127.202.0.1") for i in range(31)]
        expect(429 not in got, "people behind the proxy are told apart:", got)
        got = [guess(server, 200 + i, "203.0.113.%d, 198.51.100.200" % i, "127.202.0.1") for i in range(31)]
        expect(got[-1] == 429, "what the client wrote before the proxy counts:", got)
        got = [guess(server, 300 + i, "198.51.101.%d" % i, "127.203.0.1") for i in range(31)]
        expect(got[-1] == 429, "somebody who is no proxy is believed:", got)
        got = [guess(server, 400 + i, text, "127.202.0.2") for i, text in enumerate(
            ["", ",", "x", "1.2.3.4:5", "' OR 1=1", "[::1]", "a" * 5000, "1.1.1.1," * 900])]
        expect(429 not in got and set(got) <= {401, 400}, "rubbish:", got)
    finally:
        server.stop()
    addresses = world.cli("audit", "export")
    expect("198.51.100.7" in addresses and "203.0.113" not in addresses, "the record has the wrong addresses")
    for bad in ("x", "127.0.0.1/33", "a,b", ","):
        world.cli("serve", "--listen", "127.0.0.1:0", "--trusted-proxy", bad, status=2)
