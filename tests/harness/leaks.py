"""Values that come out: as they are, in pieces, encoded, in lines, in colours."""

import base64
import html
import json
import shlex
import shutil
import textwrap
import urllib.parse
from xml.sax import saxutils

from world import ALPHANUMERIC, case, cases, mask, need

QUOTED = r"""a'b"c\d$e`f g&h<i>j%k!l"""

# plain: whatever a value is made of, wherever it stands.


def values(world):
    return {
        "alphanumeric": world.text(24),
        "eight_bytes": world.text(8),
        "nine_bytes": world.text(9),
        "digits": world.text(16, "0123456789"),
        "hex": world.text(32, "0123456789abcdef"),
        "regex": b".*+?(" + world.text(8) + b")[a-z]{2,}|^$\\d",
        "quotes": QUOTED.encode() + world.text(8),
        "spaces_inside": b"two words and " + world.text(10),
        "spaces_around": b"  \t" + world.text(20) + b" \t ",
        "utf8": "pässwörd-".encode() + world.text(8) + "-日本語".encode(),
        "emoji": "🔑🔒".encode() + world.text(8),
        "not_utf8": b"\xff\xfe\x80" + world.text(12) + b"\xc3",
        "dashes": b"--" + world.text(12) + b"--",
        "percent": b"100%" + world.text(8) + b"%s%d%n",
        "base64_like": world.text(40, ALPHANUMERIC + "+/") + b"==",
        "token": b"tok-test_" + world.text(40),
        "jwt_like": b".".join([world.text(20), world.text(60), world.text(43)]),
        "repeats": b"abab" * 5 + world.text(4),
        "one_kibibyte": world.text(1024),
        "eight_kibibytes": world.text(8192),
        "hundred_kilobytes": world.text(100_000),
        "looks_like_a_mask": b"***REDACTED:B***" + world.text(4),
        "control_characters": b"\x01\x02" + world.text(12) + b"\x07\x7f",
    }


PLAIN = [
    "alphanumeric", "eight_bytes", "nine_bytes", "digits", "hex", "regex", "quotes", "spaces_inside", "utf8", "emoji",
    "not_utf8", "dashes", "percent", "base64_like", "token", "jwt_like", "repeats", "one_kibibyte", "eight_kibibytes",
    "hundred_kilobytes", "looks_like_a_mask", "control_characters",
]


@cases("plain", {name: name for name in PLAIN}, leak=True)
def plain(world, name):
    value = world.secret(values(world)[name])
    result = world.run('w(b"<" + V() + b">\\n"); w(b"<" + V() + b">\\n", 2)')
    for output in (result.out, result.err):
        world.same(output, b"<" + mask() + b">\n")
    world.same(world.filter(b"[" + value + b"]").out, b"[" + mask() + b"]")


@case("plain", leak=True)
def spaces_around(world):
    value = world.secret(values(world)["spaces_around"])
    result = world.run('w(b"<" + V() + b"> <" + V().strip() + b">")')
    world.same(result.out, b"<" + mask() + b"> <" + mask() + b">")
    world.clean(result.out, value.strip())


@case("plain", leak=True)
def at_the_very_end(world):
    world.secret()
    world.same(world.run("w(V())").out, mask())


@case("plain", leak=True)
def twice_without_a_gap(world):
    world.secret()
    world.same(world.run('w(V() + V() + b"\\n")').out, mask() + b"\n")


@case("plain", leak=True)
def a_thousand_times(world):
    world.secret()
    world.same(world.run('w((V() + b",") * 1000)').out, (mask() + b",") * 1000)


@case("plain", leak=True)
def deep_in_a_long_line(world):
    world.secret()
    world.same(world.run('w(b"x" * 700000 + V() + b"y" * 700000)').out, b"x" * 700000 + mask() + b"y" * 700000)


@case("plain", leak=True)
def between_nul_bytes(world):
    world.secret()
    world.same(world.run('w(b"\\0" + V() + b"\\0\\xff")').out, b"\0" + mask() + b"\0\xff")


