"""What must be as without masking: output, latency, input, pipes, ends, signals."""

import os
import signal
import subprocess
import sys
import time

from world import DEADLINE, Failed, case, cases, mask, need

# false_alarm: what is no secret stays.

STAY = {
    "short": {"A": b"4821"},
    "seven_bytes": {"A": b"abc1234"},
    "common_words": {"A": b"password", "B": b"production", "C": b"localhost"},
    "empty": {"A": b"", "B": b" "},
    "digits_and_yes": {"A": b"1", "B": b"true", "C": b"8080"},
}
ORDINARY = b"4821 abc1234 password production localhost 1 true 8080 INFO e f { } debug\n"


@cases("false_alarm", STAY)
def stay(world, secrets):
    for key, value in secrets.items():
        world.secret(value, key)
    world.same(world.run(f"w({ORDINARY!r})").out, ORDINARY)


@case("false_alarm")
def equal_to_a_setting(world):
    world.secret(b"eu-central-1", "A")
    world.setting(b"eu-central-1", "REGION")
    world.same(world.run("w(b'in ' + V('REGION'))").out, b"in eu-central-1")


@case("false_alarm")
def a_setting(world):
    world.secret()
    world.setting(b"a-setting-with-a-long-value", "NAME")
    world.same(world.run("w(V('NAME'))").out, b"a-setting-with-a-long-value")


@case("false_alarm")
def public_parts_of_a_url(world):
    world.secret(b"postgres://application:" + world.text(20) + b"@database.internal:5432/name")
    text = b"postgres:// application database.internal:5432 /name postgres://other:x@y\n"
    world.same(world.run(f"w({text!r})").out, text)


@case("false_alarm")
def public_parts_of_a_pem(world):
    world.secret(world.pem())
    text = b"-----BEGIN TEST KEY-----\nother\n-----END TEST KEY-----\n"
    world.same(world.run(f"w({text!r})").out, text)


@case("false_alarm")
def public_parts_of_json(world):
    world.secret(b'{"type": "service_account", "project": "my-project-1", "key": "' + world.text(30) + b'"}')
    text = b'{"type": "service_account", "project": "my-project-1"}\n{\n}\n'
    world.same(world.run(f"w({text!r})").out, text)


@case("false_alarm")
def beginnings_of_a_value(world):
    value = world.secret()
    text = b"".join(value[:n] + b" " for n in range(1, len(value))) + b"\n"
    world.same(world.run(f"w({text!r})").out, text)


@case("false_alarm")
def near_misses(world):
    value = world.secret()
    changed = b"".join(value[:n] + b"~" + value[n + 1:] + b"\n" for n in range(len(value)))
    world.same(world.run(f"w({changed!r})").out, changed)


# integrity: bytes that are no secret pass unchanged.

WRITERS = {
    "nothing": "pass",
    "one_byte": "w(b'x')",
    "no_line_end": "w(b'no line end')",
    "text": "w(b'one\\ntwo\\n' * 1000)",
    "utf8": "w('päß日本🔑\\n'.encode() * 1000)",
    "invalid_utf8": "w(bytes(range(128, 256)) * 500)",
    "every_byte": "w(bytes(range(256)) * 500)",
    "nul_bytes": "w(b'\\0' * 300000)",
    "carriage_returns": "[w(b'\\r%3d%%' % n) for n in range(101)]",
    "crlf": "w(b'one\\r\\ntwo\\r\\n' * 500)",
    "long_line": "w(b'z' * 3000000)",
    "random_megabyte": "import random; w(random.Random(7).randbytes(1 << 20))",
    "gzip": "import gzip, random; w(gzip.compress(random.Random(8).randbytes(300000), mtime=0))",
    "sixteen_megabytes": "[w(b'%07d\\n' % n * 1000) for n in range(2000)]",
    "byte_by_byte": "[w(bytes([n % 256])) for n in range(5000)]",
    "colours": "w(b'\\x1b[31mred\\x1b[0m \\x1b[1;32mgreen\\x1b[m\\n' * 2000)",
    "broken_codes": "w(b'\\x1b\\x1b[\\x1b[31\\x1b]0;x\\x1b[999999999999999999999999999999999999999999999m\\x9b1m' * 500)",
    "escape_at_the_end": "w(b'text\\x1b')",
    "open_link_at_the_end": "w(b'text\\x1b]8;;https://example.org/')",
    "odd_chunks": "import random; d = random.Random(9); [w(d.randbytes(d.randrange(1, 9000))) for n in range(300)]",
}


