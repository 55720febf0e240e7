"""What goes beyond the core: tools as they are found, and the known limits."""

import base64
import os
import shutil
import subprocess
import sys
import textwrap
import time

from world import case, mask, need


def without(*programs):
    return lambda: not all(map(shutil.which, programs))


def emitted(world, form):
    world.folder.joinpath("form").write_bytes(form)
    return world.run(["cat", "form"]).out


@case("extra", extra=True, unless=without("script"))
def under_script(world):
    value = world.secret()
    words = " ".join(f"'{word}'" for word in world.words(["sh", "-c", "echo key $A"]))
    seen = subprocess.run(["script", "-qec", words, "/dev/null"], env=world.environment(), cwd=world.folder,
                          stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False).stdout
    need(b"key " + (mask() if world.masked else value) in seen, f"{seen!r}")


@case("extra", extra=True, unless=without("script"))
def script_inside(world):
    world.secret()
    seen = world.console(["script", "-qec", "echo key $A; exit 4", "/dev/null"])
    need(b"key " + (mask() if world.masked else world.secrets["A"]) in seen.rest(), "no mask")
    need(seen.process.returncode == 4, "status")


@case("extra", extra=True, unless=without("tmux"))
def under_tmux(world):
    value = world.secret()
    words = " ".join(f"'{word}'" for word in world.words(["sh", "-c", "stty size; echo key $A; sleep 1"]))
    tmux = ["tmux", "-f", "/dev/null", "-S", str(world.folder / "tmux")]
    env = world.environment()
    subprocess.run([*tmux, "new-session", "-d", "-x", "100", "-y", "30", words], env=env, cwd=world.folder, check=True, timeout=20)
    try:
        expected = b"key " + (mask() if world.masked else value)
        late = time.monotonic() + 10
        seen = b""
        while expected not in seen:
            need(time.monotonic() < late, f"{seen!r}")
            seen = subprocess.run([*tmux, "capture-pane", "-p"], env=env, capture_output=True, timeout=20, check=False).stdout or seen
        need(b"30 100" in seen or b"29 100" in seen, f"{seen!r}")
    finally:
        subprocess.run([*tmux, "kill-server"], env=env, capture_output=True, timeout=20, check=False)


@case("extra", extra=True, unless=without("vim"))
def vim(world):
    world.secret()
    console = world.console(["vim", "-u", "NONE", "-N", "file"])
    console.expect(b"file")
    console.keys(b"ihello\x1b:wq\r")
    need(console.status() == 0, "status")
    need((world.folder / "file").read_text() == "hello\n", "not written")


@case("extra", extra=True, unless=without("less"))
def less(world):
    world.secret()
    (world.folder / "text").write_bytes(b"".join(b"line %d\n" % n for n in range(200)))
    console = world.console(["less", "text"])
    console.expect(b"line 3")
    console.keys(b"G")
    console.expect(b"line 199")
    console.keys(b"q")
    need(console.status() == 0, "status")


@case("extra", extra=True)
def the_python_prompt(world):
    value = world.secret()
    console = world.console([sys.executable, "-qE"])
    console.expect(b">>> ")
    console.keys(b"import os; os.environ['A']\r")
    seen = console.expect(b">>> ")
    if world.masked:
        world.clean(seen, value)
        need(mask() in seen, "no mask")
    console.keys(b"exit()\r")
    need(console.status() == 0, "status")