@case("plain", leak=True)
def thousands_of_values(world):
    keys = [f"K{number:04}" for number in range(3000)]
    for key in keys:
        world.secret(world.text(24), key)
    result = world.run(
        'for k in sorted(k for k in os.environb if k.startswith(b"K")): w(k + b"=" + os.environb[k] + b"\\n")'
    )
    world.same(result.out, b"".join(k.encode() + b"=" + mask(k) + b"\n" for k in keys))


@case("plain", leak=True)
def two_keys_with_one_value(world):
    value = world.secret(None, "B")
    world.secret(value, "A")
    world.same(world.run("w(V())").out, mask("A"))


@case("plain", leak=True)
def env_of_the_child(world):
    value = world.secret(None, "API_KEY")
    result = world.run(["env"])
    need(b"API_KEY=" + mask("API_KEY") in result.out, "no mask")
    world.clean(result.out, value)


@case("plain", leak=True)
def a_traceback(world):
    value = world.secret()
    result = world.run('raise RuntimeError("cannot log in with " + V().decode())')
    need(b"with " + mask() in result.err, "no mask")
    world.clean(result.err, value)


# split: however it is cut, at whatever pace.


@cases("split", {f"pieces_of_{size}": size for size in (1, 2, 3, 5, 7, 11, 16, 23)}, leak=True)
def pieces(world, size):
    world.secret()
    text = f'd = b"key=" + V() + b";" + V() + b"\\n"\nfor i in range(0, len(d), {size}): w(d[i:i+{size}])'
    world.same(world.run(text).out, b"key=" + mask() + b";" + mask() + b"\n")


@cases("split", {"pace_1_ms": 0.001, "pace_10_ms": 0.01, "pace_30_ms": 0.03}, leak=True)
def at_a_pace(world, pace):
    world.secret(world.text(20))
    result = world.run(f'd = b"key " + V() + b"\\n"\nfor b in d: w(bytes([b])); time.sleep({pace})')
    need(mask() in result.out and result.out.endswith(b"\n"), f"no mask: {result.out!r}")
    world.clean(result.out, world.secrets["A"])


@cases("split", {"pause_60_ms": 0.06, "pause_150_ms": 0.15, "pause_400_ms": 0.4}, leak=True)
def halves_with_a_pause(world, pause):
    value = world.secret()
    result = world.run(f'v = V(); w(b"<" + v[:12]); time.sleep({pause}); w(v[12:] + b">")')
    need(result.out in (b"<" + mask() + b">", b"<" + value[:4] + mask() + b">"), f"{result.out!r}")


@case("split", leak=True)
def byte_by_byte_with_pauses(world):
    value = world.secret(world.text(12))
    result = world.run('for b in V(): w(bytes([b])); time.sleep(0.06)\nw(b".")')
    need(result.out in (mask() + b".", value[:4] + mask() + b"."), f"{result.out!r}")


@cases("split", {"after_the_first": 1, "before_the_last": 23, "after_four": 4, "after_eight": 8}, leak=True)
def cut_at(world, at):
    world.secret()
    text = f'v = V(); w(b"a" + v[:{at}]); time.sleep(0.005); w(v[{at}:] + b"z")'
    world.same(world.run(text).out, b"a" + mask() + b"z")


@cases("split", {f"at_{size}_{offset:+}": (size, offset) for size in (4096, 65536, 262144) for offset in (-7, 1)}, leak=True)
def across_a_buffer(world, where):
    size, offset = where
    world.secret()
    before = size - 12 + offset
    world.same(world.run(f'w(b"x" * {before} + V() + b"y" * 100)').out, b"x" * before + mask() + b"y" * 100)


@case("split", leak=True)
def over_both_streams_of_one_pipe(world):
    world.secret()
    text = "v = V(); w(b'<' + v[:9], 1); w(v[9:15], 2); w(v[15:] + b'>', 1)"
    result = world.run(text, around='"$@" 2>&1')
    world.same(result.out, b"<" + mask() + b">")


@case("split", leak=True)
def byte_by_byte_over_both_streams(world):
    world.secret()
    text = "for i, b in enumerate(V()): w(bytes([b]), 1 + i % 2)"
    world.same(world.run(text, around='"$@" 2>&1').out, mask())