@cases("integrity", WRITERS)
def unchanged(world, writer):
    world.secret()
    world.secret(world.text(8), "B")
    world.secret(world.pem(), "C")
    plain = subprocess.run([sys.executable, "-SE", "-c", "import os\ndef w(d):\n  while d: d = d[os.write(1, d):]\n" + writer],
                           capture_output=True, check=True).stdout
    world.same(world.run(writer).out, plain)
    if world.masked:
        world.same(world.filter(plain).out, plain)


@case("integrity")
def order_of_both_streams(world):
    world.secret()
    text = "for n in range(2000): w(b'o%d\\n' % n, 1); w(b'e%d\\n' % n, 2)"
    result = world.run(text, around='"$@" 2>&1')
    world.same(result.out, b"".join(b"o%d\ne%d\n" % (n, n) for n in range(2000)))


@case("integrity")
def both_streams_apart(world):
    world.secret()
    result = world.run("for n in range(2000): w(b'o%d\\n' % n, 1); w(b'e%d\\n' % n, 2)")
    world.same(result.out, b"".join(b"o%d\n" % n for n in range(2000)))
    world.same(result.err, b"".join(b"e%d\n" % n for n in range(2000)))


@case("integrity")
def into_a_file(world):
    world.secret()
    world.run("w(b'x\\n' * 100000)", around='echo first >out; "$@" >>out')
    world.same((world.folder / "out").read_bytes(), b"first\n" + b"x\n" * 100000)


@case("integrity")
def arguments_and_folder(world):
    world.secret()
    result = world.run(["sh", "-c", 'printf "%s|" "$@"; pwd', "sh", "a b", "", "$A", "*", "\n"])
    world.same(result.out, b"a b||$A|*|\n|" + os.fsencode(os.path.realpath(world.folder)) + b"\n")


# latency: output comes when it is written.


def gap(world, program, text, within):
    """The best of three of how long it takes from a write to its coming out."""
    best = None
    for _ in range(3):
        child = world.start(program)
        child.stdin.close()
        seen, came = b"", None
        while text not in seen:
            data = os.read(child.stdout.fileno(), 65536)
            need(data, f"it ended with {seen!r}")
            seen, came = seen + data, time.clock_gettime(time.CLOCK_MONOTONIC)
        rest = child.stdout.read()
        wrote = float(child.stderr.read().split()[-1])
        child.wait(DEADLINE)
        best = min(came - wrote, best if best is not None else 9e9)
        need(seen + rest, "nothing")
    world.within(best, within)


CLOCK = "; w(b'%.6f' % time.clock_gettime(time.CLOCK_MONOTONIC), 2)"
HOLD = "; time.sleep(0.3)"


@cases("latency", {
    "prompt": ("w(b'Password: ')", b"Password: "),
    "line": ("w(b'one line\\n')", b"one line\n"),
    "one_byte": ("w(b'.')", b"."),
    "progress": ("w(b'\\r 42%')", b"42%"),
    "colour_at_the_end": ("w(b'\\x1b[1mName?\\x1b[0m ')", b"\x1b[0m "),
    "utf8_prompt": ("w('Пароль: '.encode())", "Пароль: ".encode()),
}, alone=True)
def at_once(world, given):
    writer, text = given
    world.secret()
    # Time to come up; the first output may wait for the tables.
    gap(world, f"time.sleep(0.1){CLOCK}; {writer}{HOLD}", text, 0.010)