@case("extra", extra=True, unless=lambda: os.getuid() != 0 or not shutil.which("unshare"))
def process_one_of_a_container(world):
    value = world.secret()
    text = "import signal\nif os.fork() == 0:\n  if os.fork() == 0: time.sleep(0.2); os._exit(0)\n  os._exit(0)\nos.wait()\nw(b'pid %d ' % os.getppid() + V()); sys.exit(9)"
    child = subprocess.run(["unshare", "--pid", "--fork", "--mount-proc", *world.words(text)], env=world.environment(),
                           cwd=world.folder, capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
    expected = (b"pid 1 " + mask()) if world.masked else b"pid 0 " + value
    need(child.returncode == 9 and child.stdout == expected, f"{child.returncode} {child.stdout!r} {child.stderr!r}")


@case("extra", extra=True, unless=lambda: os.getuid() != 0 or not shutil.which("unshare"))
def a_signal_as_process_one(world):
    world.secret()
    words = ["unshare", "--pid", "--fork", "--mount-proc", *world.words("import signal; signal.signal(15, signal.SIG_DFL); os.kill(os.getpid(), 15); time.sleep(1)")]
    child = subprocess.run(words, env=world.environment(), cwd=world.folder, capture_output=True, timeout=20, check=False, stdin=subprocess.DEVNULL)
    if world.masked:
        need(child.returncode == 143, f"{child.returncode}")


@case("extra", extra=True, unless=without("setsid"))
def no_terminal_at_all(world):
    world.secret()
    world.same(world.run("w(b'x')", around='exec setsid -w "$@"').out, b"x")


@case("extra", extra=True, unless=without("timeout"))
def under_timeout(world):
    world.secret()
    result = world.run("time.sleep(20)", around='timeout 0.5 "$@"')
    need(result.status == 124, f"{result.status}")


@case("extra", extra=True, unless=without("xargs"))
def under_xargs(world):
    world.secret()
    world.same(world.run(["echo"], around='printf "a b" | xargs "$@"').out, b"a b\n")


@case("extra", extra=True, leak=True)
def two_levels(world):
    world.secret()
    inner = world.words(["sh", "-c", "echo key $A"])
    world.same(world.run(inner).out, b"key " + mask() + b"\n")


@case("extra", extra=True, leak=True, unless=without("dd"))
def by_dd_byte_by_byte(world):
    world.secret()
    world.same(world.run(["sh", "-c", 'printf %s "$A" | dd bs=1 2>/dev/null']).out, mask())


@case("extra", extra=True, leak=True)
def dotnet_json(world):
    value = world.secret(world.text(8) + b"+'&" + world.text(8))
    form = value.replace(b"+", b"\\u002B").replace(b"'", b"\\u0027").replace(b"&", b"\\u0026")
    world.clean(emitted(world, form), value[:8], value[-8:])


@case("extra", extra=True, leak=True)
def json_ascii_in_capitals(world):
    value = world.secret(world.text(8) + "é".encode() + world.text(8))
    world.clean(emitted(world, value.replace("é".encode(), b"\\u00E9")), value[:8], value[-8:])


@case("extra", extra=True, leak=True)
def a_url_in_base64_in_json(world):
    password = world.text(20)
    world.secret(b"https://app:" + password + b"@host/x")
    form = base64.b64encode(b'{"url": "https://app:' + password + b'@host/x"}')
    world.clean(emitted(world, form), form[40:52])


@case("extra", extra=True, leak=True)
def overstruck_as_in_manuals(world):
    value = world.secret()
    form = b"".join(bytes([b]) + b"\b" + bytes([b]) for b in value)
    need(mask() in emitted(world, form), "no mask")


@case("extra", extra=True, leak=True)
def the_environment_in_base64_lines(world):
    value = world.secret(world.text(60))
    form = base64.encodebytes(b"PATH=/usr/bin\nA=" + value + b"\nLANG=C\n")
    need(mask() in emitted(world, form), "no mask")


@case("extra", extra=True, leak=True)
def hex_in_lines(world):
    value = world.secret(world.text(40))
    need(mask() in emitted(world, "\n".join(textwrap.wrap(value.hex(), 60)).encode()), "no mask")


@case("extra", extra=True, leak=True)
def hex_with_colons(world):
    value = world.secret()
    need(mask() in emitted(world, ":".join(f"{b:02x}" for b in value).encode()), "no mask")


@case("extra", extra=True, leak=True)
def utf16(world):
    value = world.secret()
    need(mask() in emitted(world, value.decode().encode("utf-16-le")), "no mask")


@case("extra", extra=True, leak=True)
def base64_twice(world):
    value = world.secret()
    need(mask() in emitted(world, base64.b64encode(base64.b64encode(value))), "no mask")


@case("extra", extra=True, leak=True)
def backwards(world):
    value = world.secret()
    need(mask() in emitted(world, value[::-1]), "no mask")


@case("extra", extra=True, leak=True)
def html_numeric(world):
    value = world.secret(world.text(8) + b"<&>" + world.text(8))
    form = value.replace(b"&", b"&#38;").replace(b"<", b"&#60;").replace(b">", b"&#62;")
    world.clean(emitted(world, form), value[:8], value[-8:])


@case("extra", extra=True, leak=True)
def ruby_inspect(world):
    value = world.secret(world.text(8) + b"#{x}\"'\x1b" + world.text(8))
    form = value.replace(b'"', b'\\"').replace(b"#{", b"\\#{").replace(b"\x1b", b"\\e")
    world.clean(emitted(world, form), value[:8], value[-8:])


@case("extra", extra=True, leak=True)
def a_powershell_error(world):
    value = world.secret(world.text(10) + b"&" + world.text(10))
    first, last = value.split(b"&")
    form = b"\x1b[91m" + first + b"\x1b[0m&" + b"\x1b[91m" + last + b"\x1b[0m"
    world.clean(emitted(world, form), first, last)