@case("split", leak=True)
def over_two_processes(world):
    world.secret()
    result = world.run(["sh", "-c", "printf %.10s \"$A\"; sh -c 'printf %s \"${A#??????????}\"'; echo"])
    world.same(result.out, mask() + b"\n")


@case("split", leak=True)
def after_a_false_start(world):
    world.secret(b"abcabd-" + world.text(8))
    text = "v = V(); w(b'x abcab'); w(v[2:]); w(b' '); w(b'abc'); w(v)"
    result = world.run(text)
    world.same(result.out, b"x abc" + mask() + b" abc" + mask())


@case("split", leak=True)
def many_false_starts(world):
    value = world.secret(b"aaaaaaab" + world.text(8))
    result = world.run("v = V(); w(b'a' * 50); w(v); w(v[:9]); w(v[:9] + v)")
    world.same(result.out, b"a" * 50 + mask() + value[:9] + value[:9] + mask())


@case("split", leak=True)
def on_a_terminal(world):
    value = world.secret()
    console = world.console('for b in b"<" + V() + b">": w(bytes([b])); time.sleep(0.002)')
    seen = console.rest()
    world.clean(seen, value)
    need(b"<" + mask() + b">" in seen, f"{seen!r}")


@case("split", leak=True)
def over_both_streams_of_one_terminal(world):
    value = world.secret()
    console = world.console("for i, b in enumerate(V()): w(bytes([b]), 1 + i % 2)")
    seen = console.rest()
    world.clean(seen, value)
    need(mask() in seen, f"{seen!r}")


@case("split", leak=True)
def printed_by_a_buffered_writer(world):
    world.secret()
    text = 'for n in range(3000): print("line", n, V().decode())'
    world.same(world.run(text).out, b"".join(b"line %d %s\n" % (n, mask()) for n in range(3000)))


# encoded: every form that programs print values in.


def wrapped(text, width):
    lines = [text[i:i + width] for i in range(0, len(text), width)]
    return b"\n".join(lines)


def go_json(text):
    out = json.dumps(text, ensure_ascii=False)
    for sign in "<>&":
        out = out.replace(sign, f"\\u{ord(sign):04x}")
    return out


def php_json(text):
    return json.dumps(text).replace("/", "\\/")


def component(text):
    return urllib.parse.quote(text, safe="-._~!*'()")


ENCODERS = {
    "base64": lambda v: base64.b64encode(v),
    "base64_unpadded": lambda v: base64.b64encode(v).rstrip(b"="),
    "base64_of_echo": lambda v: base64.b64encode(v + b"\n"),
    "base64url": lambda v: base64.urlsafe_b64encode(v),
    "base64url_unpadded": lambda v: base64.urlsafe_b64encode(v).rstrip(b"="),
    "base64_after_1": lambda v: base64.b64encode(b"u" + v),
    "base64_after_2": lambda v: base64.b64encode(b"us" + v),
    "base64_after_3": lambda v: base64.b64encode(b"use" + v),
    "base64_basic_auth": lambda v: base64.b64encode(b"user:" + v),
    "base64_token_auth": lambda v: base64.b64encode(b"x-access-token:" + v + b"\n"),
    "base64url_after_1": lambda v: base64.urlsafe_b64encode(b"u" + v + b"tail"),
    "base64url_after_2": lambda v: base64.urlsafe_b64encode(b"us" + v + b"tai"),
    "hex": lambda v: v.hex().encode(),
    "hex_upper": lambda v: v.hex().upper().encode(),
    "percent_strict": lambda v: urllib.parse.quote(v, safe="").encode(),
    "percent_path": lambda v: urllib.parse.quote(v).encode(),
    "percent_plus": lambda v: urllib.parse.quote_plus(v).encode(),
    "percent_form": lambda v: urllib.parse.urlencode({"k": v}).encode()[2:],
    "percent_component": lambda v: component(v.decode()).encode(),
    "percent_lower": lambda v: lower_percent(urllib.parse.quote(v, safe="")).encode(),
    "json": lambda v: json.dumps(v.decode()).encode()[1:-1],
    "json_utf8": lambda v: json.dumps(v.decode(), ensure_ascii=False).encode()[1:-1],
    "json_go": lambda v: go_json(v.decode()).encode()[1:-1],
    "json_php": lambda v: php_json(v.decode()).encode()[1:-1],
    "json_in_json": lambda v: json.dumps(json.dumps({"k": v.decode()})).encode()[9:-4],
    "html": lambda v: html.escape(v.decode()).encode(),
    "html_without_quotes": lambda v: html.escape(v.decode(), quote=False).encode(),
    "xml": lambda v: saxutils.escape(v.decode()).encode(),
    "xml_quotes": lambda v: saxutils.escape(v.decode(), {'"': "&quot;", "'": "&apos;"}).encode(),
    "shell_single": lambda v: shlex.quote(v.decode()).encode().strip(b"'"),
    "shell_double": lambda v: b"".join((b"\\" if c in b'$`"\\' else b"") + bytes([c]) for c in v),
    "repr": lambda v: repr(v.decode()).encode()[1:-1],
    "repr_bytes": lambda v: repr(v).encode()[2:-1],
}