@cases("latency", {"one_byte_of_a_value": 1, "four_bytes_of_a_value": 4}, alone=True)
def ends_like_a_value_begins(world, count):
    value = world.secret()
    text = f"time.sleep(0.1){CLOCK}; w(b'Name {value[:count].decode()}'){HOLD}"
    gap(world, text, b"Name " + value[:count], 0.110)


@case("latency", alone=True)
def with_a_pem(world):
    world.secret(world.pem(40))
    gap(world, f"time.sleep(0.1){CLOCK}; w(b'-----BEGIN what? '){HOLD}", b"what? ", 0.010)


@case("latency", alone=True)
def after_a_megabyte(world):
    world.secret()
    gap(world, f"w(b'x' * 1000000){CLOCK}; w(b'now.'){HOLD}", b"now.", 0.050)


@case("latency")
def every_line_by_itself(world):
    world.secret()
    child = world.start("for n in range(5): w(b'%d\\n' % n); sys.stdin.readline()")
    for n in range(5):
        need(os.read(child.stdout.fileno(), 100) == b"%d\n" % n, "a line is late")
        os.write(child.stdin.fileno(), b"\n")
    need(child.wait(DEADLINE) == 0, "status")


# exit: the child's end is secrun's.


@cases("exit", {f"code_{code}": code for code in (0, 1, 2, 3, 42, 64, 77, 99, 100, 124, 125, 126, 127, 128, 129, 130, 137, 143, 200, 254, 255)})
def code(world, code):
    world.secret()
    need(world.run(["sh", "-c", f"exit {code}"]).status == code, "another status")


@cases("exit", {f"signal_{name}": getattr(signal, f"SIG{name}") for name in (
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "XCPU", "SYS")})
def by_signal(world, number):
    world.secret()
    result = world.run(f"import signal; signal.signal({int(number)}, signal.SIG_DFL) if {int(number)} != 9 else 0; os.kill(os.getpid(), {int(number)})")
    need(result.status == -number, f"{result.status}")
    need(not list(world.folder.glob("core*")), "a core file")


@case("exit")
def every_code(world):
    world.secret()
    words = world.words(["sh", "-c", "exit $1", "sh"])
    for code in range(0, 256, 5):
        found = subprocess.run([*words, str(code)], cwd=world.folder, env=world.environment(), check=False, stdin=subprocess.DEVNULL)
        need(found.returncode == code, f"{found.returncode} for {code}")


@cases("exit", {"absent": (["no-such-program"], 127), "absent_path": (["./none"], 127), "folder": (["/"], 126), "not_executable": (["./secrun.toml"], 126)})
def not_started(world, given):
    words, status = given
    world.secret()
    result = world.run(words)
    need(result.status == status and result.out == b"", f"{result.status} {result.out!r}")


@case("exit")
def output_before_the_end_arrives(world):
    world.secret()
    result = world.run("w(b'x' * 500000); os._exit(7)")
    need(result.status == 7 and len(result.out) == 500000, f"{result.status} {len(result.out)}")


# signals: each once, and soon.

LISTEN = """
import signal
count = {}
def note(n, f): count[n] = count.get(n, 0) + 1; w(b"got %d\\n" % n)
for n in (1, 2, 3, 10, 12, 14, 15, 18, 28): signal.signal(n, note)
w(b"ready\\n")
end = time.monotonic() + 20
while not os.path.exists("stop") and time.monotonic() < end: time.sleep(0.01)
w(repr(sorted(count.items())).encode())
"""


def until(child, text):
    seen = b""
    while text not in seen:
        data = os.read(child.stdout.fileno(), 4096)
        need(data, f"no {text!r} in {seen!r}")
        seen += data
    return seen


SENT = {name: getattr(signal, f"SIG{name}") for name in ("TERM", "HUP", "INT", "QUIT", "USR1", "USR2", "ALRM", "WINCH", "CONT")}


