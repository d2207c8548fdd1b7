#!/usr/bin/env python3
"""Runs transcripts of command lines and compares what comes out.

usage: run.py [--update] PROGRAM SOURCE_ROOT TRANSCRIPT...

A transcript is read like a terminal session:

    # a comment: why, and how the expected figures were worked out
    $ taizhang version        run by sh; goes on in lines that begin with "> "
      taizhang 0.1.0          standard output, each line indented by two blanks
    ! taizhang: ...           a line of standard error
    = 2                       the exit code, when it is not 0

Each transcript runs in an empty folder of its own, in which `data` is tests/data and `standards`
the shipped standards and `docs` the documents; `taizhang` is the program. LANG is C.UTF-8 and there is no other
configuration but DB, a database: a new file, or the empty PostgreSQL of with_postgres.sh. A line of output `  ...` stands for any lines, `~` for the rest of one line. --update
writes what came out into the transcript; read the difference before keeping it."""
import os
import subprocess
import sys
import tempfile

TIMEOUT = 120


class Case:
    def __init__(self, line):
        self.command, self.out, self.err, self.code, self.number = line, [], [], 0, 0


def read(path):
    """The parts of a transcript: plain lines and cases."""
    parts, case = [], None
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if line.startswith("$ "):
                case = Case(line[2:])
                case.number = number
                parts.append(case)
            elif line.startswith("> ") and case:
                case.command += "\n" + line[2:]
            elif line.startswith("  ") and case:
                case.out.append(line[2:])
            elif line.startswith("! ") and case:
                case.err.append(line[2:])
            elif line.startswith("= ") and case:
                case.code = int(line[2:])
            elif line == "" or line.startswith("#"):
                case = None
                parts.append(line)
            else:
                sys.exit(f"{path}:{number}: not a line of a transcript: {line}")
    return parts


def lines(data):
    return data.decode("utf-8", "backslashreplace").split("\n")[:-1] if data.endswith(b"\n") else (
        (data.decode("utf-8", "backslashreplace") + "\\no line end").split("\n") if data else [])


def same(expected, actual):
    if not expected:
        return not actual
    if expected[0] == "...":
        return any(same(expected[1:], actual[i:]) for i in range(len(actual) + 1))
    if not actual:
        return False
    head, tilde, _ = expected[0].partition("~")
    hit = actual[0].startswith(head) if tilde else expected[0] == actual[0]
    return hit and same(expected[1:], actual[1:])


def execute(case, folder, environment):
    done = subprocess.run(["/bin/sh", "-c", case.command], cwd=folder, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, timeout=TIMEOUT)
    return lines(done.stdout), lines(done.stderr), done.returncode


def report(path, case, actual):
    print(f"{path}:{case.number}: $ {case.command}")
    for mark, expected, got in (("  ", case.out, actual[0]), ("! ", case.err, actual[1])):
        if not same(expected, got):
            for line in expected:
                print(f"  expected |{mark}{line}")
            for line in got:
                print(f"  got      |{mark}{line}")
    if case.code != actual[2]:
        print(f"  expected exit code {case.code}, got {actual[2]}")


def write(path, parts):
    with open(path, "w", encoding="utf-8") as f:
        for part in parts:
            if isinstance(part, str):
                f.write(part + "\n")
                continue
            f.write("$ " + part.command.replace("\n", "\n> ") + "\n")
            f.writelines("  " + line + "\n" for line in part.out)
            f.writelines("! " + line + "\n" for line in part.err)
            if part.code:
                f.write(f"= {part.code}\n")


def transcript(path, root, environment, update):
    parts, failed = read(path), 0
    with tempfile.TemporaryDirectory() as folder:
        os.symlink(os.path.join(root, "tests/data"), os.path.join(folder, "data"))
        os.symlink(os.path.join(root, "standards"), os.path.join(folder, "standards"))
        os.symlink(os.path.join(root, "docs"), os.path.join(folder, "docs"))
        for case in (part for part in parts if isinstance(part, Case)):
            actual = execute(case, folder, environment)
            if same(case.out, actual[0]) and same(case.err, actual[1]) and case.code == actual[2]:
                continue
            failed += 1
            if update:
                case.out, case.err, case.code = actual
            else:
                report(path, case, actual)
    if update and failed:
        write(path, parts)
    return failed


def main(arguments):
    update = arguments[0] == "--update"
    program, root, *paths = arguments[1:] if update else arguments
    environment = {"PATH": os.path.dirname(os.path.abspath(program)) + ":/usr/bin:/bin",
                   "LANG": "C.UTF-8", "TZ": "UTC",
                   "DB": os.environ.get("TZ_TEST_POSTGRES", "sqlite:test.db")}
    for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"):
        if name in os.environ:
            environment[name] = os.environ[name]
    failed = sum(transcript(path, os.path.abspath(root), environment, update) for path in paths)
    if failed:
        print(f"{failed} commands differ", "(updated)" if update else "")
    return 1 if failed and not update else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
