//! An allocator for the unit tests of the crate. It can refuse to allocate,
//! and it can look for a value in memory that is given back.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use rustix::process::{Pid, WaitOptions, waitpid};

thread_local! {
    static REFUSES: Cell<bool> = const { Cell::new(false) };
    static VALUE: Cell<Option<&'static [u8]>> = const { Cell::new(None) };
    static LEFT: Cell<usize> = const { Cell::new(0) };
}

/// How a process ends that allocates where it must not.
const ALLOCATED: i32 = 99;

struct Watching;

#[global_allocator]
static ALLOCATOR: Watching = Watching;

// SAFETY: every call goes to the system's allocator as it is. What is not
// implemented here (a change of size) is made of these two.
unsafe impl GlobalAlloc for Watching {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        refuse();
        // SAFETY: as the caller promised.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        refuse();
        if let Some(value) = VALUE.get() {
            let holds = |at: usize| {
                // SAFETY: all of it is within the block, which still lives.
                let byte = |index| unsafe { block.add(at + index).read_volatile() };
                (0..value.len()).all(|index| byte(index) == value[index])
            };
            let starts = (layout.size() + 1).saturating_sub(value.len());
            LEFT.set(LEFT.get() + usize::from((0..starts).any(holds)));
        }
        // SAFETY: as the caller promised.
        unsafe { System.dealloc(block, layout) }
    }
}

fn refuse() {
    if REFUSES.get() {
        // SAFETY: ends the process and takes an integer.
        unsafe { libc::_exit(ALLOCATED) }
    }
}

/// How many blocks of memory this thread gives back with the value in them.
pub(crate) fn left_behind(value: &'static [u8], act: impl FnOnce()) -> usize {
    LEFT.set(0);
    VALUE.set(Some(value));
    act();
    VALUE.set(None);
    LEFT.get()
}

/// Forks although the tests have threads, and returns the child's exit status.
/// A child that allocates anything or frees anything ends with 99.
pub(crate) fn fork_for_test(child: impl FnOnce()) -> Option<i32> {
    // SAFETY: the child does nothing but what it is given, which never
    // allocates: that is what the caller tests.
    match unsafe { libc::fork() } {
        0 => {
            REFUSES.set(true);
            child();
            // SAFETY: ends the process and takes an integer.
            unsafe { libc::_exit(0) }
        }
        id => match waitpid(Pid::from_raw(id), WaitOptions::empty()) {
            Ok(Some((_, status))) => status.exit_status(),
            _ => None,
        },
    }
}

#[test]
fn a_value_in_freed_memory_is_seen() {
    let value = b"test-not-a-real-key-in-a-plain-vector";
    assert_eq!(left_behind(value, || drop(value.to_vec())), 1);
    let wiped = || drop(zeroize::Zeroizing::new(value.to_vec()));
    assert_eq!(left_behind(value, wiped), 0);
}

#[test]
fn a_child_that_allocates_is_seen() {
    assert_eq!(fork_for_test(|| {}), Some(0));
    assert_eq!(fork_for_test(|| drop(vec![0_u8; 8])), Some(ALLOCATED));
}