@cases("signals", {f"{name.lower()}_once": number for name, number in SENT.items()})
def once(world, number):
    world.secret()
    child = world.start(LISTEN)
    until(child, b"ready\n")
    child.send_signal(number)
    until(child, b"got %d\n" % number)
    time.sleep(0.1)
    (world.folder / "stop").touch()
    rest = child.stdout.read()
    need(rest.endswith(b"[(%d, 1)]" % number), f"{rest!r}")
    need(child.wait(DEADLINE) == 0, "status")


@case("signals")
def to_the_whole_group(world):
    world.secret()
    child = world.start(LISTEN)
    until(child, b"ready\n")
    os.killpg(child.pid, signal.SIGTERM)
    until(child, b"got 15\n")
    time.sleep(0.1)
    (world.folder / "stop").touch()
    rest = child.stdout.read()
    need(rest.endswith(b"[(15, 1)]"), f"{rest!r}")


@case("signals")
def two_of_a_kind_one_after_the_other(world):
    world.secret()
    child = world.start(LISTEN)
    until(child, b"ready\n")
    for _ in range(2):
        child.send_signal(signal.SIGINT)
        until(child, b"got 2\n")
    (world.folder / "stop").touch()
    need(child.stdout.read().endswith(b"[(2, 2)]"), "not twice")


@case("signals", alone=True)
def soon(world):
    world.secret()
    child = world.start("""
import signal
signal.signal(15, lambda n, f: w(b"%.6f\\n" % time.clock_gettime(time.CLOCK_MONOTONIC)))
w(b"ready\\n")
for n in range(400): time.sleep(0.01)
""")
    until(child, b"ready\n")
    best = 9e9
    for _ in range(5):
        sent = time.clock_gettime(time.CLOCK_MONOTONIC)
        child.send_signal(signal.SIGTERM)
        best = min(best, float(until(child, b"\n")) - sent)
    world.within(best, 0.050)


@case("signals")
def an_end_by_term(world):
    world.secret()
    child = world.start("w(b'ready\\n'); time.sleep(20)")
    until(child, b"ready\n")
    child.terminate()
    need(child.wait(DEADLINE) == -15, f"{child.returncode}")


@case("signals")
def a_handler_that_says_goodbye(world):
    world.secret()
    child = world.start("import signal\ndef bye(n, f): w(b'bye ' + V()); sys.exit(3)\nsignal.signal(15, bye); w(b'ready\\n'); time.sleep(20)")
    until(child, b"ready\n")
    child.terminate()
    out = child.stdout.read()
    need(child.wait(DEADLINE) == 3 and out == b"bye " + (mask() if world.masked else world.secrets["A"]), f"{child.returncode} {out!r}")


@case("signals")
def nohup(world):
    world.secret()
    child = world.start("import signal; w(b'%d\\n' % (signal.getsignal(1) == signal.SIG_IGN)); sys.stdin.read(); w(b'end')",
                        around='trap "" HUP; exec "$@"')
    need(until(child, b"\n") == b"1\n", "not ignored")
    child.send_signal(signal.SIGHUP)
    child.stdin.close()
    need(child.stdout.read() == b"end" and child.wait(DEADLINE) == 0, "it ended")


@case("signals")
def killed_with_its_supervisor(world):
    world.secret()
    child = world.start("w(b'%d\\n' % os.getpid()); time.sleep(20)")
    inner = int(until(child, b"\n"))
    child.kill()
    child.wait(DEADLINE)
    late = time.monotonic() + 10
    while time.monotonic() < late:
        try:
            if open(f"/proc/{inner}/stat").read().rsplit(")", 1)[1].split()[0] == "Z":
                return
        except OSError:
            return
        time.sleep(0.01)
    raise Failed("the child lives")


@case("signals")
def stopped_and_woken(world):
    world.secret()
    child = world.start("w(b'%d\\n' % os.getpid())\nfor l in sys.stdin: w(l.encode())")
    inner = int(until(child, b"\n"))
    os.kill(inner, signal.SIGSTOP)
    time.sleep(0.05)
    os.write(child.stdin.fileno(), b"hello\n")
    os.kill(inner, signal.SIGCONT)
    os.killpg(child.pid, signal.SIGCONT)
    need(until(child, b"hello\n") == b"hello\n", "no answer")
    child.stdin.close()
    need(child.wait(DEADLINE) == 0, "status")


