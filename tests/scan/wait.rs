//! The line on a terminal that tells how far a search is.

use std::fs::File;
use std::io::Read as _;
use std::process::Stdio;
use std::sync::mpsc;

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};

use super::ground::Ground;
use crate::case::{DEADLINE, assert_no_canary};

#[test]
fn a_terminal_shows_how_far_it_is_and_nothing_is_left() {
    let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
    grantpt(&ours).unwrap();
    unlockpt(&ours).unwrap();
    let name = ptsname(&ours, Vec::new()).unwrap();
    let theirs = open(
        name,
        OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
        Mode::empty(),
    )
    .unwrap();
    let ground = Ground::with_commit();
    let mut command = ground.case.command();
    command
        .args(["scan", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::from(theirs));
    let mut child = command.spawn().unwrap();
    // The command holds an end of the terminal, too.
    drop(command);
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let (mut ours, mut piece) = (File::from(ours), [0; 4096]);
        // A terminal without anybody on its other side is an error on Linux.
        while let Ok(length) = ours.read(&mut piece)
            && length > 0
            && sender.send(piece[..length].to_vec()).is_ok()
        {}
    });
    let mut seen = receiver.recv_timeout(DEADLINE).unwrap();
    // Standard input has kept it waiting until now.
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    while let Ok(piece) = receiver.recv_timeout(DEADLINE) {
        seen.extend(piece);
    }
    let text = String::from_utf8(seen).unwrap();
    assert!(text.starts_with("\r\x1b[Ksecrun: searched "), "{text:?}");
    assert!(text.ends_with("\r\x1b[K"), "{text:?}");
    assert_no_canary(text.as_bytes(), "the line");
}
