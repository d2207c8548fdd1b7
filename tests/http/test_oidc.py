#!/usr/bin/env python3
"""Logging in through a login service: the real server against a small provider on this machine.

usage: test_oidc.py TAIZHANG SOURCE_ROOT

The provider signs with python3-cryptography, checks the client's secret and PKCE itself, and can be
told to answer wrongly in one respect (Provider.wrong)."""
import base64
import hashlib
import hmac
import http.client
import http.server
import json
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

CLIENT, SECRET = "taizhang 台账", "s3cret:with/odd+signs"


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def number(n, size):
    return b64(n.to_bytes(size, "big"))


class Provider:
    """Issues a token for whoever comes; `wrong` names what is wrong with it."""

    def __init__(self):
        self.rsa = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.ec = ec.generate_private_key(ec.SECP256R1())
        self.wrong = ""
        self.alg = "RS256"
        self.person = {"sub": "4711", "preferred_username": "li.na"}
        self.codes = {}
        self.problems = []
        handler = type("Handler", (Handler,), {"provider": self})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def discovery(self):
        return {"issuer": self.issuer, "authorization_endpoint": self.issuer + "/auth",
                "token_endpoint": self.issuer + "/token", "jwks_uri": self.issuer + "/keys"}

    def keys(self):
        r, e = self.rsa.public_key().public_numbers(), self.ec.public_key().public_numbers()
        return {"keys": [
            {"kty": "RSA", "use": "enc", "kid": "rsa", "n": number(r.n, 256), "e": number(r.e, 3)},
            {"kty": "RSA", "use": "sig", "kid": "rsa", "n": number(r.n, 256), "e": number(r.e, 3)},
            {"kty": "EC", "use": "sig", "kid": "ec", "crv": "P-256", "x": number(e.x, 32), "y": number(e.y, 32)}]}

    def authorize(self, query):
        """What a person's browser would come back with."""
        want = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256",
                "scope": "openid profile"}
        for name, value in want.items():
            if query.get(name) != value:
                self.problems.append(f"{name} is {query.get(name)}")
        code = f"code-{len(self.codes)}~&+/"
        self.codes[code] = query
        return {"code": code, "state": query["state"]}

    def token(self, form, authorization):
        query = self.codes.pop(form["code"], None)
        user, _, secret = base64.b64decode(authorization.split()[1]).decode().partition(":")
        challenge = b64(hashlib.sha256(form["code_verifier"].encode()).digest())
        if not query or urllib.parse.unquote(user) != CLIENT or urllib.parse.unquote(secret) != SECRET or (
                challenge != query["code_challenge"] or form["redirect_uri"] != query["redirect_uri"]):
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": query["nonce"],
                  **self.person}
        claims.update({"nonce": {"nonce": "0" * 64}, "aud": {"aud": "somebody else"}, "exp": {"exp": now - 120},
                       "iat": {"iat": now + 600}, "iss": {"iss": self.issuer + "x"},
                       "azp": {"aud": [CLIENT, "b"], "azp": "b"}, "sub": {"sub": ""}}.get(self.wrong, {}))
        return {"id_token": self.sign(claims), "access_token": "x", "token_type": "Bearer"}

    def sign(self, claims):
        alg = {"none": "none", "hmac": "HS256"}.get(self.wrong, self.alg)
        head = {"alg": alg, "kid": "ec" if alg == "ES256" else "rsa"}
        if self.wrong == "kid":
            head["kid"] = "unknown"
        text = b64(json.dumps(head).encode()) + "." + b64(json.dumps(claims).encode())
        data = text.encode()
        if alg == "none":
            return text + "."
        if alg == "HS256":  # signed with what everybody knows, the public key
            return text + "." + b64(hmac.new(self.keys()["keys"][1]["n"].encode(), data, "sha256").digest())
        if alg == "ES256":
            r, s = utils.decode_dss_signature(self.ec.sign(data, ec.ECDSA(hashes.SHA256())))
            sig = r.to_bytes(32, "big") + s.to_bytes(32, "big")
        else:
            key = self.other if self.wrong == "signature" else self.rsa
            sig = key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return text + "." + b64(sig)


class Handler(http.server.BaseHTTPRequestHandler):
    provider = None

    def say(self, value):
        body = json.dumps(value).encode()
        self.send_response(200 if value is not None else 400)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/realm/.well-known/openid-configuration":
            self.say(self.provider.discovery())
        elif self.path == "/realm/keys":
            self.say(self.provider.keys())
        else:
            self.say(None)

    def do_POST(self):
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        form = {k: v[0] for k, v in urllib.parse.parse_qs(text, strict_parsing=True).items()}
        self.say(self.provider.token(form, self.headers.get("Authorization", "Basic Og==")))

    def log_message(self, *args):
        pass


