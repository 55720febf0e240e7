//! Signals, passed on once.

use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process, kill_process_group, test_kill_process};

use super::console::{Console, On};
use super::{eventually, masked, script, under};
use crate::case::Case;

/// Counts a signal, and says how often it came when it is asked.
fn counter(signal: &str) -> Case {
    script(&format!(
        "n=0; trap 'n=$((n+1)); echo \"got {signal}\"' {signal}; echo \"ready $$\"; \
         while read -r line || test -z \"$line\"; do \
         case $line in show) echo \"count $n\"; exit 7;; esac; line=x; done"
    ))
}

struct Talk {
    child: Child,
    pid: Pid,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    _case: Case,
}

impl Talk {
    fn start(case: Case) -> Self {
        Self::start_under(&["setsid"], case)
    }

    fn start_under(words: &[&str], case: Case) -> Self {
        let mut command = under(words, &case);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let pid = Pid::from_child(&child);
        Self {
            child,
            pid,
            input,
            lines,
            _case: case,
        }
    }

    #[track_caller]
    fn line(&mut self) -> String {
        self.lines.next().unwrap().unwrap()
    }

    fn say(&mut self, line: &str) {
        self.input.write_all(line.as_bytes()).unwrap();
    }
}

const EACH: [(&str, Signal); 8] = [
    ("TERM", Signal::TERM),
    ("HUP", Signal::HUP),
    ("INT", Signal::INT),
    ("QUIT", Signal::QUIT),
    ("USR1", Signal::USR1),
    ("USR2", Signal::USR2),
    ("ALRM", Signal::ALARM),
    ("WINCH", Signal::WINCH),
];

#[test]
fn a_signal_to_secrun_reaches_the_child_once() {
    for (name, signal) in EACH.into_iter().chain([("CONT", Signal::CONT)]) {
        let mut talk = Talk::start(counter(name));
        assert!(talk.line().starts_with("ready "));
        kill_process(talk.pid, signal).unwrap();
        // The shell runs its trap when `read` comes back.
        talk.say("\n");
        assert_eq!(talk.line(), format!("got {name}"));
        talk.say("show\n");
        assert_eq!(talk.line(), "count 1", "{name}");
        assert_eq!(talk.child.wait().unwrap().code(), Some(7));
    }
}

/// A supervisor that signals its whole group means each process once.
#[test]
fn a_signal_to_the_group_reaches_the_child_once() {
    let mut talk = Talk::start(counter("TERM"));
    talk.line();
    kill_process_group(talk.pid, Signal::TERM).unwrap();
    talk.say("\n");
    assert_eq!(talk.line(), "got TERM");
    talk.say("show\n");
    assert_eq!(talk.line(), "count 1");
    talk.child.wait().unwrap();
}

/// A pipe to `tee`, say, with the terminal still there: its Ctrl-C reaches the
/// child by itself, a `kill` does not.
#[test]
fn ctrl_c_reaches_a_child_on_pipes_once() {
    let on = On {
        stdin: true,
        stdout: false,
        stderr: false,
    };
    let mut console = Console::start_on(counter("INT"), on);
    let stdout = console.child().stdout.take().unwrap();
    let mut lines = BufReader::new(stdout).lines();
    let mut line = || lines.next().unwrap().unwrap();
    assert!(line().starts_with("ready "));
    console.keys("\x03");
    console.keys("\n");
    assert_eq!(line(), "got INT");
    let pid = Pid::from_child(console.child());
    kill_process(pid, Signal::INT).unwrap();
    console.keys("\n");
    assert_eq!(line(), "got INT");
    console.keys("show\n");
    assert_eq!(line(), "count 2");
    assert_eq!(console.end().code(), Some(7));
}

#[test]
fn the_end_by_a_signal_is_the_same_end() {
    for (name, signal) in &EACH[..7] {
        let mut talk = Talk::start(script("echo ready; exec sleep 60"));
        talk.line();
        let before = Instant::now();
        kill_process(talk.pid, *signal).unwrap();
        let status = talk.child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal.as_raw()), "{name}");
        assert!(before.elapsed() < Duration::from_secs(5));
        assert!(!status.core_dumped(), "{name}");
    }
}

