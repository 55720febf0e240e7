"""A terminal stays a terminal."""

import os
import subprocess
import sys
import termios
import time

from world import DEADLINE, Failed, case, cases, mask, need

INPUT, OUTPUT, LOCAL = 0, 1, 3


@case("tty")
def all_three_are_terminals(world):
    world.secret()
    seen = world.console("w(repr([os.isatty(n) for n in (0, 1, 2)]).encode())").rest()
    world.same(seen, b"[True, True, True]")


@cases("tty", {"stdin": 0, "stdout": 1, "stderr": 2})
def one_is_none(world, number):
    world.secret()
    console = world.console("open('seen', 'w').write(repr([os.isatty(n) for n in (0, 1, 2)]))",
                            **{("stdin", "stdout", "stderr")[number]: subprocess.PIPE})
    console.rest()
    expected = [n != number for n in (0, 1, 2)]
    need((world.folder / "seen").read_text() == repr(expected), (world.folder / "seen").read_text())


@cases("tty", {"stdin": 0, "stdout": 1, "stderr": 2})
def one_alone(world, number):
    world.secret()
    others = {name: subprocess.PIPE for n, name in enumerate(("stdin", "stdout", "stderr")) if n != number}
    console = world.console("open('seen', 'w').write(repr([os.isatty(n) for n in (0, 1, 2)]))", **others)
    console.rest()
    expected = [n == number for n in (0, 1, 2)]
    need((world.folder / "seen").read_text() == repr(expected), (world.folder / "seen").read_text())


@case("tty")
def the_size(world):
    world.secret()
    seen = world.console("w(repr(tuple(os.get_terminal_size())).encode())", size=(33, 111)).rest()
    world.same(seen, b"(111, 33)")


@case("tty")
def a_change_of_size(world):
    world.secret()
    console = world.console(
        "import signal\nsignal.signal(28, lambda n, f: w(b'now %d;' % os.get_terminal_size()[0]))\n"
        "w(b'ready')\nfor n in range(300): time.sleep(0.01)\n"
    )
    console.expect(b"ready")
    console.resize(40, 99)
    console.expect(b"now 99;")
    console.resize(40, 132)
    console.expect(b"now 132;")
    console.process.terminate()


@case("tty")
def line_ends(world):
    world.secret()
    world.same(world.console("w(b'one\\ntwo\\n')").rest(), b"one\r\ntwo\r\n")


@case("tty")
def what_is_typed_is_echoed(world):
    world.secret()
    console = world.console("w(b'? '); w(b'you: ' + os.read(0, 100))")
    console.expect(b"? ")
    console.keys(b"hello\r")
    world.same(console.rest(), b"hello\r\nyou: hello\r\n")


@case("tty")
def line_editing(world):
    world.secret()
    console = world.console("w(b'? '); w(b'you: ' + repr(os.read(0, 100)).encode())")
    console.expect(b"? ")
    console.keys(b"hellp\x7fo\r")
    console.expect(b"you: b'hello\\n'")


@case("tty")
def end_of_input(world):
    world.secret()
    console = world.console("w(b'? '); w(b'end' if os.read(0, 100) == b'' else b'more')")
    console.expect(b"? ")
    console.keys(b"\x04")
    console.expect(b"end")


@case("tty")
def getpass(world):
    world.secret()
    console = world.console("import getpass; p = getpass.getpass('Password: '); w(b'length %d' % len(p))")
    console.expect(b"Password: ")
    time.sleep(0.05)
    console.keys(b"typed-unseen\r")
    seen = console.expect(b"length 12")
    need(b"typed" not in seen, f"it was echoed: {seen!r}")


@case("tty")
def raw_mode(world):
    world.secret()
    console = world.console("import tty; tty.setraw(0); w(b'raw')\nwhile (b := os.read(0, 1)) != b'q': w(b'<%d>' % b[0])")
    console.expect(b"raw")
    console.keys(b"a\x03\x1a\r\x1bq")
    console.expect(b"<97><3><26><13><27>")
    need(console.status() == 0, "status")