@case("signals")
def the_mask_and_dispositions_of_the_child(world):
    world.secret()
    look = ["sh", "-c", "grep -E '^Sig(Blk|Ign|Cgt)' /proc/self/status"]
    plain = subprocess.run(look, capture_output=True, check=True, start_new_session=True, stdin=subprocess.DEVNULL).stdout
    world.same(world.run(look).out, plain)


@case("signals")
def from_the_child_itself(world):
    world.secret()
    text = "import signal\nsignal.signal(10, lambda n, f: w(b'x'))\nos.kill(os.getpid(), 10); time.sleep(0.1); w(b'.')"
    world.same(world.run(text).out, b"x.")


# stdin: it is the child's.


@cases("stdin", {"nothing": b"", "a_line": b"one\n", "no_line_end": b"one", "binary": bytes(range(256)) * 100, "ten_megabytes": b"0123456789abcde\n" * 655360})
def passes(world, text):
    world.secret()
    world.same(world.run(["cat"], stdin=text).out, text)


@case("stdin")
def closed(world):
    world.secret()
    result = world.run("try: os.read(0, 1); w(b'open')\nexcept OSError: w(b'closed')", around='"$@" <&-')
    world.same(result.out, b"closed")


@case("stdin")
def from_a_file(world):
    world.secret()
    (world.folder / "in").write_bytes(b"abcdef")
    result = world.run("os.lseek(0, 3, 0); w(os.read(0, 10))", around='"$@" <in')
    world.same(result.out, b"def")


@case("stdin")
def what_is_not_read_is_left(world):
    world.secret()
    result = world.run("w(os.read(0, 1)); w(os.read(0, 1))", around='printf abcdef >in; exec <in; "$@"; cat')
    world.same(result.out, b"abcdef")


@case("stdin")
def the_writer_learns_of_the_end(world):
    world.secret()
    child = world.start("sys.exit(0)")
    need(child.wait(DEADLINE) == 0, "status")
    try:
        for _ in range(100):
            os.write(child.stdin.fileno(), b"x" * 65536)
    except BrokenPipeError:
        return
    raise Failed("the pipe is open")


@case("stdin")
def a_conversation(world):
    world.secret()
    child = world.start("for l in sys.stdin: w(b'you said ' + l.encode())")
    for n in range(20):
        os.write(child.stdin.fileno(), b"%d\n" % n)
        need(until(child, b"\n") == b"you said %d\n" % n, "no answer")
    child.stdin.close()
    need(child.wait(DEADLINE) == 0, "status")


# pipes: readers that go, wait, or are somebody else.


@case("pipes")
def head(world):
    world.secret()
    result = world.run("while True: w(b'line\\n' * 100)", around='{ "$@"; echo $? >status; } | head -n 1')
    world.same(result.out, b"line\n")
    late = time.monotonic() + DEADLINE
    while not (world.folder / "status").exists() or not (world.folder / "status").read_text():
        need(time.monotonic() < late, "it did not end")
        time.sleep(0.01)
    # Python ignores SIGPIPE and raises, so the status is its own.
    need((world.folder / "status").read_text() in ("1\n", "120\n"), (world.folder / "status").read_text())


@case("pipes")
def the_signal_of_a_reader_that_has_gone(world):
    world.secret()
    child = world.start(["yes"])
    os.read(child.stdout.fileno(), 10)
    child.stdout.close()
    need(child.wait(DEADLINE) == -13, f"{child.returncode}")


@case("pipes")
def an_idle_child_whose_reader_goes(world):
    world.secret()
    child = world.start("w(b'ready\\n')\ntry:\n  while True: time.sleep(0.01); w(b'x')\nexcept OSError: sys.exit(9)")
    until(child, b"ready\n")
    child.stdout.close()
    need(child.wait(DEADLINE) == 9, f"{child.returncode}")


