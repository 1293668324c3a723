//! How many clients are served at once, and which one is dropped when there are more.
//!
//! Sockets that send their request a byte at a time, or nothing at all, cost an attacker next to
//! nothing. Behind a web server they all have the same address, so a limit per address would block
//! everyone. Instead, the client that has gone longest without completing a request makes room for
//! a new one. It may be reading headers, sending a body, receiving its response or doing nothing;
//! only while its tip is being written to disk is a client never cut off.

use std::collections::BTreeMap;
use std::future::pending;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// The minimum time between two warnings in the log that no places are left.
const BETWEEN_WARNINGS: Duration = Duration::from_secs(60);

/// All places.
#[derive(Debug)]
pub struct Places {
    limit: usize,
    state: Mutex<State>,
    freed: Notify,
}

#[derive(Debug, Default)]
struct State {
    taken: usize,
    next_turn: u64,
    /// The clients that may be dismissed, longest wait first.
    dismissible: BTreeMap<u64, Arc<Notify>>,
    warned: Option<Instant>,
}

/// A client's place, which is freed when dropped.
#[derive(Debug)]
pub struct Place {
    places: Arc<Places>,
    /// The client's key in `dismissible`. `None` while it is held, or once it has been dismissed.
    turn: Mutex<Turn>,
    dismissal: Arc<Notify>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// May be dismissed when its turn comes.
    Waiting(u64),
    /// Must not be dismissed.
    Kept,
    /// Has been dismissed.
    Dismissed,
}

/// Protects a client from being dismissed, until dropped.
#[derive(Debug)]
#[must_use]
pub struct Hold(Arc<Place>);

impl Places {
    /// Creates `limit` places, all free.
    pub fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, state: Mutex::default(), freed: Notify::new() })
    }

    /// Returns a place for a new client. If none is free, the client that has waited longest is
    /// dismissed; if all are held, this waits until one is released.
    pub async fn take(self: &Arc<Self>) -> Arc<Place> {
        loop {
            // Subscribes before checking, so that a place freed in between is not missed.
            let freed = self.freed.notified();
            if let Some(place) = self.take_or_dismiss() {
                return place;
            }
            freed.await;
        }
    }

    fn take_or_dismiss(self: &Arc<Self>) -> Option<Arc<Place>> {
        let mut state = self.state();
        if state.taken < self.limit {
            state.taken += 1;
            let dismissal = Arc::new(Notify::new());
            let turn = Mutex::new(Turn::Waiting(state.enqueue(&dismissal)));
            return Some(Arc::new(Place { places: self.clone(), turn, dismissal }));
        }
        if let Some((_, dismissal)) = state.dismissible.pop_first() {
            dismissal.notify_one();
            if state.warned.is_none_or(|warned| warned.elapsed() >= BETWEEN_WARNINGS) {
                state.warned = Some(Instant::now());
                tracing::warn!("all places are taken; the clients that have waited longest are disconnected");
            }
        }
        None
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn enqueue(&mut self, dismissal: &Arc<Notify>) -> u64 {
        let turn = self.next_turn;
        self.next_turn += 1;
        self.dismissible.insert(turn, dismissal.clone());
        turn
    }
}

impl Place {
    /// Waits until the client is dismissed.
    pub async fn dismissed(&self) {
        self.dismissal.notified().await;
    }

    /// Moves the client to the end of the queue, after it has sent a complete request head.
    pub fn renew(&self) {
        self.change(|state| Turn::Waiting(state.enqueue(&self.dismissal)));
    }

    /// Holds the client's place until the hold is dropped. Never returns for a client that has
    /// already been dismissed: its connection is about to be closed.
    pub async fn hold(self: &Arc<Self>) -> Hold {
        if self.change(|_| Turn::Kept) == Turn::Dismissed {
            pending::<()>().await;
        }
        Hold(self.clone())
    }

    /// Changes the client's turn, unless it has been dismissed.
    fn change(&self, to: impl FnOnce(&mut State) -> Turn) -> Turn {
        let mut state = self.places.state();
        let mut turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        *turn = match *turn {
            Turn::Waiting(number) if state.dismissible.remove(&number).is_none() => Turn::Dismissed,
            Turn::Waiting(_) | Turn::Kept => to(&mut state),
            Turn::Dismissed => Turn::Dismissed,
        };
        *turn
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.renew();
        // A waiting client may have found nobody to dismiss.
        self.0.places.freed.notify_one();
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut state = self.places.state();
        if let Turn::Waiting(number) = *self.turn.lock().unwrap_or_else(PoisonError::into_inner) {
            state.dismissible.remove(&number);
        }
        state.taken = state.taken.saturating_sub(1);
        drop(state);
        self.places.freed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    fn is_ready(future: impl Future) -> bool {
        pin!(future).poll(&mut Context::from_waker(Waker::noop())).is_ready()
    }

    #[tokio::test]
    async fn the_client_that_has_waited_longest_makes_room() {
        let places = Places::new(2);
        let (first, second) = (places.take().await, places.take().await);
        // The first has sent a request in the meantime.
        first.renew();
        let mut third = pin!(places.take());
        let mut context = Context::from_waker(Waker::noop());
        assert!(third.as_mut().poll(&mut context).is_pending(), "until the place is free");
        assert!(is_ready(second.dismissed()));
        assert!(!is_ready(first.dismissed()));
        drop(second);
        assert!(third.as_mut().poll(&mut context).is_ready());
        assert!(!is_ready(first.dismissed()));
    }

    #[tokio::test]
    async fn a_client_whose_tip_is_being_written_is_never_dismissed() {
        let places = Places::new(1);
        let first = places.take().await;
        let hold = first.hold().await;
        let mut second = pin!(places.take());
        let mut context = Context::from_waker(Waker::noop());
        for _ in 0..3 {
            assert!(second.as_mut().poll(&mut context).is_pending());
            assert!(!is_ready(first.dismissed()));
        }
        drop(hold);
        assert!(second.as_mut().poll(&mut context).is_pending());
        assert!(is_ready(first.dismissed()), "it is written, and somebody waits");
        drop(first);
        assert!(matches!(second.poll(&mut context), Poll::Ready(_)));
    }

    #[tokio::test]
    async fn a_client_that_was_dismissed_writes_nothing_any_more() {
        let places = Places::new(1);
        let first = places.take().await;
        assert!(!is_ready(places.take()));
        first.renew();
        assert!(!is_ready(first.hold()));
        assert!(is_ready(first.dismissed()));
    }
}