def lower_percent(text):
    parts = text.split("%")
    return "%".join([parts[0]] + [part[:2].lower() + part[2:] for part in parts[1:]])


@cases("encoded", ENCODERS, leak=True)
def encoded(world, encode):
    for tail in (world.text(9), "é".encode() + world.text(8)):
        value = world.secret(world.text(8) + QUOTED.encode() + tail)
        form = encode(value)
        world.folder.joinpath("form").write_bytes(b"before " + form + b" after\n")
        result = world.run(["cat", "form"])
        need(mask() in result.out, f"no mask: {result.out!r} for {form!r}")
        need(result.out.startswith(b"before ") and result.out.endswith(b" after\n"), f"{result.out!r}")
        # What stands beside a value in one text of base64 is no secret.
        rest = result.out.replace(mask(), b"")[7:-7]
        need(len(rest) <= 40 and (len(rest) < 8 or rest not in form or "base64" in world.name), f"{rest!r}")
        if "base64" in world.name:
            world.clean(result.out, form[24:-12])


@cases("encoded", {f"json_in_base64_{n}": n for n in range(3)}, leak=True)
def json_in_base64(world, n):
    value = world.secret(world.text(24))
    form = base64.b64encode(b" " * n + b'{"auth": "' + value + b'", "b": 1}')
    world.folder.joinpath("form").write_bytes(form)
    result = world.run(["cat", "form"])
    need(mask() in result.out, "no mask")
    world.clean(result.out, form[20:40])


@cases("encoded", {"lines_of_76": 76, "lines_of_64": 64}, leak=True)
def base64_in_lines(world, width):
    value = world.secret(world.text(150))
    form = wrapped(base64.b64encode(value), width)
    world.folder.joinpath("form").write_bytes(form + b"\n")
    result = world.run(["cat", "form"])
    world.clean(result.out, *form.split(b"\n")[:-1])


@cases("encoded", {"printf_q": 'printf "%q\\n" "$A"', "declare": "declare -p A", "export": "export -p", "set": "set",
                   "at_q": 'echo "${A@Q}"', "xtrace": 'set -x; : "$A"'}, leak=True, unless=lambda: not shutil.which("bash"))
def by_bash(world, script):
    value = world.secret(world.text(8) + QUOTED.encode() + "é".encode() + world.text(8))
    result = world.run(["bash", "-c", script])
    need(mask() in result.out + result.err, f"no mask: {result.out + result.err!r}")
    world.clean(result.out + result.err, value[:8], value[-8:])


@case("encoded", leak=True)
def a_python_dict(world):
    value = world.secret(world.text(8) + QUOTED.encode() + world.text(8))
    result = world.run("print({'key': V().decode(), 'raw': V()}); print([V().decode()])")
    need(result.out.count(mask()) == 3, f"{result.out!r}")
    world.clean(result.out, value[:8], value[-8:])


@case("encoded", leak=True)
def the_password_of_a_url(world):
    password = world.text(20)
    world.secret(b"postgres://app:" + password + b"@db.internal:5432/app")
    result = world.run(
        "import urllib.parse as u; p = u.urlsplit(V().decode()); print(p.password, p.username, p.hostname); print(V().decode())"
    )
    world.same(result.out, mask() + b" app db.internal\n" + mask() + b"\n")


