"""Ways out of the folder, and things that only an honest file name would do."""
import os

import contract
from target import case, expect, statuses

UP = ["..", ".", "%2e%2e", "%2E%2e", ".%2e", "%252e%252e", "..%00", "..%2f..", "..%5c..", "..;", "%c0%ae%c0%ae",
      "%e0%80%ae%e0%80%ae", "%uff0e%uff0e", "..%ef%bc%8f", "....", "...", "%2e%2e%2f%2e%2e"]
FILES = ["etc/passwd", "etc%2fpasswd", "attack.db", "secret.key", "proc/self/environ", "proc/self/cmdline", ".git/config",
         "api/openapi.yaml", "windows/win.ini"]
NAMES = ["../../x", "..\\..\\x", "/etc/passwd", "C:\\x", "\\\\host\\x", "a/b.xlsx", "x.xlsx\x01", "con", "nul.xlsx", "a:b.xlsx",
         ".htaccess", "..", ".", "x.xlsx.exe", "\u202exslx.exe", "'\";--", "<script>alert(1)</script>.xlsx", "$(id)", "`id`",
         "|id", "a\nb", "%2e%2e%2f", "a" * 120, "字" * 120, "-rf", "~root", "file:///etc/passwd"]
SECRETS = (b"root:x:", b"SQLite format 3", b"PATH=", b"openapi: 3", b"[core]", b"taizhang\0serve")


def secret(world, reply, what):
    for text in SECRETS + (world.key,):
        expect(text not in reply.body, what, "gives away", text[:20])


def prepare(world):
    """The key file's bytes and what lies in the folders that could be written to."""
    name = world.folder + "/secret.key"
    world.key = b"\0never there\0"
    if os.path.exists(name):
        with open(name, "rb") as f:
            world.key = f.read()
    return sorted(os.listdir(world.folder)), set(os.listdir("/tmp"))


@case("path-static")
def static(world):
    """The client's files and whatever else is asked for with a way up."""
    files, _ = prepare(world)
    page = world.server.ask("GET", "/", judged=False).body
    for file in FILES:
        for target in ["/" + file, "//" + file, "/assets/" + file, "/index.html/../" + file, "/file:///" + file] + \
                ["/" + (up + "/") * n + file for up in UP for n in (1, 6)] + \
                ["/assets/" + (up + "/") * 6 + file for up in UP] + ["/assets" + up + "/" + file for up in UP] + \
                ["/" + (up + "%2f") * 6 + file for up in UP] + ["/" + (up + "%5c") * 6 + file for up in UP]:
            reply = world.server.ask("GET", target, judged=False)
            secret(world, reply, target)
            # Whatever is no file is a page of the client; the client then says that there is no such page.
            expect(400 <= reply.status < 500 or reply.body == page, target, "->", reply)
    for target in (b"/../../etc/passwd", b"/\\..\\..\\etc\\passwd", b"/..\\..\\etc\\passwd", b"/%00", b"/assets/\xc0\xae\xc0\xae/x",
                   b"/./././x", b"/assets/.", b"/.."):
        said = world.server.raw(b"GET " + target + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        expect(set(statuses(said)) <= {400, 404} or said.endswith(page), target, "->", said[:300])
        expect(not any(s in said for s in SECRETS), target, "gives away a secret")
    expect(sorted(os.listdir(world.folder)) == files, "files came up:", os.listdir(world.folder))


@case("path-parameters")
def parameters(world):
    """Every parameter in the path of every operation."""
    prepare(world)
    cookies = [world.session(n) for n in ("coordinator", "county")]
    for op in contract.operations():
        for name in op.values("path"):
            for up in UP:
                for value in (contract.Raw(up), contract.Raw(up + "%2f" + "etc%2fpasswd"), contract.Raw("1%2f" + up),
                              contract.Raw("1/" + up)):
                    target = op.target(path={name: value})
                    for cookie in cookies:
                        body = op.good_body()
                        reply = world.server.ask(op.method, target, body, op.media, cookie)
                        secret(world, reply, target)
                        expect(reply.status >= 400 or name == "code", op.id, target, "->", reply)


@case("path-file-names")
def file_names(world):
    """Names of uploads are words in problems and nothing else."""
    files, tmp = prepare(world)
    cookie = world.session("coordinator")
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    for op in contract.operations():
        if not any(p["name"] == "file" for p in op.params):
            continue
        for name in NAMES:
            reply = world.server.ask(op.method, op.target(query={"file": name}), b"PK\x03\x04 no archive", media, cookie)
            secret(world, reply, name)
            expect(reply.status >= 400 or not reply.json.get("kept", False), op.id, name, "->", reply)
            disposition = reply.header("content-disposition")
            expect(all(c not in disposition for c in "/\\\r\n\"<"), op.id, name, "->", disposition)
    expect(sorted(os.listdir(world.folder)) == files, "files came up:", os.listdir(world.folder))
    grown = {n for n in set(os.listdir("/tmp")) - tmp if n in ("x", "etc", "id") or n.endswith(".xlsx")}
    expect(not grown, "files came up in /tmp:", grown)


@case("path-downloads")
def downloads(world):
    """What is saved has a name without a way in it, is no page, and is kept by nobody on the way."""
    cookie = world.session("coordinator")
    world.server.ask("POST", "/api/campaigns/1/bulletins", {}, cookie=cookie)
    count = 0
    for op in contract.operations():
        if op.method != "GET":
            continue
        reply = world.server.ask("GET", op.target(), cookie=cookie)
        if "json" in reply.header("content-type") or reply.status >= 400:
            continue
        count += 1
        disposition = reply.header("content-disposition")
        expect(disposition.startswith("attachment; filename*=UTF-8''"), op.id, "->", disposition)
        expect("html" not in reply.header("content-type") and reply.header("cache-control") == "no-store", op.id,
               reply.headers)
        expect(reply.body[:2] == b"PK", op.id, "is no archive")
    expect(count >= 4, "only", count, "files were found")