@cases("pipes", {"stdout": (">&-", b"", b"closed 1"), "stderr": ("2>&-", b"closed 2", b""), "both": (">&- 2>&-", b"", b"")})
def closed_outputs(world, given):
    where, out, err = given
    world.secret()
    text = "def is_open(n):\n  try: os.fstat(n); return True\n  except OSError: return False\n" \
           "[w(b'closed %d' % n, 3 - n) for n in (1, 2) if not is_open(n) and is_open(3 - n)]"
    result = world.run(text, around=f'"$@" {where}')
    need((result.status, result.out, result.err) == (0, out, err), f"{result.status} {result.out!r} {result.err!r}")


@case("pipes")
def one_blocked_stream(world):
    world.secret()
    child = world.start("if os.fork() == 0: w(b'x' * 3000000); os._exit(0)\ntime.sleep(0.2); w(b'still here\\n', 2); os.wait()")
    need(os.read(child.stderr.fileno(), 100) == b"still here\n", "stderr is blocked")
    need(len(child.stdout.read()) == 3000000, "not all")
    need(child.wait(DEADLINE) == 0, "status")


@case("pipes")
def a_slow_reader_slows_the_child(world):
    world.secret()
    child = world.start("n = 0\nwhile n < 300: w(b'y' * 65536); n += 1; open('count', 'w').write(str(n))")
    time.sleep(0.5)
    written = int((world.folder / "count").read_text() or 0)
    need(written * 65536 < 8 << 20, f"{written} blocks without a reader")
    need(len(child.stdout.read()) == 300 * 65536 and child.wait(DEADLINE) == 0, "not all")


@case("pipes")
def the_neighbours_stay_blocking(world):
    world.secret()
    look = "import fcntl; w(b'%d' % (fcntl.fcntl(1, fcntl.F_GETFL) & os.O_NONBLOCK))"
    around = f'"$@"; exec {sys.executable} -c "import fcntl, os; print(fcntl.fcntl(1, fcntl.F_GETFL) & os.O_NONBLOCK)"'
    world.same(world.run(look, around=around).out, b"00\n")


@case("pipes")
def other_descriptors(world):
    world.secret()
    world.same(world.run("w(b'three', 3)", around='"$@" 3>three; cat three').out, b"three")


@case("pipes")
def a_fifo(world):
    world.secret()
    result = world.run("w(b'through a fifo')", around='mkfifo f; cat f & "$@" >f; wait')
    world.same(result.out, b"through a fifo")


@case("pipes")
def a_socket(world):
    import socket
    world.secret()
    ours, theirs = socket.socketpair()
    child = world.start("w(b's' * 200000)", stdout=theirs.fileno())
    theirs.close()
    seen = b""
    while data := ours.recv(65536):
        seen += data
    ours.close()
    need(len(seen) == 200000 and child.wait(DEADLINE) == 0, f"{len(seen)}")


@case("pipes")
def a_full_disk(world):
    world.secret()
    result = world.run("try: w(b'x' * 100000); time.sleep(0.1); w(b'x' * 100000)\nexcept OSError: sys.exit(5)", around='"$@" >/dev/full')
    need(result.status in (5, -13, 1), f"{result.status}")


@case("pipes")
def in_a_pipeline_of_two(world):
    world.secret()
    world.same(world.run("w(b'one two\\n')", around='"$@" | tr a-z A-Z').out, b"ONE TWO\n")


# descendants: what the child leaves behind.


@case("descendants", alone=True)
def holding_the_pipe(world):
    world.secret()
    best = 9e9
    for _ in range(3):
        child = world.start("if os.fork() == 0: time.sleep(1); w(b'late ' + V()); os._exit(0)\nw(b'now\\n')", stdin=subprocess.DEVNULL)
        need(os.read(child.stdout.fileno(), 100) == b"now\n", "the child's own output")
        before = time.monotonic()
        need(child.wait(DEADLINE) == 0, "status")
        best = min(best, time.monotonic() - before)
        rest = child.stdout.read()
        need(rest == b"late " + (mask() if world.masked else world.secrets["A"]), f"{rest!r}")
    world.within(best, 0.25)


