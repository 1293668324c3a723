//! Reads the whole body of a request, within limits on size and time.

use super::problem_document::ProblemDocument;
use crate::tip::content::BODY_BYTES;
use axum::body::{Body, HttpBody};
use std::future::poll_fn;
use std::pin::Pin;
use std::time::Duration;

/// How long a body may take, in seconds. A phone on a poor connection needs a few.
pub const READ_SECONDS: u64 = 30;

/// How much of an oversized body is read and discarded. If the server responds while the client is
/// still sending, the client sees a broken connection instead of the response.
const DISCARD_BYTES: usize = 16 * BODY_BYTES;

/// Reads a body of at most [`BODY_BYTES`].
pub async fn read(body: Body) -> Result<Vec<u8>, ProblemDocument> {
    let limit = Duration::from_secs(READ_SECONDS);
    tokio::time::timeout(limit, read_all(body)).await.unwrap_or(Err(ProblemDocument::TooSlow))
}

async fn read_all(mut body: Body) -> Result<Vec<u8>, ProblemDocument> {
    // The declared length: a body that is far too large is not read at all.
    if usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX) > DISCARD_BYTES {
        return Err(ProblemDocument::TooLarge);
    }
    let mut bytes = Vec::new();
    let mut length: usize = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(|_| ProblemDocument::Interrupted)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length <= BODY_BYTES {
            bytes.extend_from_slice(&data);
        } else if length > DISCARD_BYTES {
            break;
        }
    }
    if length <= BODY_BYTES { Ok(bytes) } else { Err(ProblemDocument::TooLarge) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Bytes;
    use hyper::body::Frame;
    use std::collections::VecDeque;
    use std::convert::Infallible;
    use std::task::{Context, Poll};

    /// Yields its chunks and then never ends.
    struct Stalled(VecDeque<Bytes>);

    impl HttpBody for Stalled {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context,
        ) -> Poll<Option<Result<Frame<Self::Data>, Infallible>>> {
            self.0.pop_front().map_or(Poll::Pending, |piece| Poll::Ready(Some(Ok(Frame::data(piece)))))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_stops_half_way_is_given_up_after_thirty_seconds() {
        let begun = tokio::time::Instant::now();
        let stalled = Stalled([Bytes::from_static(b"{\"what\":")].into());
        assert_eq!(read(Body::new(stalled)).await, Err(ProblemDocument::TooSlow));
        assert_eq!(begun.elapsed().as_secs(), READ_SECONDS);
    }

    #[tokio::test]
    async fn a_body_of_just_the_limit_is_read_and_one_byte_more_is_not() {
        let body = |length| Body::from(vec![b' '; length]);
        assert_eq!(read(body(BODY_BYTES)).await.map(|bytes| bytes.len()), Ok(BODY_BYTES));
        for length in [BODY_BYTES + 1, DISCARD_BYTES + 1] {
            assert_eq!(read(body(length)).await, Err(ProblemDocument::TooLarge));
        }
    }

    #[tokio::test]
    async fn a_body_without_an_end_is_not_read_for_ever() {
        let endless = Stalled((0..=DISCARD_BYTES / BODY_BYTES).map(|_| vec![b' '; BODY_BYTES].into()).collect());
        assert_eq!(read(Body::new(endless)).await, Err(ProblemDocument::TooLarge));
    }
}
