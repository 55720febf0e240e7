//! Catching signals into a pipe, blocking them, and dying of them.

use std::io;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, AsRawFd as _, BorrowedFd, OwnedFd};
use std::ptr;
use std::sync::atomic::{AtomicI32, Ordering};

use rustix::fs::{OFlags, fcntl_setfl};

/// Where the handler writes; -1 without a [`Catcher`].
static PIPE: AtomicI32 = AtomicI32::new(-1);

/// The length of a record in the pipe: signal, sender's id.
const RECORD: usize = 8;

/// The signals that the kernel sends to a process for what the process itself did.
/// Those end it, caught or not; sent by another process they are caught.
pub(crate) const FAULTS: [i32; 9] = [
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGABRT,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGSEGV,
    libc::SIGSYS,
    libc::SIGXCPU,
    libc::SIGXFSZ,
];

/// A signal that was caught.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caught {
    pub signal: i32,
    pub origin: Origin,
}

/// Who sent a signal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The kernel: a key of the terminal, a timer, a child's end.
    Kernel,
    /// A process. The id is 0 for one that this process cannot see.
    Process(i32),
}

/// Catches signals until it is dropped. A process has one at a time.
pub(crate) struct Catcher {
    reader: OwnedFd,
    /// The handler's end, kept open as long as the handler is in place.
    _writer: OwnedFd,
    previous: Vec<(i32, libc::sigaction)>,
}

impl Catcher {
    /// Starts to catch these signals, also those that the parent had ignored: the
    /// program may handle them all the same. A fault that was ignored stays so, because
    /// the kernel then lets this process go on, as after a write past `ulimit -f`.
    pub(crate) fn start(signals: &[i32]) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let (reader, writer) = (OwnedFd::from(reader), OwnedFd::from(writer));
        for end in [&reader, &writer] {
            fcntl_setfl(end, OFlags::NONBLOCK)?;
        }
        PIPE.store(writer.as_raw_fd(), Ordering::SeqCst);
        let mut catcher = Self {
            reader,
            _writer: writer,
            previous: Vec::with_capacity(signals.len()),
        };
        for &signal in signals {
            let before = disposition(signal)?;
            if before.sa_sigaction == libc::SIG_IGN && FAULTS.contains(&signal) {
                continue;
            }
            set_disposition(signal, &handler())?;
            catcher.previous.push((signal, before));
        }
        Ok(catcher)
    }

    /// The next signal that was caught, if there is one.
    pub(crate) fn next(&self) -> Option<Caught> {
        let mut record = [0; RECORD];
        // A record is written whole or not at all (a pipe takes up to PIPE_BUF bytes at once).
        match rustix::io::retry_on_intr(|| rustix::io::read(&self.reader, &mut record)) {
            Ok(RECORD) => {}
            _ => return None,
        }
        let (signal, rest) = record.split_first_chunk()?;
        let sender = i32::from_ne_bytes(*rest.first_chunk()?);
        Some(Caught {
            signal: i32::from_ne_bytes(*signal),
            origin: if sender < 0 {
                Origin::Kernel
            } else {
                Origin::Process(sender)
            },
        })
    }

    /// Whether the parent had this signal ignored.
    pub(crate) fn was_ignored(&self, signal: i32) -> bool {
        let mut previous = self.previous.iter();
        previous.any(|(caught, before)| *caught == signal && before.sa_sigaction == libc::SIG_IGN)
    }

    /// Catches a signal again after [`set_default`], unless it was left ignored.
    pub(crate) fn resume(&self, signal: i32) {
        if self.previous.iter().any(|(caught, _)| *caught == signal) {
            // The kernel accepted the same call before.
            let _ = set_disposition(signal, &handler());
        }
    }

    /// Restores what the signals did before. Async-signal-safe: a forked child
    /// calls it before it becomes another program.
    pub(crate) fn restore(&self) {
        for (signal, before) in &self.previous {
            // The kernel gave this value for this signal.
            let _ = set_disposition(*signal, before);
        }
    }
}

impl AsFd for Catcher {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.reader.as_fd()
    }
}

impl Drop for Catcher {
    fn drop(&mut self) {
        self.restore();
        PIPE.store(-1, Ordering::SeqCst);
    }
}

fn handler() -> libc::sigaction {
    // SAFETY: all-zero bytes are a valid sigaction: integers and an optional pointer.
    let mut action: libc::sigaction = unsafe { MaybeUninit::zeroed().assume_init() };
    let function: extern "C" fn(i32, *mut libc::siginfo_t, *mut libc::c_void) = write_record;
    action.sa_sigaction = function as usize;
    // No SA_RESTART: a signal must interrupt a write that blocks.
    action.sa_flags = libc::SA_SIGINFO;
    // SAFETY: the mask is a field of a live value.
    unsafe { libc::sigfillset(&raw mut action.sa_mask) };
    action
}