/// nohup(1): "If standard input is a terminal …" aside, it ignores SIGHUP, and
/// so does what it runs.
#[test]
fn an_ignored_signal_stays_ignored() {
    let case = script("echo ready; read -r line; echo alive");
    let ignoring = ["setsid", "sh", "-c", r#"trap '' HUP; exec "$@""#, "sh"];
    let mut talk = Talk::start_under(&ignoring, case);
    talk.line();
    kill_process(talk.pid, Signal::HUP).unwrap();
    talk.say("\n");
    assert_eq!(talk.line(), "alive");
    assert_eq!(talk.child.wait().unwrap().code(), Some(0));
}

/// The signals of faults, and those that nothing asks of a program every day.
#[cfg(target_os = "linux")]
const RARE: [(&str, Signal); 14] = [
    ("ABRT", Signal::ABORT),
    ("PWR", Signal::POWER),
    ("TRAP", Signal::TRAP),
    ("SYS", Signal::SYS),
    ("ILL", Signal::ILL),
    ("BUS", Signal::BUS),
    ("FPE", Signal::FPE),
    ("SEGV", Signal::SEGV),
    ("STKFLT", Signal::STKFLT),
    ("XCPU", Signal::XCPU),
    ("XFSZ", Signal::XFSZ),
    ("PROF", Signal::PROF),
    ("VTALRM", Signal::VTALARM),
    ("IO", Signal::IO),
];

/// Sent by another process, they leave no program behind either.
#[test]
#[cfg(target_os = "linux")]
fn a_rare_signal_reaches_the_child_and_the_end_is_the_same() {
    for (name, signal) in RARE {
        let number = signal.as_raw();
        let mut talk = Talk::start(counter(&number.to_string()));
        assert!(talk.line().starts_with("ready "));
        kill_process(talk.pid, signal).unwrap();
        talk.say("\n");
        assert_eq!(talk.line(), format!("got {number}"), "{name}");
        talk.say("show\n");
        assert_eq!(talk.line(), "count 1", "{name}");
        assert_eq!(talk.child.wait().unwrap().code(), Some(7), "{name}");

        let mut talk = Talk::start(script("echo $$; exec sleep 60"));
        let child = Pid::from_raw(talk.line().parse().unwrap()).unwrap();
        kill_process(talk.pid, signal).unwrap();
        let status = talk.child.wait().unwrap();
        assert_eq!(status.signal(), Some(number), "{name}");
        assert!(!status.core_dumped() && is_gone(child), "{name}");
    }
}

/// The kernel sends SIGXFSZ to the process that writes too much, here secrun.
#[test]
fn a_fault_of_secrun_itself_ends_it() {
    let case = masked(&["head", "-c", "100000", "/dev/zero"]);
    let limited = ["sh", "-c", r#"ulimit -f 1; exec "$@" >out"#, "sh"];
    let output = under(&limited, &case).output().unwrap();
    assert_eq!(output.status.signal(), Some(Signal::XFSZ.as_raw()));
}

/// Then a write past the limit only fails.
#[test]
fn a_fault_that_was_ignored_does_not_end_secrun() {
    let case = masked(&["sh", "-c", "head -c 100000 /dev/zero; exit 7"]);
    let limited = [
        "sh",
        "-c",
        r#"trap '' XFSZ; ulimit -f 1; exec "$@" >out"#,
        "sh",
    ];
    let output = under(&limited, &case).output().unwrap();
    assert_eq!(output.status.code(), Some(7));
}

/// A script's `&` starts programs with SIGINT and SIGQUIT ignored; one that sets
/// a handler gets them all the same. A shell cannot set one, python can.
#[test]
fn a_signal_that_was_ignored_reaches_a_handler() {
    let program = "import signal, sys\n\
        each = {signal.SIGINT, signal.SIGQUIT}\n\
        signal.pthread_sigmask(signal.SIG_BLOCK, each)\n\
        for one in each: signal.signal(one, signal.default_int_handler)\n\
        print('ready', flush=True)\n\
        print('got', int(signal.sigwait(each)))\n\
        sys.exit(7)\n";
    if std::process::Command::new("python3")
        .arg("-V")
        .output()
        .is_err()
    {
        return eprintln!("not run: there is no python3");
    }
    for signal in [Signal::INT, Signal::QUIT] {
        let ignoring = ["setsid", "sh", "-c", r#"trap '' INT QUIT; exec "$@""#, "sh"];
        let mut talk = Talk::start_under(&ignoring, masked(&["python3", "-c", program]));
        assert_eq!(talk.line(), "ready");
        kill_process(talk.pid, signal).unwrap();
        assert_eq!(talk.line(), format!("got {}", signal.as_raw()));
        assert_eq!(talk.child.wait().unwrap().code(), Some(7));
    }
}

/// Real-time signals are queued: as many arrive as were sent, lowest number first.
#[test]
#[cfg(target_os = "linux")]
fn real_time_signals_reach_the_child() {
    let program = "import signal, sys\n\
        each = range(signal.SIGRTMIN, signal.SIGRTMAX + 1)\n\
        signal.pthread_sigmask(signal.SIG_BLOCK, each)\n\
        print(signal.SIGRTMIN, signal.SIGRTMAX, flush=True)\n\
        while True:\n\
        \x20   got = int(signal.sigwait(each))\n\
        \x20   print(got, flush=True)\n\
        \x20   if got == signal.SIGRTMAX: sys.exit(7)\n";
    if std::process::Command::new("python3")
        .arg("-V")
        .output()
        .is_err()
    {
        return eprintln!("not run: there is no python3");
    }
    let mut talk = Talk::start(masked(&["python3", "-c", program]));
    let line = talk.line();
    let (least, most) = line.split_once(' ').unwrap();
    let (least, most): (i32, i32) = (least.parse().unwrap(), most.parse().unwrap());
    send(talk.pid, least, 20);
    for _ in 0..20 {
        assert_eq!(talk.line(), least.to_string());
    }
    for signal in least..=most {
        send(talk.pid, signal, 1);
        assert_eq!(talk.line(), signal.to_string());
    }
    assert_eq!(talk.child.wait().unwrap().code(), Some(7));
    // A program that does not handle one ends by it, and so does secrun.
    let mut talk = Talk::start(script("echo ready; exec sleep 60"));
    talk.line();
    send(talk.pid, least, 1);
    assert_eq!(talk.child.wait().unwrap().signal(), Some(least));
}

/// Sends a signal by its number, so many times at once.
#[cfg(target_os = "linux")]
fn send(process: Pid, signal: i32, times: usize) {
    let kill = format!("kill -{signal} {}\n", process.as_raw_nonzero()).repeat(times);
    let status = std::process::Command::new("sh")
        .args(["-c", &kill])
        .status();
    assert!(status.unwrap().success());
}

/// Whoever kills secrun means the program.
#[test]
#[cfg(target_os = "linux")]
fn killing_secrun_kills_the_child() {
    let mut talk = Talk::start(script("echo $$; exec sleep 60"));
    let child: i32 = talk.line().parse().unwrap();
    kill_process(talk.pid, Signal::KILL).unwrap();
    talk.child.wait().unwrap();
    let child = Pid::from_raw(child).unwrap();
    eventually("the child ends", || is_gone(child));
}

#[cfg(target_os = "linux")]
fn is_gone(process: Pid) -> bool {
    let status = std::fs::read_to_string(format!("/proc/{}/stat", process.as_raw_nonzero()));
    test_kill_process(process).is_err() || status.is_ok_and(|text| text.contains(") Z "))
}

/// SIGTSTP stops the child and secrun, SIGCONT wakes both.
#[test]
#[cfg(target_os = "linux")]
fn a_stop_is_shared() {
    let case = script("echo $$; read -r line; echo \"read $line\"");
    let mut talk = Talk::start(case);
    let child: i32 = talk.line().parse().unwrap();
    let is_stopped = |pid: i32| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        stat.contains(") T ")
    };
    // SIGSTOP to the child alone: secrun's own parent must see a stopped job.
    kill_process(Pid::from_raw(child).unwrap(), Signal::STOP).unwrap();
    let own = talk.pid.as_raw_nonzero().get();
    eventually("both are stopped", || is_stopped(child) && is_stopped(own));
    kill_process(talk.pid, Signal::CONT).unwrap();
    talk.say("on\n");
    assert_eq!(talk.line(), "read on");
    assert!(talk.child.wait().unwrap().success());
}

/// As the first process of a container: 128 and the signal, and no zombies.
#[test]
#[cfg(target_os = "linux")]
fn process_1_reaps_and_ends() {
    let text = "sh -c '(exec sleep 0.01) & exec true'; sleep 0.1; \
                grep -l '^State:.Z' /proc/[0-9]*/status 2>/dev/null; echo done; kill -TERM $$";
    let case = script(text);
    let mut command = under(
        &[
            "unshare",
            "--user",
            "--map-root-user",
            "--pid",
            "--fork",
            "--mount-proc",
        ],
        &case,
    );
    let output = command.stdin(Stdio::null()).output();
    let Ok(output) = output else {
        return eprintln!("not run: there is no unshare(1)");
    };
    let told = String::from_utf8_lossy(&output.stderr);
    if told.contains("unshare:") {
        return eprintln!("not run: {told}");
    }
    assert_eq!(String::from_utf8_lossy(&output.stdout), "done\n", "{told}");
    assert_eq!(output.status.code(), Some(143), "{told}");
}

/// A program that was started with a group of its own keeps it to itself.
#[test]
fn the_callers_group_is_not_signalled() {
    let case = script("kill -TERM 0");
    let mut command = under(
        &[
            "setsid",
            "sh",
            "-c",
            r#"trap 'echo hit' TERM; "$@"; echo "$?""#,
            "sh",
        ],
        &case,
    );
    let output = command
        .process_group(0)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "143\n");
}