@case("descendants")
def in_a_session_of_its_own(world):
    world.secret()
    text = "if os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(0.5); w(b'daemon ' + V()[:3])\n  os._exit(0)\nos.wait(); sys.exit(4)"
    result = world.run(text)
    need(result.status == 4 and result.out == b"daemon " + world.secrets["A"][:3], f"{result.status} {result.out!r}")


@case("descendants")
def holding_stderr_alone(world):
    world.secret()
    result = world.run("if os.fork() == 0: os.close(1); time.sleep(0.5); w(b'late', 2); os._exit(0)\nw(b'now')")
    need((result.out, result.err) == (b"now", b"late"), f"{result.out!r} {result.err!r}")


@case("descendants")
def a_talker(world):
    world.secret()
    child = world.start("import signal\nif os.fork() == 0:\n  signal.signal(13, signal.SIG_DFL)\n  while True: w(b'talk\\n')\ntime.sleep(0.1); sys.exit(6)")
    late = time.monotonic() + DEADLINE
    while child.poll() is None:
        os.read(child.stdout.fileno(), 65536)
        need(time.monotonic() < late, "it did not end")
    need(child.returncode == 6, f"{child.returncode}")
    child.stdout.close()


@case("descendants")
def halves_by_child_and_grandchild(world):
    value = world.secret()
    text = "v = V()\nif os.fork() == 0: time.sleep(0.4); w(v[12:] + b'.'); os._exit(0)\nw(v[:12])"
    out = world.run(text).out
    if world.masked:
        need(out in (mask() + b".", value[:4] + mask() + b"."), f"{out!r}")
    else:
        world.same(out, value + b".")


@case("descendants")
def many_short_ones(world):
    world.secret()
    result = world.run(["sh", "-c", "i=0; while [ $i -lt 40 ]; do (echo $i) & i=$((i+1)); done; wait"])
    need(sorted(map(int, result.out.split())) == list(range(40)), f"{result.out!r}")


@case("descendants")
def nothing_is_left_of_secrun(world):
    world.secret()
    child = world.start("w(b'x')")
    group = child.pid
    child.communicate()
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                stat = open(f"/proc/{entry}/stat").read().rsplit(")", 1)[1].split()
            except OSError:
                continue
            need(int(stat[3]) != group or stat[0] == "Z", f"process {entry} is left")


@case("descendants")
def a_pipeline_in_the_child(world):
    value = world.secret()
    result = world.run(["sh", "-c", "echo $A | tr -d '\\n' | cat; echo"])
    world.same(result.out, (mask() if world.masked else value) + b"\n")


# filter: `secrun mask` behaves as cat(1) does.


def mask_filter(world, around, **options):
    world.schema()
    around = around.replace("MASK", f"{world.secrun} -q mask")
    child = subprocess.Popen(["sh", "-c", around], cwd=world.folder, env=world.environment(), start_new_session=True,
                             stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)
    world.children.append(child)
    return child


@cases("filter", {"one_write": "v", "byte_by_byte": "b"}, masked_only=True)
def stdin_to_stdout(world, how):
    value = world.secret()
    child = mask_filter(world, "MASK")
    text = b"key " + value + b" end\n"
    for piece in ([text] if how == "v" else [bytes([b]) for b in text]):
        os.write(child.stdin.fileno(), piece)
    child.stdin.close()
    world.same(child.stdout.read(), b"key " + mask() + b" end\n")
    need(child.wait(DEADLINE) == 0, "status")


@case("filter", masked_only=True)
def lines_come_at_once(world):
    value = world.secret()
    child = mask_filter(world, "MASK")
    for n in range(5):
        os.write(child.stdin.fileno(), b"%d %s\n" % (n, value))
        need(until(child, b"\n") == b"%d %s\n" % (n, mask()), "not at once")