@case("encoded", leak=True)
def the_password_of_a_url_decoded(world):
    inner = world.text(10) + b"@/:?#" + world.text(6)
    world.secret(b"https://app:" + urllib.parse.quote(inner, safe="").encode() + b"@host/x")
    result = world.run("import urllib.parse as u; p = u.urlsplit(V().decode()); print(p.password, u.unquote(p.password))")
    world.same(result.out, mask() + b" " + mask() + b"\n")


@case("encoded", leak=True)
def the_password_of_a_url_in_base64(world):
    password = world.text(20)
    world.secret(b"https://app:" + password + b"@host/x")
    form = base64.b64encode(b"app:" + password)
    world.folder.joinpath("form").write_bytes(form)
    world.clean(world.run(["cat", "form"]).out, form[6:-4])


@case("encoded", leak=True)
def a_field_of_json(world):
    token = world.text(32)
    world.secret(json.dumps({"type": "robot", "client": {"token": token.decode(), "region": "eu"}}).encode())
    result = world.run("import json; d = json.loads(V()); print(d['type'], d['client']['token'], d['client']['region'])")
    world.same(result.out, b"robot " + mask() + b" eu\n")


@case("encoded", leak=True)
def a_header(world):
    world.secret()
    result = world.run('w(b"> Authorization: Bearer " + V() + b"\\r\\n")')
    world.same(result.out, b"> Authorization: Bearer " + mask() + b"\r\n")


@case("encoded", leak=True)
def a_signed_query(world):
    world.secret(world.text(10) + b"+/=" + world.text(8))
    result = world.run("import urllib.parse as u; print('GET /?sig=' + u.quote(V(), safe='') + '&x=1')")
    world.same(result.out, b"GET /?sig=" + mask() + b"&x=1\n")


# lines: values of several lines.


@case("lines", leak=True)
def whole(world):
    world.secret(world.pem())
    world.same(world.run('w(b"<" + V() + b">")').out, b"<" + mask() + b">")


@case("lines", leak=True)
def trimmed(world):
    world.secret(world.pem())
    world.same(world.run('w(b"<" + V().strip() + b">")').out, b"<" + mask() + b">")


LINES = {
    "prefixed": lambda v: b"".join(b"> " + line + b"\n" for line in v.splitlines()),
    "indented": lambda v: textwrap.indent(v.decode(), "    ").encode(),
    "numbered": lambda v: b"".join(b"%4d  %s\n" % (n, line) for n, line in enumerate(v.splitlines())),
    "backwards": lambda v: b"\n".join(reversed(v.splitlines())),
    "every_second": lambda v: b"\n".join(v.splitlines()[1:-1:2]),
    "one": lambda v: b"found: " + v.splitlines()[3] + b"!",
    "crlf": lambda v: v.replace(b"\n", b"\r\n"),
    "cr": lambda v: v.replace(b"\n", b"\r"),
    "collapsed": lambda v: b" ".join(v.split()),
    "joined": lambda v: b"".join(v.splitlines()[1:-1]),
    "json": lambda v: json.dumps({"key": v.decode()}).encode(),
    "json_in_json": lambda v: json.dumps({"a": json.dumps({"key": v.decode()})}).encode(),
    "repr": lambda v: repr(v.decode()).encode(),
    "repr_bytes": lambda v: repr(v).encode(),
    "base64": base64.b64encode,
    "base64_wrapped": lambda v: wrapped(base64.b64encode(v), 76),
    "yaml": lambda v: b"key: |\n" + textwrap.indent(v.decode(), "  ").encode(),
    "percent": lambda v: urllib.parse.quote(v).encode(),
}


@cases("lines", LINES, leak=True)
def of_a_pem(world, spell):
    value = world.secret(world.pem())
    form = spell(value)
    world.folder.joinpath("form").write_bytes(form + b"\n")
    result = world.run(["cat", "form"])
    need(mask() in result.out, f"no mask: {result.out!r}")
    world.clean(result.out, *value.splitlines()[1:-1], piece=12)
    if "base64" in world.name:
        world.clean(result.out, form[16:60], form[-60:-12].replace(b"\n", b"")[:20], piece=12)


