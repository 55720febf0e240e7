//! How much may come out of a container: a small file can hold petabytes.

use std::cell::Cell;
use std::io::{self, Read};

use crate::scan::hit::Unreadable;

/// The most bytes that come out of one file, or this many times the size of a
/// larger one.
const MAX_BYTES: u64 = 4 << 30;
const MAX_LARGE_RATIO: u64 = 10;

/// The most bytes that come out for each byte that went in. The first bytes are
/// free: a small file of one repeated character grows that much, too.
const MAX_RATIO: u64 = 400;
const FREE_BYTES: u64 = 16 << 20;

/// The most members of one file, including those of inner containers.
const MAX_MEMBERS: u32 = 200_000;

/// The amounts that one file has used so far.
#[derive(Default)]
pub(crate) struct Budget {
    consumed: Cell<u64>,
    decoded: Cell<u64>,
    members: Cell<u32>,
    spent: Cell<Option<Unreadable>>,
    /// Whether that was reported.
    reported: Cell<bool>,
    /// Whether the file itself could not be read.
    failed: Cell<bool>,
}

impl Budget {
    /// Fails once nothing more is to be unpacked.
    pub(crate) fn go_on(&self) -> Result<(), Unreadable> {
        match self.spent.get() {
            Some(why) => Err(why),
            None if self.failed.get() => Err(Unreadable::Damaged),
            None => Ok(()),
        }
    }

    pub(crate) fn count_member(&self) -> Result<(), Unreadable> {
        self.members.set(self.members.get() + 1);
        if self.members.get() > MAX_MEMBERS {
            self.spent.set(Some(Unreadable::Bomb));
            return Err(Unreadable::Bomb);
        }
        Ok(())
    }

    /// The reason to report for a read that ended early. The end of the budget
    /// ends all layers and is reported once; a failure of the file itself is
    /// reported elsewhere.
    pub(crate) fn reason(&self, why: Unreadable) -> Option<Unreadable> {
        if self.failed.get() {
            return None;
        }
        match self.spent.get() {
            None => Some(why),
            Some(spent) => (!self.reported.replace(true)).then_some(spent),
        }
    }

    fn count_decoded(&self, length: usize) -> io::Result<()> {
        let decoded = self.decoded.get() + length as u64;
        self.decoded.set(decoded);
        let consumed = self.consumed.get();
        if decoded > MAX_BYTES && decoded / MAX_LARGE_RATIO > consumed {
            self.spent.set(Some(Unreadable::TooLarge));
        } else if decoded > FREE_BYTES && decoded / MAX_RATIO > consumed {
            self.spent.set(Some(Unreadable::Bomb));
        }
        match self.spent.get() {
            None => Ok(()),
            Some(_) => Err(io::ErrorKind::FileTooLarge.into()),
        }
    }
}

/// The file itself, counted.
pub(crate) struct Source<'s> {
    from: &'s mut dyn Read,
    budget: &'s Budget,
    error: Option<io::Error>,
}

impl<'s> Source<'s> {
    pub(crate) fn new(from: &'s mut dyn Read, budget: &'s Budget) -> Self {
        Self {
            from,
            budget,
            error: None,
        }
    }

    /// How reading the file ended.
    pub(crate) fn end(self) -> io::Result<()> {
        self.error.map_or(Ok(()), Err)
    }
}

impl Read for Source<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.from.read(out) {
                Ok(length) => {
                    let consumed = self.budget.consumed.get() + length as u64;
                    self.budget.consumed.set(consumed);
                    return Ok(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    let kind = error.kind();
                    self.budget.failed.set(true);
                    self.error.get_or_insert(error);
                    return Err(kind.into());
                }
            }
        }
    }
}

pub(crate) struct Bounded<'b> {
    from: &'b mut dyn Read,
    budget: &'b Budget,
}

impl<'b> Bounded<'b> {
    pub(crate) fn new(from: &'b mut dyn Read, budget: &'b Budget) -> Self {
        Self { from, budget }
    }
}

impl Read for Bounded<'_> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let length = self.from.read(out)?;
        self.budget.count_decoded(length)?;
        Ok(length)
    }
}