@case("filter", masked_only=True)
def a_prompt_comes_after_a_pause(world):
    value = world.secret()
    child = mask_filter(world, "MASK")
    os.write(child.stdin.fileno(), b"Name " + value[:3])
    need(until(child, value[:3]) == b"Name " + value[:3], "not shown")
    os.write(child.stdin.fileno(), value[3:] + b".")
    need(until(child, b".") == mask() + b".", "not masked")


@case("filter", masked_only=True)
def files_one_after_the_other(world):
    value = world.secret()
    (world.folder / "a").write_bytes(b"a " + value[:10])
    (world.folder / "b").write_bytes(value[10:] + b" b " + value)
    child = mask_filter(world, "echo in | MASK a b -")
    out, err = child.communicate(timeout=DEADLINE)
    world.same(out, b"a " + mask() + b" b " + mask() + b"in\n")
    need(child.returncode == 0 and err == b"", "status")


@case("filter", masked_only=True)
def an_absent_file(world):
    world.secret()
    (world.folder / "b").write_bytes(b"b")
    child = mask_filter(world, "MASK none b")
    out, err = child.communicate(timeout=DEADLINE)
    need(child.returncode == 2 and out == b"b" and b"file 1" in err, f"{child.returncode} {out!r} {err!r}")


@case("filter", masked_only=True)
def a_reader_that_goes(world):
    world.secret()
    child = mask_filter(world, "yes | MASK | head -n 1")
    out, err = child.communicate(timeout=DEADLINE)
    need(out == b"y\n" and err == b"", f"{out!r} {err!r}")


@case("filter", masked_only=True)
def a_reader_that_goes_while_nothing_comes(world):
    world.secret()
    child = mask_filter(world, "{ MASK; echo ended >&2; } | head -n 1")
    os.write(child.stdin.fileno(), b"one\n")
    need(child.stderr.readline() == b"ended\n", "it waits")


@cases("filter", {"term": 15, "int": 2, "hup": 1}, masked_only=True)
def dies_of_a_signal(world, number):
    world.secret()
    child = mask_filter(world, "exec MASK")
    os.write(child.stdin.fileno(), b"x\n")
    until(child, b"x\n")
    child.send_signal(number)
    need(child.wait(DEADLINE) == -number, f"{child.returncode}")


@case("filter", masked_only=True)
def closed_streams(world):
    world.secret()
    for where, status in (("<&-", 0), (">&-", 0), ("2>&-", 0)):
        child = mask_filter(world, f"echo x | {{ exec MASK {where}; }}")
        child.communicate(timeout=DEADLINE)
        need(child.returncode == status, f"{where}: {child.returncode}")


@case("filter", masked_only=True)
def a_full_disk_is_trouble(world):
    world.secret()
    child = mask_filter(world, "echo x | { exec MASK >/dev/full; }")
    need(child.wait(DEADLINE) == 2 and b"cannot be written" in child.stderr.read(), f"{child.returncode}")


@case("filter", masked_only=True)
def its_own_output(world):
    world.secret()
    (world.folder / "log").write_bytes(b"line\n")
    child = mask_filter(world, "exec MASK log >>log")
    need(child.wait(DEADLINE) == 2, f"{child.returncode}")
    world.same((world.folder / "log").read_bytes(), b"line\n")


@case("filter", masked_only=True)
def a_truncated_end(world):
    value = world.secret()
    world.same(world.filter(b"x " + value[:-3]).out, b"x " + mask())
    world.same(world.filter(b"x " + value[:7]).out, b"x " + value[:7])


@case("filter", masked_only=True, unless=lambda: not os.path.exists("/proc/self/status"))
def no_memory_for_much_input(world):
    world.secret()
    child = mask_filter(world, "exec MASK >/dev/null")
    for _ in range(64):
        child.stdin.write(b"one line and another\n" * 50000)
    child.stdin.flush()
    with open(f"/proc/{child.pid}/status", encoding="ascii") as status:
        peak = int(status.read().split("VmHWM:")[1].split()[0])
    child.stdin.close()
    need(child.wait(DEADLINE) == 0, "status")
    need(peak < 32 << 10, f"{peak} KiB for 64 MiB of input")