@case("lines", leak=True)
def on_a_terminal_with_crlf(world):
    value = world.secret(world.pem())
    seen = world.console('w(b"<" + V().strip() + b">")').rest()
    need(b"<" + mask() + b">" in seen, f"{seen!r}")
    world.clean(seen, *value.splitlines()[1:-1], piece=12)


@case("lines", leak=True)
def line_by_line_with_pauses(world):
    value = world.secret(world.pem(4))
    result = world.run('for line in V().splitlines(True): w(line); time.sleep(0.05)')
    world.clean(result.out, *value.splitlines()[1:-1], piece=12)


@case("lines", leak=True)
def by_echo_without_quotes(world):
    value = world.secret(world.pem())
    result = world.run(["sh", "-c", "echo $A"])
    world.clean(result.out, *value.splitlines()[1:-1], piece=12)
    need(mask() in result.out, "no mask")


@case("lines", leak=True)
def a_service_account(world):
    pem = world.pem().decode()
    account = {"type": "service_account", "private_key_id": world.text(40, "0123456789abcdef").decode(),
               "private_key": pem, "client_email": "robot@example.org"}
    world.secret(json.dumps(account, indent=2).encode())
    text = "import json; d = json.loads(V()); print(d['client_email']); print(d['private_key']); print(json.dumps(d)); w(V())"
    result = world.run(text)
    world.clean(result.out, *pem.encode().splitlines()[1:-1], account["private_key_id"].encode(), piece=12)
    need(b"robot@example.org\n" in result.out, "the address is no secret")


# overlap: values that share bytes.


OVERLAPS = {
    "prefix_of_another": ({"A": b"@", "B": b"@-long-tail"}, b"1 @ 2 @-long-tail 3 @-long 4", b"1 A 2 B 3 A-long 4"),
    "suffix_of_another": ({"A": b"head-@", "B": b"@"}, b"1 head-@ 2 @ 3", b"1 A 2 B 3"),
    "inside_another": ({"A": b"x<@>y", "B": b"@"}, b"x<@>y|<@>", b"A|<B>"),
    "chained": ({"A": b"@efgh", "B": b"efgh%"}, b"x@efgh%y", b"xAy"),
    "chain_of_three": ({"A": b"@abcd", "B": b"abcd%efgh", "C": b"efghijkl"}, b"@abcd%efghijkl", b"A"),
    "same_start": ({"A": b"@1111", "B": b"@2222"}, b"@1111@2222 @3333", b"A @3333"),
    "touching": ({"A": b"@", "B": b"%"}, b"@% %@", b"A B"),
    "longest_first": ({"B": b"@", "A": b"@@"}, b"@@ @", b"A B"),
    "self_overlap": ({"A": b"abababab"}, b"xababababab.", b"xA."),
    "jenkins": ({"A": b"android@", "B": b"android@debugkey"}, b"android@ android@debugkey", b"A B"),
    # Words: nearly all of a random value is masked by itself, as a value that was cut off.
    "begun_twice": ({"A": b"begunbegun#"}, b"begunbegunbegun#", b"begunA"),
    "in_the_dead_end": ({"A": b"@" + b"0" * 30, "B": b"00000000z"}, b"@" + b"0" * 20 + b"z!", b"@" + b"0" * 12 + b"B!"),
    "nested_prefixes": ({"A": b"@", "B": b"@b", "C": b"@bc", "D": b"@bcd"}, b"@ @b @bc @bcd @bcde", b"A B C D De"),
    "alternating": ({"A": b"@", "B": b"%"}, b"@.%.@.%.", b"A.B.A.B."),
}


@cases("overlap", OVERLAPS, leak=True)
def overlap(world, given):
    secrets, text, expected = given
    one, two = world.text(9, "ghijklmnop"), world.text(9, "qrstuvwxyz")

    def fill(template):
        return template.replace(b"@", one).replace(b"%", two)

    for key, template in secrets.items():
        world.secret(fill(template), key)
    for key in "ABCD":
        expected = expected.replace(key.encode(), b"\0" + key.encode())
    expected = fill(expected)
    for key in "ABCD":
        expected = expected.replace(b"\0" + key.encode(), mask(key))
    world.folder.joinpath("form").write_bytes(fill(text))
    world.same(world.run(["cat", "form"]).out, expected)
    reader = 'for b in open("form", "rb").read(): w(bytes([b]))'
    world.same(world.run(reader).out, expected)
    world.same(world.filter(fill(text)).out, expected)


