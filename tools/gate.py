"""What the gates share: the files of the project, and how a finding is printed."""
import pathlib
import subprocess
import sys


def files(root, *patterns):
    """Files that git knows or would add, by name patterns such as "*.c"; outside git, all files."""
    root = pathlib.Path(root)
    try:
        listed = subprocess.run(
            ["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"],
            capture_output=True, check=True).stdout.decode().split("\0")
        paths = [root / name for name in sorted(set(listed)) if name]
    except (OSError, subprocess.CalledProcessError):
        paths = sorted(root.rglob("*"))
    return [p for p in paths if p.is_file() and (not patterns or any(p.match(q) for q in patterns))]


def read(path):
    return path.read_text(encoding="utf-8", errors="replace")


def finish(findings):
    """Prints the findings; the exit status."""
    for finding in findings:
        print(finding, file=sys.stderr)
    return 1 if findings else 0


def root_of(argv):
    return pathlib.Path(argv[1] if len(argv) > 1 else ".").resolve()


def place(root, path, line=0):
    name = path.relative_to(root).as_posix()
    return "%s:%d" % (name, line) if line else name


def blank(match):
    return "".join(c if c == "\n" else " " for c in match.group(0))
