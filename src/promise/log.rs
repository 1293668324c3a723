//! Collects the problems of a document while it is read, each with its place. For editors:
//! residents get `tally`, which has the same interface and only counts, since paths, expectations
//! and what was found are 4 KB of the widget.

use super::fields::Expected;
use super::limits;
use super::problem::{Found, Problem, ProblemKind, Severity};
use std::cell::{Cell, RefCell};

/// Collects the problems.
#[derive(Default)]
pub struct Log {
    problems: RefCell<Vec<Problem>>,
    more: Cell<usize>,
    /// The lists that lost entries, sorted by path, with the document positions of those entries.
    gaps: RefCell<Vec<(String, Vec<usize>)>>,
}

impl Log {
    /// Adds a problem. `details` are its path, what was found there and what was expected. Beyond
    /// [`limits::PROBLEMS`] problems are only counted, so that a hostile document cannot fill the
    /// memory.
    pub fn add(&self, kind: ProblemKind, details: impl FnOnce() -> (String, Found, Expected)) {
        if self.is_full() {
            self.more.set(self.more.get() + 1);
        } else {
            // The details come first: a path may look up positions, but never adds a problem.
            let (path, found, expected) = details();
            self.problems.borrow_mut().push(Problem { path, kind, found, expected });
        }
    }

    /// Whether problems are only counted from now on, so that their paths are not needed.
    fn is_full(&self) -> bool {
        self.problems.borrow().len() >= limits::PROBLEMS
    }

    /// Remembers that the entry at `index` of a list could not be read. It is also a problem, so
    /// the limit on problems bounds the gaps as well.
    pub fn add_gap(&self, list: &Path, index: usize) {
        if self.is_full() {
            return;
        }
        let list = list.written();
        let mut gaps = self.gaps.borrow_mut();
        match gaps.binary_search_by(|(path, _)| path.cmp(&list)) {
            Ok(at) => gaps.get_mut(at).into_iter().for_each(|(_, lost)| lost.push(index)),
            Err(at) => gaps.insert(at, (list, vec![index])),
        }
    }

    /// The position in the document of the entry that is now at `index` of `list`. They differ if
    /// unreadable entries before it were left out.
    pub fn place(&self, list: &str, index: usize) -> usize {
        let gaps = self.gaps.borrow();
        let gap = gaps.binary_search_by(|(path, _)| path.as_str().cmp(list)).ok().and_then(|at| gaps.get(at));
        let lost = gap.into_iter().flat_map(|(_, lost)| lost);
        lost.fold(index, |place, lost| place + usize::from(*lost <= place))
    }

    /// The number of problems.
    pub fn count(&self) -> usize {
        self.problems.borrow().len() + self.more.get()
    }

    /// Whether residents lose anything.
    pub fn has_errors(&self) -> bool {
        self.more.get() > 0 || self.problems.borrow().iter().any(|problem| problem.kind.severity() == Severity::Error)
    }

    /// The problems in the order they were found, and how many more there were.
    pub fn into_problems(self) -> (Vec<Problem>, usize) {
        (self.problems.into_inner(), self.more.get())
    }
}

/// Where a value is in the document.
#[derive(Clone, Copy, Default)]
pub struct Path<'a>(Option<(&'a Path<'a>, Step<'a>)>);

#[derive(Clone, Copy)]
enum Step<'a> {
    Field(&'a str),
    Entry(usize),
}

impl<'a> Path<'a> {
    /// The value at a key of this object.
    pub fn field(&'a self, key: &'a str) -> Self {
        Self(Some((self, Step::Field(key))))
    }

    /// The entry at an index of this list.
    pub fn entry(&'a self, index: usize) -> Self {
        Self(Some((self, Step::Entry(index))))
    }

    /// The path as text: `commitments[3].targets[0].goal`. Empty for the document itself.
    pub fn written(&self) -> String {
        let Some((parent, step)) = self.0 else { return String::new() };
        let parent = parent.written();
        match step {
            Step::Field(key) if parent.is_empty() => key.to_owned(),
            Step::Field(key) => [&parent, ".", key].concat(),
            Step::Entry(index) => [&parent, "[", &index.to_string(), "]"].concat(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_keep_their_place_in_the_document_when_others_before_them_are_lost() {
        let log = Log::default();
        let document = Path::default();
        let list = document.field("commitments");
        for lost in [0, 2, 3, 6] {
            log.add_gap(&list, lost);
        }
        let places: Vec<usize> = (0..4).map(|index| log.place("commitments", index)).collect();
        assert_eq!(places, [1, 4, 5, 7]);
        assert_eq!(log.place("indicators", 2), 2);
    }

    #[test]
    fn problems_beyond_the_limit_are_counted_and_may_have_lost_something() {
        let log = Log::default();
        let details = || (String::new(), Found::Nothing, Expected::KnownField(None));
        for _ in 0..limits::PROBLEMS {
            log.add(ProblemKind::Unknown, details);
        }
        assert_eq!((log.count(), log.has_errors()), (limits::PROBLEMS, false));
        log.add(ProblemKind::Unknown, details);
        assert_eq!((log.count(), log.has_errors()), (limits::PROBLEMS + 1, true));
    }
}