# ansi: codes of the terminal inside a value.


CODES = {
    "sgr": b"\x1b[31m",
    "sgr_reset": b"\x1b[0m",
    "sgr_empty": b"\x1b[m",
    "sgr_256": b"\x1b[38;5;196m",
    "sgr_24_bit": b"\x1b[38;2;255;100;0m",
    "sgr_colons": b"\x1b[38:2::255:100:0m",
    "erase": b"\x1b[K",
    "grep": b"\x1b[m\x1b[K",
    "cursor": b"\x1b[1C\x1b[1D",
    "position": b"\x1b[12;40H",
    "private_mode": b"\x1b[?25l",
    "intermediate": b"\x1b[2 q",
    "tput_sgr0": b"\x1b(B\x1b[m",
    "save_and_restore": b"\x1b7\x1b8",
    "keypad": b"\x1b=",
    "link": b"\x1b]8;;https://example.org/\x1b\\",
    "link_with_bell": b"\x1b]8;id=1;https://example.org/\x07",
    "title": b"\x1b]0;a title\x07",
    "several": b"\x1b[1m\x1b[4m\x1b[32m",
}


@cases("ansi", CODES, leak=True)
def code_inside(world, code):
    value = world.secret()
    out = world.run(f"v = V(); w(b'<' + v[:11] + {code!r} + v[11:] + b'>')").out
    world.clean(out, value)
    world.same(out, b"<" + mask() + code + b">")


@case("ansi", leak=True)
def between_all_bytes(world):
    value = world.secret()
    out = world.run(r"w(b''.join(b'\x1b[3%dm%c' % (i % 8, b) for i, b in enumerate(V())) + b'\x1b[0m.')").out
    need(mask() in out and out.endswith(b"\x1b[0m."), f"{out!r}")
    visible = b"".join(part.split(b"m", 1)[-1] for part in out.split(b"\x1b["))
    world.clean(visible, value, piece=3)


@case("ansi", leak=True)
def a_link_with_the_value_in_it(world):
    value = world.secret()
    out = world.run(r"w(b'\x1b]8;;https://h/?k=' + V() + b'\x1b\\text\x1b]8;;\x1b\\')").out
    world.same(out, b"\x1b]8;;https://h/?k=" + mask() + b"\x1b\\text\x1b]8;;\x1b\\")
    world.clean(out, value)


@case("ansi", leak=True)
def a_link_on_the_value(world):
    world.secret()
    out = world.run(r"w(b'\x1b]8;;https://h/\x1b\\' + V() + b'\x1b]8;;\x1b\\')").out
    world.same(out, b"\x1b]8;;https://h/\x1b\\" + mask() + b"\x1b]8;;\x1b\\")


@case("ansi", leak=True)
def a_window_title(world):
    world.secret()
    world.same(world.run(r"w(b'\x1b]0;' + V() + b'\x07')").out, b"\x1b]0;" + mask() + b"\x07")


@case("ansi", leak=True)
def split_inside_the_code(world):
    value = world.secret()
    out = world.run(r"v = V(); w(v[:9] + b'\x1b['); time.sleep(0.01); w(b'3'); time.sleep(0.01); w(b'1m' + v[9:] + b'.')").out
    world.clean(out, value)
    world.same(out, mask() + b"\x1b[31m.")


@case("ansi", leak=True)
def coloured_around(world):
    world.secret()
    world.same(world.run(r"w(b'\x1b[1m' + V() + b'\x1b[0m')").out, b"\x1b[1m" + mask() + b"\x1b[0m")


@case("ansi", leak=True)
def a_value_with_an_escape_character(world):
    world.secret(world.text(6) + b"\x1b[7m" + world.text(6))
    world.same(world.run("w(b'<' + V() + b'>')").out, b"<" + mask() + b">")
