"""Texts and types that no field may fall for; made for every operation of the contract."""
import io
import json
import sqlite3
import sys
import zipfile

import contract
from target import case, expect

SQL = ["'", "''", "\"", "`", "\\", "\\'", "' OR '1'='1", "' OR 1=1--", "1 OR 1=1", "1; DROP TABLE users--",
       "x'; DROP TABLE campaigns; --", "x') UNION SELECT login, password FROM users--", "1) OR (1=1",
       "' AND (SELECT count(*) FROM users) > 0 --", "'||(SELECT password FROM users LIMIT 1)||'",
       "'; SELECT pg_sleep(9); --", "'; ATTACH DATABASE '/tmp/x' AS x; --", "$1", "?1", ":login", "@login", "%s%n%n",
       "0x27", "CHAR(39)", "NULL", "ʼ OR 1=1", "＇ OR 1=1--", "%27", "*/ OR /*", "1e1000", "🧪'", "\u202e'\u2066",
       "a\tb", "a\nb", "{{7*7}}", "${jndi:ldap://127.0.0.1/a}", "'" * 40]
# A condition that is true and one that is false: an answer that tells them apart runs what was sent.
PAIRS = [("%s' AND '1'='1", "%s' AND '1'='2"), ("%s AND 1=1", "%s AND 1=2"), ("%s') OR ('1'='1", "%s') OR ('1'='2"),
         ("%s\" OR \"1\"=\"1", "%s\" OR \"1\"=\"2")]
OTHER = [None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -2**63 - 1, 10**400, 1.5, -0.0, 1e308, "", " ", "0",
         "\ud800", "x\x00y", "\x00", "\u0001", "\ufeff", "\u202e", "字" * 70000, "a" * 200000, [], [[]], {}, {"": ""},
         {"a": {"b": []}}, ["x"] * 5000, "NaN", "-1", "1e5", "99999999999999999999", "2026-13", "0000-00", "99"]
BROKEN = [b"", b" ", b"{", b"}", b"{}{}", b"[", b"null", b"true", b"0", b"\"\"", b"[]", b"{\"a\":1,\"a\":2}", b"{'a':1}",
          b"{a:1}", b"{\"a\":NaN}", b"{\"a\":Infinity}", b"{\"a\":01}", b"{\"a\":1,}", b"// x\n{}", b"\xef\xbb\xbf{}",
          "{}".encode("utf-16"), b"\xff\xfe\xfd", b"{\"\xc0\xaf\":1}", b"{\"a\":\"\xed\xa0\x80\"}", b"{\"a\":\"\\ud800\"}",
          b"{\"a\\u0000\":1}", b"{\"__proto__\":{\"admin\":true}}", b"[" * 60000, b"{\"a\":" * 20000, b"1" * 60000,
          b"\"" + b"a" * 60000, b"\x00" * 100, b"{\"a\":\"\x01\"}", b"<?xml version='1.0'?><a/>", b"a=1&b=2"]


def json_of(value):
    """As a hostile client writes it: also what Python would not."""
    return json.dumps(value, ensure_ascii=True).encode()


NOTHING = object()


