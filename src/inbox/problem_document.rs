//! Every response of the API that is not a receipt, as `application/problem+json` (RFC 9457).
//! `type` is a stable name for machines, `title` and `detail` are plain Swedish. They are not among
//! the texts of the widget: no kommun translates or overrides them, and the widget uses only `type`
//! and `errors`, so residents should not have to download them. The contract is
//! `public/schema/tips.openapi.json`.

use super::request_body::READ_SECONDS;
use crate::tip::content::BODY_BYTES;
use crate::tip::problem::FieldProblem;
use crate::tip::wire::problems_json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// The reasons why a request fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemDocument {
    /// The connection broke before the whole body had arrived.
    Interrupted,
    /// The body is not JSON.
    NotJson,
    /// The `Idempotency-Key` header is missing, repeated, or malformed.
    NoKey,
    /// The request comes from a page whose site may not send tips.
    ForeignPage,
    /// The address does not exist.
    UnknownAddress,
    /// The method is not `POST`.
    NotPost,
    /// The body took too long.
    TooSlow,
    /// The key has already been used for another tip.
    KeyUsed,
    /// The body is longer than [`BODY_BYTES`].
    TooLarge,
    /// The content type is not `application/json`.
    NotJsonType,
    /// The tip breaks the rules.
    NotATip(Vec<FieldProblem>),
    /// The tip could not be written to disk, or it is unknown whether it was.
    NotKept,
}

struct Words {
    status: StatusCode,
    name: &'static str,
    title: &'static str,
    detail: String,
}

impl ProblemDocument {
    fn words(&self) -> Words {
        let words = |status, name, title, detail: &str| Words { status, name, title, detail: detail.to_owned() };
        match self {
            Self::Interrupted => words(
                StatusCode::BAD_REQUEST,
                "interrupted",
                "Tipset kom inte fram helt",
                "Förbindelsen bröts innan hela tipset hade kommit fram. Skicka det igen.",
            ),
            Self::NotJson => words(
                StatusCode::BAD_REQUEST,
                "not-json",
                "Tipset går inte att läsa",
                "Det som skickades är inte giltig JSON i UTF-8.",
            ),
            Self::NoKey => words(
                StatusCode::BAD_REQUEST,
                "no-idempotency-key",
                "Nyckeln för tipset saknas eller är felskriven",
                "HTTP-huvudet Idempotency-Key ska finnas en gång och vara 16–64 tecken: A–Z, a–z, 0–9, - och _. \
                 Den som skickar om ett tips använder samma nyckel igen.",
            ),
            Self::ForeignPage => words(
                StatusCode::FORBIDDEN,
                "foreign-page",
                "Den här webbplatsen får inte skicka tips hit",
                "Den som driver mottagningen kan släppa in webbplatsen med inställningen allow-origin.",
            ),
            Self::UnknownAddress => words(
                StatusCode::NOT_FOUND,
                "unknown-address",
                "Adressen finns inte",
                "Tips skickas till adressen /api/tips.",
            ),
            Self::NotPost => words(
                StatusCode::METHOD_NOT_ALLOWED,
                "not-post",
                "Här går det bara att lämna tips",
                "Tips skickas med metoden POST. De går inte att läsa här.",
            ),
            Self::TooSlow => words(
                StatusCode::REQUEST_TIMEOUT,
                "too-slow",
                "Det tog för lång tid att skicka tipset",
                &format!("Hela tipset hade inte kommit fram efter {READ_SECONDS} sekunder. Skicka det igen."),
            ),
            Self::KeyUsed => words(
                StatusCode::CONFLICT,
                "key-used",
                "Nyckeln är redan använd för ett annat tips",
                "Ett nytt tips behöver en ny nyckel i HTTP-huvudet Idempotency-Key.",
            ),
            Self::TooLarge => words(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                "Tipset är för stort",
                &format!("Ett tips får vara högst {BODY_BYTES} byte."),
            ),
            Self::NotJsonType => words(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "not-json-type",
                "Tips tas emot som JSON",
                "HTTP-huvudet Content-Type ska vara application/json.",
            ),
            Self::NotATip(_) => words(
                StatusCode::UNPROCESSABLE_ENTITY,
                "not-a-tip",
                "Tipset behöver rättas",
                "I errors står vilka fält som är fel, och varför. Ingenting är sparat.",
            ),
            Self::NotKept => words(
                StatusCode::SERVICE_UNAVAILABLE,
                "not-kept",
                "Tipset kunde inte tas emot just nu",
                "Det är inte säkert att tipset är sparat. Skicka det igen om en stund, med samma nyckel.",
            ),
        }
    }

    fn header(&self) -> Option<(HeaderName, HeaderValue)> {
        match self {
            Self::NotPost => Some((header::ALLOW, HeaderValue::from_static("POST, OPTIONS"))),
            Self::NotKept => Some((header::RETRY_AFTER, HeaderValue::from_static("30"))),
            // The rest of the body is still arriving and must not be read as a new request.
            Self::Interrupted | Self::TooSlow | Self::TooLarge => {
                Some((header::CONNECTION, HeaderValue::from_static("close")))
            }
            Self::NotJson
            | Self::NoKey
            | Self::ForeignPage
            | Self::UnknownAddress
            | Self::KeyUsed
            | Self::NotJsonType
            | Self::NotATip(_) => None,
        }
    }
}

impl IntoResponse for ProblemDocument {
    fn into_response(self) -> Response {
        let Words { status, name, title, detail } = self.words();
        tracing::debug!(name, "refused");
        let name = ["urn:medborgarlofte:problem:", name].concat();
        let mut document = json!({
            "type": name,
            "title": title,
            "status": status.as_u16(),
            "detail": detail,
        });
        if let (Self::NotATip(problems), Some(document)) = (&self, document.as_object_mut()) {
            document.insert("errors".into(), problems_json(problems));
        }
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        let mut response = (status, [content_type], document.to_string()).into_response();
        response.headers_mut().extend(self.header());
        response
    }
}