@case("tty")
def curses(world):
    world.secret(None, "A")
    text = """
import curses
def main(screen):
    curses.start_color()
    screen.addstr(3, 5, "hello"); screen.addstr(5, 5, V().decode()); screen.refresh()
    screen.getkey()
curses.wrapper(main)
"""
    console = world.console([sys.executable, "-E", "-c", "import os\ndef V(k='A'): return os.environb[k.encode()]\n" + text])
    console.expect(b"hello")
    seen = console.expect(mask() if world.masked else world.secrets["A"])
    if world.masked:
        world.clean(seen, world.secrets["A"])
    console.keys(b"x")
    need(console.status() == 0, "status")


@case("tty")
def the_alternate_screen(world):
    world.secret()
    text = r"w(b'\x1b[?1049h\x1b[2J\x1b[1;1Hfull\x1b[?1049l')"
    world.same(world.console(text).rest(), b"\x1b[?1049h\x1b[2J\x1b[1;1Hfull\x1b[?1049l")


@cases("tty", {"exit": "sys.exit(3)", "abort": "os.abort()", "kill": "os.kill(os.getpid(), 9)", "raw": "import tty; tty.setraw(0); os._exit(3)"})
def the_modes_are_restored(world, end):
    world.secret()
    console = world.console("w(b'.'); time.sleep(0.1); " + end)
    console.status()
    late = time.monotonic() + 5
    while console.modes() != console.first and "raw" not in world.name:
        need(time.monotonic() < late, "the modes are not restored")
        time.sleep(0.01)
    if world.masked:
        need(console.modes()[LOCAL] & termios.ECHO and console.modes()[LOCAL] & termios.ICANON, "not cooked")


@cases("tty", {"term": 15, "kill": 9, "hup": 1})
def the_modes_when_secrun_is_ended(world, number):
    world.secret()
    console = world.console("w(b'ready'); time.sleep(20)")
    console.expect(b"ready")
    console.process.send_signal(number)
    need(console.status() == -number, f"{console.process.returncode}")
    late = time.monotonic() + 5
    while console.modes() != console.first:
        need(time.monotonic() < late, "the modes are not restored")
        time.sleep(0.01)


@cases("tty", {"interrupt": (b"\x03", 2), "quit": (b"\x1c", 3)})
def a_key_reaches_the_child_once(world, given):
    key, number = given
    world.secret()
    console = world.console(
        f"import signal\ncount = []\nsignal.signal({number}, lambda n, f: (count.append(n), w(b'got')))\nw(b'ready')\n"
        "while not count: time.sleep(0.01)\ntime.sleep(0.15); w(b'total %d.' % len(count))"
    )
    console.expect(b"ready")
    console.keys(key)
    console.expect(b"total 1.")
    need(console.status() == 0, "status")


@case("tty")
def two_interrupts(world):
    world.secret()
    console = world.console(
        "import signal\ncount = []\nsignal.signal(2, lambda n, f: (count.append(n), w(b'got%d.' % len(count))))\nw(b'ready')\n"
        "while len(count) < 2: time.sleep(0.01)\ntime.sleep(0.1); w(b'total %d.' % len(count))"
    )
    console.expect(b"ready")
    console.keys(b"\x03")
    console.expect(b"got1.")
    console.keys(b"\x03")
    console.expect(b"total 2.")


@case("tty")
def an_end_by_interrupt(world):
    world.secret()
    console = world.console("import signal; signal.signal(2, signal.SIG_DFL); w(b'ready'); time.sleep(20)")
    console.expect(b"ready")
    console.keys(b"\x03")
    need(console.status() == -2, f"{console.process.returncode}")


@case("tty")
def stop_and_foreground(world):
    world.secret()
    shell = world.shell()
    shell.keys(b"$run $py -c 'import time,sys; print(\"rea\" + \"dy\", flush=True); print(\"got\", sys.stdin.readline())'\r")
    shell.expect(b"ready")
    shell.keys(b"\x1a")
    shell.expect(b"prompt> ")
    shell.keys(b"echo shell-$((1+1)); jobs\r")
    shell.expect(b"shell-2")
    shell.expect(b"Stopped")
    shell.keys(b"fg\r")
    time.sleep(0.2)
    shell.keys(b"back\r")
    shell.expect(b"got back")
    shell.expect(b"prompt> ")
    shell.keys(b"exit\r")


