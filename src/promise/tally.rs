//! Counts the problems of a document while it is read: the same interface as `log`, for residents,
//! who are only told that something is missing. Nothing here ever calls what would describe a
//! problem, so the compiler leaves all of that out of the widget.

use super::fields::Expected;
use super::problem::{Found, ProblemKind, Severity};
use std::cell::Cell;
use std::marker::PhantomData;

/// Counts the problems.
#[derive(Default)]
pub struct Log {
    count: Cell<usize>,
    errors: Cell<bool>,
}

impl Log {
    /// Counts a problem.
    pub fn add(&self, kind: ProblemKind, _: impl FnOnce() -> (String, Found, Expected)) {
        self.count.set(self.count.get() + 1);
        if kind.severity() == Severity::Error {
            self.errors.set(true);
        }
    }

    /// Does nothing, since positions are only needed for paths.
    pub fn add_gap(&self, _: &Path, _: usize) {}

    /// The position as given.
    pub fn place(&self, _: &str, index: usize) -> usize {
        index
    }

    /// The number of problems.
    pub fn count(&self) -> usize {
        self.count.get()
    }

    /// Whether residents lose anything.
    pub fn has_errors(&self) -> bool {
        self.errors.get()
    }
}

/// Nowhere in particular.
#[derive(Clone, Copy, Default)]
pub struct Path<'a>(PhantomData<&'a ()>);

impl<'a> Path<'a> {
    /// The value at a key of this object.
    pub fn field(&'a self, _: &'a str) -> Self {
        *self
    }

    /// The entry at an index of this list.
    pub fn entry(&'a self, _: usize) -> Self {
        *self
    }

    /// Empty.
    pub fn written(&self) -> String {
        String::new()
    }
}