class Reach:
    """Calls each operation as whoever gets furthest in it."""

    def __init__(self, world):
        self.world = world
        self.who = {}
        self.n = 0
        self.version = {}
        cookie = world.session("coordinator")
        world.server.ask("POST", "/api/campaigns/1/bulletins", {}, cookie=cookie)
        nodes = world.server.ask("GET", "/api/standards/1", cookie=cookie).json["nodes"]
        recalled = [n["code"] for n in nodes if n["basis"] == "recalled"]
        self.confirm = {"kind": "node", "code": recalled[0]} if recalled else {}
        contract.KNOWN["person"] = world.victim

    def fresh(self, op, body):
        """What must be new in every call, or it would be refused for that."""
        self.n += 1
        good = op.good_body() if op.body is not None else None
        if not isinstance(body, dict):
            return body
        if op.id == "confirmBasis" and body == {**good, "code": body.get("code")} and body["code"] == good["code"]:
            body = {**body, **self.confirm}
        if op.id == "login" and body.get("name") == good["name"]:
            body = {**body, "name": "probe%d" % self.n}
        if op.id == "addRound" and body.get("period") == good["period"]:
            body = {**body, "period": "%d-%02d" % (2026 + self.n // 12 % 70, self.n % 12 + 1)}
        if op.id == "putValue" and body.get("version") == good["version"]:
            body = {**body, "version": self.version.get(str((body.get("region"), body.get("code"))), 0)}
        return body

    def call(self, op, target=None, body=NOTHING, raw=None, who=None):
        who = who or self.person(op)
        if raw is None:
            raw = self.fresh(op, op.good_body() if body is NOTHING else body)
            raw = raw if isinstance(raw, bytes) or raw is None and op.body is None else json_of(raw)
        cookie = self.world.sessions.get(who) or self.world.session(who)
        for again in (False, True):
            reply = self.world.server.ask(op.method, target or op.target(), raw, op.media, cookie)
            if again or op.permission == "service.use" or reply.status not in (401, 429):
                break
            if reply.status == 429:  # guessed too often; the console takes that back
                self.world.cli("user", "unlock", who)
            else:  # an attack before ended the session
                cookie = self.world.session(who, fresh=True)
        if op.id == "putValue" and reply.status == 200:
            value = reply.json["value"]
            self.version[str((value["region"], value["code"]))] = value["version"]
        return reply

    def person(self, op):
        if op.permission == "service.use":
            return "coordinator"
        if op.id not in self.who:
            seen = {}
            for name in self.world.names:
                reply = self.call(op, who=name)
                seen.setdefault(999 if reply.code == "forbidden" else reply.status, name)
                if reply.status < 300:
                    break
            self.who[op.id] = seen[min(seen)]
            if min(seen) >= 300:
                print("# %s: the best answer that its sample gets is %d" % (op.id, min(seen)), file=sys.stderr)
        return self.who[op.id]


def reach_of(world):
    world.reach = world.reach or Reach(world)
    return world.reach


def tables(world):
    if not world.db.startswith("sqlite:"):
        return None
    with sqlite3.connect(world.db[len("sqlite:"):]) as db:
        return sorted(db.execute("SELECT type, name, sql FROM sqlite_master"))


def whole(world, before):
    """After an attack: the same tables, the record whole, the accounts there."""
    expect(tables(world) == before, "the tables changed")
    world.entries()
    users = world.cli("user", "list")
    expect(all(",%s," % name in users for name in world.names), "accounts are gone")


@case("injection-query")
def injection_query(world):
    reach, before = reach_of(world), tables(world)
    for op in contract.operations():
        for p in op.params:
            for text in SQL:
                given = {p["name"]: text}
                reply = reach.call(op, op.target(**{p["in"]: given}))
                wrong_kind = contract.types(p["schema"]) != {"string"} or "enum" in p["schema"] or \
                    p["schema"].get("format") in contract.FORMATS
                expect(reply.status >= 400 or not wrong_kind, op.id, p["name"], repr(text), "is taken:", reply)
    whole(world, before)


def shown(body):
    """What a person sees of a reply; a workbook also says when it was made."""
    if body[:2] != b"PK":
        return [body]
    with zipfile.ZipFile(io.BytesIO(body)) as z:
        return [z.read(name) for name in sorted(z.namelist()) if not name.startswith("docProps/")]


@case("injection-pairs")
def injection_pairs(world):
    reach = reach_of(world)
    for op in contract.operations():
        if op.writes():
            continue
        for p in op.params:
            for yes, no in PAIRS:
                base = contract.sample(p["name"], p["schema"])
                got = []
                for form in (yes, no):
                    reply = reach.call(op, op.target(**{p["in"]: {p["name"]: form % base}}))
                    got.append((reply.status, [part.replace(json_of(form % base)[1:-1], b"").replace(b"1'='2", b"1'='1")
                                               .replace(b"1=2", b"1=1").replace(b"1\\\"=\\\"2", b"1\\\"=\\\"1")
                                               .replace(b'1"="2', b'1"="1') for part in shown(reply.body)]))
                expect(got[0] == got[1], op.id, p["name"], "tells true from false:", yes)


@case("injection-wildcards")
def injection_wildcards(world):
    cookie = world.session("coordinator")
    for text in ("%", "_", "%%", "__", "*", "?", "[a-z]"):
        reply = world.server.ask("GET", "/api/regions/search?q=" + contract.quote(text), cookie=cookie)
        expect(reply.status == 200 and reply.json["regions"] == [], "search for", text, "finds", reply)


@case("injection-body")
def injection_body(world):
    reach, before = reach_of(world), tables(world)
    for op in contract.operations():
        if op.body is None or op.body.get("format") == "binary":
            continue
        good = op.good_body()
        for path, schema in contract.places(op.body):
            if "string" not in contract.types(schema):
                continue
            for text in SQL:
                reply = reach.call(op, body=contract.put(good, path, text))
                wrong_kind = "enum" in schema or schema.get("format") in contract.FORMATS
                expect(reply.status >= 400 or not wrong_kind, op.id, path, repr(text), "is taken:", reply)
    whole(world, before)


@case("injection-round-trip")
def injection_round_trip(world):
    """What may be any text comes back as it was sent, not mended and not run."""
    server, cookie = world.server, world.session("coordinator")
    target = "/api/campaigns/1/values"
    rows = server.ask("GET", target + "?region=532624&code=I03&limit=200", cookie=cookie).json["values"]
    now = next((v for v in rows if v["period"] == "2026-04"), None)
    version = now["version"] if now else 0
    for text in SQL:
        if "\n" in text or "\t" in text:
            continue
        reply = server.ask("PUT", target, {"region": "532624", "code": "I03", "period": "2026-04", "state": "missing",
                                           "version": version, "note": text, "source": text}, cookie=cookie)
        expect(reply.status == 200, repr(text), reply)
        value = reply.json["value"]
        version = value["version"]
        expect(value["note"] == text and value["source"] == text, repr(text), "came back as", value)


@case("types-body")
def types_body(world):
    reach, before = reach_of(world), tables(world)
    for op in contract.operations():
        if op.body is None or op.body.get("format") == "binary":
            continue
        good = op.good_body()
        for path, schema in contract.places(op.body):
            for value in OTHER:
                reply = reach.call(op, body=contract.put(good, path, value))
                kind = {type(None): "null", bool: "boolean", int: "integer", str: "string", list: "array",
                        dict: "object"}.get(type(value), "number")
                odd = kind not in contract.types(schema)
                odd = odd or isinstance(value, str) and ("\x00" in value or "\ud800" in value)
                odd = odd or isinstance(value, int) and abs(value) >= 2**63
                expect(reply.status >= 400 or not odd, op.id, path, repr(value)[:60], "is taken:", reply)
            if isinstance(contract.types(schema), set) and "object" in contract.types(schema) and not path:
                for extra in ("region", "role", "user", "admin", "id", "__proto__", "campaign"):
                    if extra not in schema.get("properties", {}):
                        reply = reach.call(op, body={**good, extra: "1"})
                        expect(reply.status >= 400, op.id, "takes a member", extra, reply)
    whole(world, before)


@case("types-broken")
def types_broken(world):
    reach = reach_of(world)
    for op in contract.operations():
        if op.media != "application/json":
            continue
        for text in BROKEN:
            reply = reach.call(op, raw=text)
            fine = not op.body.get("required") and text in (b"{}",)
            expect(reply.status >= 400 or fine, op.id, text[:40], "is taken:", reply)


@case("types-query")
def types_query(world):
    reach = reach_of(world)
    odd = ["", "-1", "0", "1.5", "1e3", "99999999999999999999", "9223372036854775808", "true", "null", "[]", "２",
           " 1", "+1", "0x1", "a" * 2000, "\ud800", contract.Raw("%00"), contract.Raw("%"), contract.Raw("%zz"),
           contract.Raw("%c0%af"), contract.Raw("%ed%a0%80"), contract.Raw("%ff"), contract.Raw("1&"),
           contract.Raw("1%26x=1"), contract.Raw("1;x=1")]
    for op in contract.operations():
        for p in op.params:
            for text in odd:
                reply = reach.call(op, op.target(**{p["in"]: {p["name"]: text}}))
                kinds = contract.types(p["schema"])
                expect(reply.status >= 400 or kinds == {"string"} or text in ("true", "0") or text == "1&",
                       op.id, p["name"], repr(text)[:60], "is taken:", reply)
        target = op.target()
        mark = "&" if "?" in target else "?"
        for more in ("x=1", "region=5326&region=53", "__proto__=1", "=", "a[]=1", "&".join("q%d=1" % i for i in range(99))):
            reply = reach.call(op, target + mark + more)
            expect(reply.status >= 400 or more == "=" and reply.status < 500, op.id, more, "is taken:", reply)


def refusals(world, who):
    """(thing, why) of what the record says was refused to somebody."""
    lines = [json.loads(line) for line in world.cli("audit", "export").splitlines()]
    return [(e["thing"], json.loads(e["after"])["why"]) for e in lines if e.get("kind") == "request.refused" and e["who"] == who]


@case("region-in-body")
def region_in_body(world):
    """A county's unit names other regions wherever a region can stand."""
    server, cookie = world.server, world.session("county")
    own = {"region": "532624", "code": "I03", "period": "2026-04", "state": "missing", "version": 0}
    world.person("forger", "responsible_unit", "532624")
    forger = world.session("forger")
    for region in ("532622", "5326", "532622100"):
        reply = server.ask("PUT", "/api/campaigns/1/values", {**own, "region": region}, cookie=forger)
        expect(reply.status == 403, "a forged region", region, "->", reply)
    kept = refusals(world, "forger")
    expect(kept == [("campaigns/1/values", "out_of_region")] * 3, "the record of forged regions:", kept)
    for region in ("532622", "5326", "53", "0", "532622100", "110101", "5326220", "53262", "532624'", "5326241",
                   "0532624", "５３２６２４", " 532622", "999999"):
        reply = server.ask("PUT", "/api/campaigns/1/values", {**own, "region": region}, cookie=cookie)
        expect(400 <= reply.status < 500, "value of", region, "->", reply)
        for target in ("values?region=", "template?region=", "findings?region="):
            reply = server.ask("GET", "/api/campaigns/1/" + target + contract.quote(region), cookie=cookie)
            expect(400 <= reply.status < 500, target, region, "->", reply)
    for op in contract.operations():
        if op.method != "GET" and op.body and "region" in op.body.get("properties", {}):
            body = contract.put(op.good_body(), ("region",), "532622")
            reply = server.ask(op.method, op.target(), body, cookie=cookie)
            expect(400 <= reply.status < 500, op.id, "of another region:", reply)


def files_of_others(world, all_of):
    """Numbers of files and things of others, by the path of theirs and by one's own: refused, and in the record."""
    ask = world.server.ask
    made = ask("POST", "/api/campaigns/1/bulletins", {}, cookie=all_of)
    own = ask("POST", "/api/campaigns", {"standard": 1, "region": "532622", "name_zh": "试", "from": "2026-01", "to": "2026-12"},
              cookie=all_of)
    expect(made.status < 300 and own.status < 300, "bulletin and campaign:", made, own)
    bulletin, campaign = made.json["id"], own.json["id"]
    value = ask("GET", "/api/campaigns/1/values?region=532622&limit=1", cookie=all_of).json["values"][0]["id"]
    world.person("prowler", "coordinator", "532624")
    world.person("neighbour", "coordinator", "532622")
    tries = {"prowler": [("campaigns/1/values/%d/history" % value, 403, "out_of_region"),
                         ("campaigns/%d/bulletins/%d/docx" % (campaign, bulletin), 403, "out_of_region")],
             "neighbour": [("campaigns/%d/bulletins/%d/docx" % (campaign, bulletin), 404, "elsewhere"),
                           ("campaigns/%d/bulletins/%d/xlsx" % (campaign, bulletin), 404, "elsewhere"),
                           ("campaigns/%d/values/%d/history" % (campaign, value), 404, "elsewhere"),
                           ("campaigns/%d/findings/1" % campaign, 404, "elsewhere")]}
    for who, targets in tries.items():
        for thing, status, _ in targets:
            reply = ask("GET", "/api/" + thing, cookie=world.session(who))
            expect(reply.status == status, who, "asks for", thing, "->", reply)
        kept = refusals(world, who)
        expect(kept == [(thing, why) for thing, _, why in targets], "the record of", who, kept)


@case("foreign-ids")
def foreign_ids(world):
    """The number of somebody else's thing, or of none."""
    server, mine = world.server, world.session("county")
    all_of = world.session("coordinator")
    files_of_others(world, all_of)
    other = server.ask("GET", "/api/campaigns/1/values?region=532622&limit=3", cookie=all_of).json["values"]
    expect(other, "the demonstration has values of 532622")
    for value in other:
        reply = server.ask("GET", "/api/campaigns/1/values/%d/history" % value["id"], cookie=mine)
        expect(reply.status in (403, 404), "history of another county:", reply)
        expect(value["changed_by"] not in reply.body.decode() or not value["changed_by"], "names somebody:", reply)
    for target in ("scores/532622", "scores/532622/indicators/I03", "scores/5326"):
        reply = server.ask("GET", "/api/campaigns/1/" + target, cookie=mine)
        expect(reply.status in (403, 404), target, reply)
    for op in contract.operations():
        for name in op.values("path"):
            for number in ("0", "-1", "999999", "9223372036854775807"):
                reply = server.ask(op.method, op.target(path={name: number}), op.good_body(), op.media,
                                   cookie=mine) if not isinstance(op.good_body(), dict) else \
                    server.ask(op.method, op.target(path={name: number}), op.good_body(), cookie=mine)
                expect(reply.status >= 400, op.id, name, number, "->", reply)