@case("tty")
def stop_twice(world):
    world.secret()
    shell = world.shell()
    shell.keys(b"$run $py -uc 'import sys; print(\"rea\" + \"dy\"); [print(\"got\", l) for l in sys.stdin]'\r")
    shell.expect(b"ready")
    for n in (b"one", b"two"):
        shell.keys(b"\x1a")
        shell.expect(b"prompt> ")
        shell.keys(b"fg\r")
        time.sleep(0.2)
        shell.keys(n + b"\r")
        shell.expect(b"got " + n)
    shell.keys(b"\x04")
    shell.expect(b"prompt> ")
    shell.keys(b"exit\r")


@case("tty")
def in_the_background(world):
    world.secret()
    shell = world.shell()
    shell.keys(b"$run sh -c 'sleep 0.2; echo from-be\"\"hind; exit 5' & wait $!; echo status-$?\r")
    shell.expect(b"from-behind")
    shell.expect(b"status-5")
    shell.keys(b"exit\r")


@case("tty")
def a_loop_ends_by_interrupt(world):
    world.secret()
    shell = world.shell()
    shell.keys(b"for i in 1 2 3; do $run sh -c 'echo \"ru\"n; sleep 5'; done; echo af\"\"ter\r")
    shell.expect(b"run\r\n")
    time.sleep(0.1)
    shell.keys(b"\x03")
    seen = shell.expect(b"prompt> ", 4)
    need(seen.count(b"run\r\n") == 0, f"the loop goes on: {seen!r}")
    shell.keys(b"exit\r")


@case("tty")
def the_controlling_terminal(world):
    value = world.secret()
    seen = world.console("f = os.open('/dev/tty', os.O_RDWR); w(b'<' + V() + b'>', f)").rest()
    world.same(seen, b"<" + (mask() if world.masked else value) + b">")


@case("tty")
def the_foreground_group(world):
    world.secret()
    world.same(world.console("w(b'%d' % (os.tcgetpgrp(0) == os.getpgrp()))").rest(), b"1")


@case("tty")
def the_name_is_a_terminals(world):
    world.secret()
    seen = world.console("n = os.ttyname(1); w(b'%d' % os.path.exists(n))").rest()
    world.same(seen, b"1")


@case("tty")
def a_prompt_without_a_line_end(world):
    world.secret()
    console = world.console("a = input('Name? '); print('hello ' + a)")
    console.expect(b"Name? ", 5)
    console.keys(b"you\r")
    console.expect(b"hello you")


@case("tty")
def a_progress_bar(world):
    world.secret()
    seen = world.console("for n in range(0, 101, 5): w(b'\\r%3d%%' % n); time.sleep(0.005)").rest()
    world.same(seen, b"".join(b"\r%3d%%" % n for n in range(0, 101, 5)))


@case("tty")
def much_output(world):
    world.secret()
    seen = world.console("w(b'0123456789\\n' * 50000)").rest()
    world.same(seen, b"0123456789\r\n" * 50000)


@case("tty")
def a_hang_up(world):
    world.secret()
    console = world.console("import signal\nsignal.signal(1, lambda n, f: (open('hup', 'w').write('x'), os._exit(0)))\nw(b'ready'); time.sleep(20)")
    console.expect(b"ready")
    os.close(console.ours)
    os.close(console.theirs)
    try:
        console.process.wait(DEADLINE)
        late = time.monotonic() + 5
        while not (world.folder / "hup").exists():
            need(time.monotonic() < late, "the child was not told")
            time.sleep(0.01)
    except subprocess.TimeoutExpired:
        raise Failed("it did not end")
    finally:
        console.ours, console.theirs = os.open("/dev/null", os.O_RDWR), os.open("/dev/null", os.O_RDWR)


@case("tty")
def a_pager_after_it(world):
    world.secret()
    value = world.secrets["A"]
    shell = world.shell()
    shell.keys(b"$run sh -c 'echo ke\"\"y $A' | cat\r")
    seen = shell.expect(b"prompt> ")
    need(b"key " + (mask() if world.masked else value) in seen, f"{seen!r}")
    shell.keys(b"exit\r")


@case("tty")
def status_on_a_terminal(world):
    world.secret()
    need(world.console("sys.exit(42)").status() == 42, "status")


@case("tty")
def not_found_on_a_terminal(world):
    world.secret()
    need(world.console(["no-such-program"]).status() == 127, "status")


@case("tty")
def a_terminal_of_another_session(world):
    world.secret()
    seen = world.console("w(b'out')", session=False).rest()
    world.same(seen, b"out")