class Taizhang:
    """The server, and a browser that keeps its cookies."""

    def __init__(self, program, directory, issuer, extra=()):
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.base, self.program, self.db = f"http://127.0.0.1:{self.port}", program, f"{directory}/t.db"
        with open(f"{directory}/secret", "w", encoding="utf-8") as f:
            f.write(SECRET + "\n")
        self.options = [program, "serve", "--quiet", "--lang", "en", "--db", self.db, "--listen", f"127.0.0.1:{self.port}"]
        if issuer:
            self.options += ["--oidc-issuer", issuer, "--oidc-client", CLIENT, "--base-url", self.base,
                             "--oidc-secret", f"{directory}/secret", *extra]
        self.cookies = {}

    def __enter__(self):
        self.child = subprocess.Popen(self.options, stdout=subprocess.PIPE)
        self.child.stdout.readline()  # "serving http://..."
        return self

    def __exit__(self, *exc):
        self.child.terminate()
        self.child.wait()
        self.child.stdout.close()

    def get(self, target, cookies=None, method="GET", body=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = self.cookies if cookies is None else cookies
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in sent.items())}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, target, headers=headers, body=json.dumps(body) if body is not None else None)
        reply = connection.getresponse()
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = re.match(r"(\w+)=(\w*)", cookie).groups()
            assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie
            self.cookies[name] = value
        text = reply.read().decode()
        connection.close()
        return reply.status, reply.headers.get("Location", ""), json.loads(text) if text else None

    def console(self, *words):
        return subprocess.run([self.program, *words, "--db", self.db, "--quiet", "--format", "csv", "--lang", "en"],
                              check=True, capture_output=True, text=True).stdout

    def to_provider(self, provider):
        """The answer that the browser would bring back."""
        status, location, _ = self.get("/api/session/oidc")
        same("sent away", (status, location.split("?")[0]), (302, provider.issuer + "/auth"))
        query = dict(urllib.parse.parse_qsl(location.split("?")[1], strict_parsing=True))
        same("comes back to", query["redirect_uri"], self.base + "/api/session/oidc/callback")
        return provider.authorize(query)

    def back(self, answer, cookies=None):
        return self.get("/api/session/oidc/callback?" + urllib.parse.urlencode(answer), cookies)[:2]

    def log_in(self, provider, wrong=""):
        self.cookies = {}
        provider.wrong = wrong
        return self.back(self.to_provider(provider))


def same(what, got, expected):
    if got != expected:
        sys.exit(f"{what}: got {got!r}, expected {expected!r}")
    print(f"ok {what}")


IN = (302, "/")


def out(why):
    return 302, f"/login?problem={why}"


def test_good(t, p):
    same("in by login name", t.log_in(p), IN)
    status, _, session = t.get("/api/session")
    same("who", (status, session["login"], session["step"]), (200, "li.na", "done"))
    p.person = {"sub": "4711", "preferred_username": "somebody.else"}
    same("linked from now on: the name there may change", t.log_in(p), IN)
    same("still", t.get("/api/session")[2]["login"], "li.na")
    p.alg = "ES256"
    same("ES256", t.log_in(p), IN)
    p.alg = "RS256"


def test_wrong_tokens(t, p):
    for wrong in ("nonce", "aud", "exp", "iat", "iss", "azp", "sub", "none", "hmac", "signature", "kid"):
        same(f"wrong {wrong}", t.log_in(p, wrong), out("token_refused"))
        same("nobody is in", t.get("/api/session")[0], 401)
    p.alg = "ES256"
    same("an RSA key does not check ES256", t.log_in(p, "kid"), out("token_refused"))
    p.alg, p.wrong = "RS256", ""


def test_state(t, p):
    t.cookies = {}
    answer = t.to_provider(p)
    mine = dict(t.cookies)
    same("without the cookie", t.back(answer, {}), out("oidc_state"))
    same("another state", t.back({**answer, "state": "0" * 64}, mine), out("oidc_state"))
    same("used up by that", t.back(answer, mine), out("oidc_state"))
    answer = t.to_provider(p)
    mine = dict(t.cookies)
    same("once", t.back(answer, mine), IN)
    same("not twice", t.back(answer, mine), out("oidc_state"))
    same("refused there", t.back({"error": "access_denied", "state": t.to_provider(p)["state"]}), out("token_refused"))
    same("a code of nobody", t.back({**t.to_provider(p), "code": "made up"}), out("remote"))
    same("another issuer", t.back({**t.to_provider(p), "iss": "https://evil.example"}), out("token_refused"))
    same("the same issuer", t.back({**t.to_provider(p), "iss": p.issuer, "session_state": "x"}), IN)


