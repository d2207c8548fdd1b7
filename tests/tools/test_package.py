#!/usr/bin/env python3
"""The Debian package: made twice with the same bytes, holds what it should, and what it installs starts and answers.

usage: test_package.py; makes it with ./dev package."""
import glob
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
import unittest
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def run(*command, **more):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, **more).stdout


class Package(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.room = tempfile.TemporaryDirectory(prefix="taizhang-package-")
        run(os.path.join(ROOT, "dev"), "package", "--to", cls.room.name, cwd=ROOT)
        cls.deb, = glob.glob(cls.room.name + "/taizhang_*.deb")
        cls.tree = cls.room.name + "/tree"
        run("dpkg-deb", "--extract", cls.deb, cls.tree)

    @classmethod
    def tearDownClass(cls):
        cls.room.cleanup()

    def read(self, path):
        with open(self.tree + path, encoding="utf-8") as f:
            return f.read()

    def test_same_bytes_twice(self):
        run(os.path.join(ROOT, "dev"), "package", "--to", self.room.name + "/again", cwd=ROOT)
        again = self.room.name + "/again/" + os.path.basename(self.deb)
        with open(self.deb, "rb") as one, open(again, "rb") as two:
            self.assertEqual(one.read(), two.read())

    def test_content(self):
        lines = run("dpkg-deb", "--contents", self.deb).splitlines()
        self.assertTrue(all(" root/root " in line for line in lines))
        names = {line.split()[5].lstrip(".") for line in lines}
        for name in ("/usr/bin/taizhang", "/lib/systemd/system/taizhang.service", "/lib/systemd/system/taizhang-checkpoint.service",
                     "/lib/systemd/system/taizhang-checkpoint.timer", "/etc/default/taizhang",
                     "/usr/share/man/man1/taizhang.1.gz", "/usr/share/man/zh_CN/man1/taizhang.1.gz",
                     "/usr/share/doc/taizhang/copyright", "/usr/share/doc/taizhang/changelog.gz",
                     "/usr/share/doc/taizhang/deploy.md", "/usr/share/doc/taizhang/examples/nginx.conf",
                     "/usr/share/taizhang/standards/hygienic-city-county-2021/standard.json"):
            self.assertIn(name, names)
        writable = [line for line in lines if not line.startswith(("l", "d")) and "w" in line[5:10]]
        self.assertEqual(writable, [])

    def test_control(self):
        def field(name):
            return run("dpkg-deb", "--field", self.deb, name).strip()
        version = run(self.tree + "/usr/bin/taizhang", "--version").strip()
        self.assertEqual(version, "taizhang " + field("Version"))
        depends = field("Depends")
        for name in ("libc6", "libmicrohttpd12", "libsodium23", "libsqlite3-0", "libpq5", "adduser"):
            self.assertIn(name, depends)
        self.assertIn("/etc/default/taizhang", run("dpkg-deb", "--info", self.deb, "conffiles"))
        for script in ("postinst", "prerm", "postrm"):
            self.assertTrue(run("dpkg-deb", "--info", self.deb, script).startswith("#!/bin/sh\n"))
        binary = open(self.tree + "/usr/bin/taizhang", "rb").read()
        self.assertNotIn(ROOT.encode(), binary)
        self.assertNotIn(b"/home/", binary)

    def test_unit(self):
        unit = self.read("/lib/systemd/system/taizhang.service")
        for line in ("User=taizhang", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes", "PrivateTmp=yes",
                     "CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "StateDirectory=taizhang",
                     "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=@system-service"):
            self.assertIn("\n" + line + "\n", unit)

    def test_service_command(self):
        """The command line of the unit with the settings of the package, on a demonstration of its own."""
        command = re.search(r"(?m)^ExecStart=(.*)$", self.read("/lib/systemd/system/taizhang.service")).group(1)
        settings = dict(re.findall(r"(?m)^(TAIZHANG_\w+)=(.*)$", self.read("/etc/default/taizhang")))
        options = settings["TAIZHANG_OPTIONS"].replace(":8080", ":0")
        self.assertEqual(settings["TAIZHANG_DB"], "sqlite:/var/lib/taizhang/taizhang.db")
        state = self.room.name + "/state"
        os.makedirs(state)
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TAIZHANG_DB": "sqlite:" + state + "/taizhang.db"}
        program = self.tree + "/usr/bin/taizhang"
        run(program, "demo", "--regions", ROOT + "/tests/data/regions/5326.csv", "--standards",
            self.tree + "/usr/share/taizhang/standards", env=environment, cwd=state)
        words = shlex.split(command.replace("$TAIZHANG_OPTIONS", options).replace("/usr/bin/taizhang", program))
        server = subprocess.Popen(words, env=environment, cwd=state, stdout=subprocess.PIPE, text=True)
        try:
            base = re.search(r"http://\S+", server.stdout.readline()).group(0)
            with urllib.request.urlopen(base + "/api/health", timeout=30) as reply:
                self.assertIn(b'"status":"ok"', reply.read())
            with urllib.request.urlopen(base + "/", timeout=30) as reply:
                self.assertIn(b'<div id="app">', reply.read())
        finally:
            server.terminate()
            self.assertEqual(server.wait(60), 0)
            server.stdout.close()
        # The daily checkpoint, as its unit calls it: a signed line for the journal.
        command = re.search(r"(?m)^ExecStart=(.*)$", self.read("/lib/systemd/system/taizhang-checkpoint.service")).group(1)
        words = shlex.split(command.replace("/usr/bin/taizhang", program).replace("/var/lib/taizhang", state))
        point = json.loads(run(*words, env=environment, cwd=state))
        with open(state + "/point", "w", encoding="utf-8") as file:
            json.dump(point, file)
        run(program, "audit", "verify", "--checkpoint", state + "/point", env=environment, cwd=state)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], "-v"])