/// The handler: async-signal-safe, as atomics, write(2), getpid(2), signal(2) and
/// raise(3) are all it uses.
extern "C" fn write_record(signal: i32, info: *mut libc::siginfo_t, _: *mut libc::c_void) {
    // SAFETY: with SA_SIGINFO the kernel passes a siginfo_t that is valid until
    // the handler returns.
    let sender = sender(unsafe { &*info });
    // SAFETY: getpid(2) takes nothing and does not fail.
    if FAULTS.contains(&signal) && (sender < 0 || sender == unsafe { libc::getpid() }) {
        set_default(signal);
        // SAFETY: raise(3) takes an integer. The signal is blocked in here, so it
        // comes when the handler returns.
        unsafe { libc::raise(signal) };
        return;
    }
    let mut record = [0; RECORD];
    let (front, back) = record.split_at_mut(RECORD / 2);
    front.copy_from_slice(&signal.to_ne_bytes());
    back.copy_from_slice(&sender.to_ne_bytes());
    // SAFETY: errno is this thread's own; write(2) reads RECORD bytes of a live
    // array and fails harmlessly where the descriptor is -1. The pipe does not
    // block, so the handler always returns.
    unsafe {
        let errno = errno();
        let before = *errno;
        libc::write(PIPE.load(Ordering::SeqCst), record.as_ptr().cast(), RECORD);
        *errno = before;
    }
}

/// The sender's id, or -1 for the kernel. On Linux a code of 0 or less means a
/// process (sigaction(2)); its id is 0 if it is in another PID namespace.
#[cfg(target_os = "linux")]
fn sender(info: &libc::siginfo_t) -> i32 {
    if info.si_code <= 0 {
        // SAFETY: the kernel sets the id for every signal that a process sent.
        unsafe { info.si_pid() }.max(0)
    } else {
        -1
    }
}

/// On macOS the code is not reliable, but no process has the id 0.
#[cfg(not(target_os = "linux"))]
fn sender(info: &libc::siginfo_t) -> i32 {
    if info.si_pid > 0 { info.si_pid } else { -1 }
}

#[cfg(target_os = "linux")]
fn errno() -> *mut i32 {
    // SAFETY: it takes nothing; the pointer is valid as long as the thread lives.
    unsafe { libc::__errno_location() }
}

#[cfg(not(target_os = "linux"))]
fn errno() -> *mut i32 {
    // SAFETY: as above.
    unsafe { libc::__error() }
}

fn disposition(signal: i32) -> io::Result<libc::sigaction> {
    let mut action = MaybeUninit::zeroed();
    // SAFETY: a null new action makes the call only read; `action` lives through it.
    match unsafe { libc::sigaction(signal, ptr::null(), action.as_mut_ptr()) } {
        // SAFETY: the kernel filled it in, and zeroes were valid before that.
        0 => Ok(unsafe { action.assume_init() }),
        _ => Err(io::Error::last_os_error()),
    }
}

fn set_disposition(signal: i32, action: &libc::sigaction) -> io::Result<()> {
    // SAFETY: `action` is the default, "ignored", what the kernel returned, or
    // a handler that is async-signal-safe.
    match unsafe { libc::sigaction(signal, action, ptr::null_mut()) } {
        0 => Ok(()),
        _ => Err(io::Error::last_os_error()),
    }
}

/// Sends a signal to a process, or to a group by its negative id (kill(2)). Real-time
/// signals have no name in rustix. If nobody is left to get it, nobody does.
pub(crate) fn send(signal: i32, to: i32) {
    // SAFETY: kill(2) takes two integers.
    unsafe { libc::kill(to, signal) };
}

/// Gives a signal its default action.
pub(crate) fn set_default(signal: i32) {
    // SAFETY: SIG_DFL runs no code of ours; SIGKILL and SIGSTOP are refused harmlessly.
    unsafe { libc::signal(signal, libc::SIG_DFL) };
}

pub(crate) fn ignore(signal: i32) {
    // SAFETY: SIG_IGN runs no code of ours.
    unsafe { libc::signal(signal, libc::SIG_IGN) };
}

/// Makes a write past `ulimit -f` an error, as on a full disk, and not the end of this
/// process.
pub(crate) fn outlive_file_size_limit() {
    ignore(libc::SIGXFSZ);
}

/// The signals that were blocked before [`block_all`].
pub(crate) struct Blocked(libc::sigset_t);

/// Blocks every signal, so that between a fork and an exec none runs a handler
/// that is not the program's.
pub(crate) fn block_all() -> Blocked {
    Blocked(change_mask(libc::SIG_SETMASK, &all_signals()))
}

impl Blocked {
    /// Blocks what was blocked before and nothing else. Async-signal-safe.
    pub(crate) fn restore(&self) {
        change_mask(libc::SIG_SETMASK, &self.0);
    }
}

/// Blocks no signal. This process handles even those that its parent had
/// blocked, and passes them on to a child that has them blocked itself.
pub(crate) fn unblock_all() {
    change_mask(libc::SIG_UNBLOCK, &all_signals());
}

/// Sends this process a signal with its default action, blocked or not. Returns
/// if the default action does not end it.
pub(crate) fn die_of(signal: i32) {
    set_default(signal);
    unblock_all();
    // SAFETY: raise(3) takes an integer, and no code of ours runs.
    unsafe { libc::raise(signal) };
}

fn all_signals() -> libc::sigset_t {
    let mut all = MaybeUninit::zeroed();
    // SAFETY: the set lives through the call, and zeroes are a valid one.
    unsafe {
        libc::sigfillset(all.as_mut_ptr());
        all.assume_init()
    }
}

/// Changes what is blocked, and returns what was. Async-signal-safe.
fn change_mask(how: i32, set: &libc::sigset_t) -> libc::sigset_t {
    let mut before = MaybeUninit::zeroed();
    // SAFETY: both sets live through the call; zeroes are a valid set, should the
    // call not write one.
    unsafe {
        libc::pthread_sigmask(how, set, before.as_mut_ptr());
        before.assume_init()
    }
}