def test_people(t, p):
    p.person = {"sub": "1", "preferred_username": "nobody"}
    same("no account is made", t.log_in(p), out("oidc_person"))
    p.person = {"sub": "2", "preferred_username": "li.na"}
    same("somebody else with her name there", t.log_in(p), out("oidc_person"))
    p.person = {"sub": "3", "preferred_username": "boss"}
    same("an administrator is not found by name", t.log_in(p), out("oidc_person"))
    t.console("user", "link", "boss", "--issuer", p.issuer, "--sub", "3")
    same("but by a link", t.log_in(p), IN)
    t.console("user", "disable", "boss")
    same("not when disabled", t.log_in(p), out("oidc_person"))
    p.person = {"sub": "4"}
    same("no name", t.log_in(p), out("oidc_person"))
    p.person = {"sub": "4711"}


def phone(secret, ahead=0):
    """RFC 6238, as a phone does it."""
    counter = struct.pack(">q", int(time.time()) // 30 + ahead)
    mac = hmac.new(base64.b32decode(secret), counter, "sha1").digest()
    return f"{(struct.unpack_from('>I', mac, mac[19] & 15)[0] & 0x7fffffff) % 1000000:06}"


def test_second_step(t, p):
    """Whoever set up one-time codes here is asked for one, however they came."""
    t.cookies = {}
    code = t.console("user", "add", "wang.mei", "--name", "王梅", "--role", "coordinator", "--region", "5326").splitlines()[1]
    t.get("/api/session", method="POST", body={"name": "wang.mei", "password": code.split(",")[1]})
    new = "three green teapots 7"
    t.get("/api/account/password", method="POST", body={"old": "", "new": new})
    secret = t.get("/api/account/codes", method="POST", body={"password": new})[2]["secret"]
    same("codes on", t.get("/api/account/codes", method="PUT", body={"code": phone(secret)})[0], 200)
    p.person = {"sub": "5", "preferred_username": "wang.mei"}
    same("half way", t.log_in(p), (302, "/login?step=code"))
    same("not in yet", t.get("/api/session")[0], 401)
    reply = t.get("/api/session/code", method="POST", body={"code": phone(secret, 1)})
    same("in", (reply[0], reply[2]["login"], reply[2]["step"]), (200, "wang.mei", "done"))
    p.person = {"sub": "4711"}


def test_record(t):
    kinds = [line.split(",")[4] for line in t.console("audit", "list", "--last", "1000").splitlines()[1:]]
    same("links are entries", kinds.count("account.link"), 3)
    same("so are failures", kinds.count("login.failed") > 15, True)
    t.console("audit", "verify")


def main():
    program, root = sys.argv[1:3]
    provider = Provider()
    with tempfile.TemporaryDirectory(prefix="tz-oidc.") as directory:
        t = Taizhang(program, directory, provider.issuer, ["--oidc-by-login"])
        t.console("region", "import", f"{root}/tests/data/regions/5326.csv")
        t.console("user", "add", "li.na", "--name", "李娜", "--role", "coordinator", "--region", "5326")
        t.console("user", "add", "boss", "--name", "王安", "--role", "administrator")
        with t:
            same("offered", t.get("/api/health")[2]["service"], True)
            test_good(t, provider)
            test_wrong_tokens(t, provider)
            test_state(t, provider)
            test_people(t, provider)
            test_second_step(t, provider)
            test_record(t)
        with Taizhang(program, directory, provider.issuer) as strict:
            provider.person = {"sub": "9", "preferred_username": "li.na"}
            same("by link only", strict.log_in(provider), out("oidc_person"))
        with Taizhang(program, directory, "") as off:
            same("not offered", off.get("/api/health")[2]["service"], False)
            same("not there", off.get("/api/session/oidc")[0], 404)
        provider.server.shutdown()
        provider.server.server_close()
        with Taizhang(program, directory, provider.issuer) as alone:
            same("the service is away", alone.get("/api/session/oidc")[0], 502)
            same("and is not asked at once again", alone.get("/api/session/oidc")[0], 502)
    same("what the provider saw", provider.problems, [])


main()
