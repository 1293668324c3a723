//! `POST /api/tips`: receives a tip, and responds with a receipt once it is on disk.
//!
//! The contract is `public/schema/tips.openapi.json`. This module reads the clock, so that the
//! rules for tips do not have to.

use super::places::Place;
use super::problem_document::ProblemDocument;
use super::request_body;
use super::store::{Kept, Store, StoreError};
use crate::tip::key::{self, Key};
use crate::tip::wire::{read_tip, receipt_json};
use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// Receives a tip. Checks the headers before reading the body, so that nobody sends a long body in
/// vain.
pub async fn receive(
    State(store): State<Store>,
    Extension(place): Extension<Arc<Place>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, ProblemDocument> {
    if !is_json(&headers) {
        return Err(ProblemDocument::NotJsonType);
    }
    let key = read_key(&headers).ok_or(ProblemDocument::NoKey)?;
    let body = request_body::read(body).await?;
    let value = serde_json::from_slice(&body).map_err(|_| ProblemDocument::NotJson)?;
    let tip = read_tip(&value).map_err(ProblemDocument::NotATip)?;

    let _hold = place.hold().await;
    let receipt = match store.keep(&key, &tip, &now()?).await.map_err(|error| not_kept(&error))? {
        Kept::Now(receipt) => {
            tracing::debug!("a tip was kept");
            receipt
        }
        Kept::Before(receipt) => {
            tracing::debug!("a tip was sent again");
            receipt
        }
        Kept::OtherTip => return Err(ProblemDocument::KeyUsed),
    };
    let content_type = (header::CONTENT_TYPE, "application/json");
    Ok((StatusCode::CREATED, [content_type], receipt_json(&receipt).to_string()).into_response())
}

/// Any other method.
pub async fn only_post() -> ProblemDocument {
    ProblemDocument::NotPost
}

/// Any other address of the API.
pub async fn unknown_address() -> ProblemDocument {
    ProblemDocument::UnknownAddress
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

/// The key of the request. With two keys it would be unclear which one applies.
fn read_key(headers: &HeaderMap) -> Option<Key> {
    let mut keys = headers.get_all(key::HEADER).iter();
    let only = keys.next().filter(|_| keys.next().is_none())?;
    Key::parse(only.to_str().ok()?.trim())
}

fn now() -> Result<String, ProblemDocument> {
    let now = OffsetDateTime::now_utc();
    now.replace_nanosecond(0).unwrap_or(now).format(&Rfc3339).map_err(|_| {
        tracing::error!("the clock shows a year that cannot be written as a date");
        ProblemDocument::NotKept
    })
}

fn not_kept(error: &StoreError) -> ProblemDocument {
    tracing::error!(reason = %error, "a tip could not be kept; its sender was asked to send it again");
    ProblemDocument::NotKept
}
