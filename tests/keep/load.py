"""The real server on loopback with the demonstration, and clerks who change values of it without a pause.

Used by the test of backups (test_backup.py) and by bench/backup.py."""
import http.client
import json
import re
import signal
import subprocess
import threading
import time

KEPT = ("region", "place", "code", "part", "period", "state", "source")


def run(program, *arguments, status=0, env=None):
    done = subprocess.run([program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
                          check=False, env=env)
    if status is not None and done.returncode != status:
        raise AssertionError("%s ended with %d: %s" % (arguments, done.returncode, done.stderr.decode()))
    return done.stdout


class Server:
    def __init__(self, program, db, *arguments, stderr=None, **more):
        self.process = subprocess.Popen([program, "serve", "--lang", "en", "--db", db, "--listen", "127.0.0.1:0", *arguments],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr, **more)
        line = self.process.stdout.readline().decode()
        self.port = int(re.search(r":(\d+)\s*$", line).group(1))

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(60)
        self.process.stdout.close()
        if code != 0:
            raise AssertionError("the server ended with %d" % code)


def ask(connection, method, target, body=None, cookie=None):
    headers = {"Accept-Language": "en"}
    if cookie:
        headers["Cookie"] = cookie
    if body is not None:
        body = json.dumps(body).encode()
        headers["Content-Type"] = "application/json"
    connection.request(method, target, body=body, headers=headers)
    reply = connection.getresponse()
    return reply.status, reply.getheader("set-cookie"), reply.read()


def login(connection, name="coordinator", password="taizhang-demo"):
    status, cookie, text = ask(connection, "POST", "/api/session", {"name": name, "password": password})
    if status != 200:
        raise AssertionError(text)
    return cookie.split(";")[0]


def values(connection, cookie, region, n):
    status, _, text = ask(connection, "GET", "/api/campaigns/1/values?region=%s&limit=%d" % (region, n), cookie=cookie)
    if status != 200:
        raise AssertionError(text)
    return json.loads(text)["values"]


class Clerk(threading.Thread):
    """Changes the notes of its values in turn, as fast as it is answered. acknowledged: id -> the last version and
    note that it was told are stored; took: seconds of each answer, with the time at which it was asked."""

    def __init__(self, server, cookie, mine):
        super().__init__(daemon=True)
        self.server, self.cookie, self.mine = server, cookie, mine
        self.acknowledged, self.took, self.end, self.failed = {}, [], threading.Event(), None

    def entry(self, value, n):
        entry = {key: value[key] for key in KEPT}
        for key in (("value",) if value["numerator"] is None else ("numerator", "denominator")):
            entry[key] = value[key]
        entry["version"], entry["note"] = value["version"], "note %d" % n
        return entry

    def run(self):
        try:
            connection = self.server.connect()
            n = 0
            while not self.end.is_set():
                value = self.mine[n % len(self.mine)]
                n += 1
                begin = time.monotonic()
                status, _, text = ask(connection, "PUT", "/api/campaigns/1/values", self.entry(value, n), self.cookie)
                self.took.append((begin, time.monotonic() - begin))
                if status != 200:
                    raise AssertionError("%d %s" % (status, text))
                value["version"] += 1
                self.acknowledged[value["id"]] = (value["version"], "note %d" % n)
            connection.close()
        except Exception as e:  # pylint: disable=broad-except ; told by whoever waits for the clerk
            self.failed = e


def clerks(server, cookie, regions, each):
    """One for each region, at work."""
    connection = server.connect()
    out = [Clerk(server, cookie, values(connection, cookie, region, each)) for region in regions]
    connection.close()
    for clerk in out:
        clerk.start()
    return out


def dismiss(all_of_them):
    for clerk in all_of_them:
        clerk.end.set()
    for clerk in all_of_them:
        clerk.join()
        if clerk.failed:
            raise clerk.failed
