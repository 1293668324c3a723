//! Which web pages may send tips. A browser names the page's origin in every such request. Pages of
//! this server and of the sites that the operator has allowed may send; any other page is refused
//! before its body is read. Otherwise anyone could publish a form that looks like the kommun's.
//!
//! A request without an origin does not come from a page but from a script or a
//! monitor, and is accepted: such a client could claim any origin anyway.
//!
//! A web server in front must pass on the `Host` that the visitor requested, including its port;
//! otherwise the site's own origin has to be allowed like any other.

use super::problem_document::ProblemDocument;
use crate::tip::key;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header, uri::Authority};
use axum::middleware::Next;
use axum::response::Response;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::cors::CorsLayer;

/// How long a browser may cache the response to its preflight request.
const MAX_AGE: Duration = Duration::from_secs(60 * 60);

/// An origin as browsers write it: scheme, host, and the port unless it is the default one.
/// `https://www.osby.se`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(HeaderValue);

/// Why an origin cannot be allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotAnOrigin {
    /// `*`, or an asterisk in a name.
    #[error(
        "an asterisk would let pages of unknown sites send tips; name each site, for example https://www.example.se"
    )]
    Star,
    /// Anything else.
    #[error(
        "write scheme and host as the browser's address bar begins, for example https://www.example.se; \
         no path, and å, ä, ö in a name as xn--…"
    )]
    Form,
}

impl FromStr for Origin {
    type Err = NotAnOrigin;

    fn from_str(written: &str) -> Result<Self, NotAnOrigin> {
        if written.contains('*') {
            return Err(NotAnOrigin::Star);
        }
        let lower = written.trim().trim_end_matches('/').to_ascii_lowercase();
        let (scheme, host) = lower.split_once("://").ok_or(NotAnOrigin::Form)?;
        let default_port = match scheme {
            "https" => ":443",
            "http" => ":80",
            _ => return Err(NotAnOrigin::Form),
        };
        let in_a_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:[]".contains(&byte);
        let authority: Authority = host.parse().map_err(|_| NotAnOrigin::Form)?;
        // The parser treats a port above 65535 as part of the host.
        let port_is_port =
            host.strip_prefix(authority.host()).is_some_and(|port| port.is_empty() || authority.port_u16().is_some());
        if authority.host().is_empty() || !port_is_port || !host.bytes().all(in_a_name) {
            return Err(NotAnOrigin::Form);
        }
        // Browsers omit the default port.
        let host = host.strip_suffix(default_port).unwrap_or(host);
        HeaderValue::from_str(&[scheme, "://", host].concat()).map(Self).map_err(|_| NotAnOrigin::Form)
    }
}

/// Refuses requests from pages that may not send tips.
pub async fn refuse_foreign_pages(State(allowed): State<Arc<[Origin]>>, request: Request, next: Next) -> Response {
    use axum::response::IntoResponse;
    let headers = request.headers();
    let may_send = headers
        .get_all(header::ORIGIN)
        .iter()
        .all(|origin| allowed.iter().any(|allowed| allowed.0 == *origin) || is_own(origin, headers.get(header::HOST)));
    if may_send { next.run(request).await } else { ProblemDocument::ForeignPage.into_response() }
}

/// Whether the page comes from the host that it sends to. The scheme is not compared: the web
/// server in front has `https`, which is not visible here.
fn is_own(origin: &HeaderValue, host: Option<&HeaderValue>) -> bool {
    let (Ok(origin), Some(Ok(host))) = (origin.to_str(), host.map(HeaderValue::to_str)) else { return false };
    ["https://", "http://"]
        .into_iter()
        .filter_map(|scheme| origin.strip_prefix(scheme))
        .any(|own| own.eq_ignore_ascii_case(host))
}

/// Responds to browsers' preflight requests.
pub fn answers_to_browsers(allowed: &[Origin]) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(allowed.iter().map(|origin| origin.0.clone()).collect::<Vec<_>>())
        .allow_methods([Method::POST])
        .allow_headers([header::CONTENT_TYPE, HeaderName::from_static(key::HEADER)])
        .max_age(MAX_AGE)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_origin_is_written_as_browsers_write_it() {
        for (written, sent) in [
            ("https://www.osby.se", "https://www.osby.se"),
            (" HTTPS://WWW.Osby.se/ ", "https://www.osby.se"),
            ("https://www.osby.se:443", "https://www.osby.se"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://localhost:80", "http://localhost"),
        ] {
            assert_eq!(written.parse::<Origin>().unwrap().0, sent, "{written}");
        }
    }

    #[test]
    fn a_star_or_half_an_address_is_no_origin() {
        for star in ["*", "https://*", "https://*.osby.se"] {
            assert_eq!(star.parse::<Origin>(), Err(NotAnOrigin::Star), "{star}");
        }
        for bad in [
            "",
            "null",
            "www.osby.se",
            "https://",
            "https://www.osby.se/tips",
            "https://www.osby.se?a",
            "https://a@www.osby.se",
            "https://båstad.se",
            "https://www.osby.se:",
            "https://www.osby.se:99999",
            "ftp://www.osby.se",
            "https://a b",
        ] {
            assert_eq!(bad.parse::<Origin>(), Err(NotAnOrigin::Form), "{bad}");
        }
    }

    #[test]
    fn a_page_of_the_server_itself_is_known_by_its_host() {
        let own = |origin: &str, host: &str| {
            is_own(&HeaderValue::from_str(origin).unwrap(), Some(&HeaderValue::from_str(host).unwrap()))
        };
        assert!(own("https://tips.osby.se", "tips.osby.se"));
        assert!(own("http://127.0.0.1:8080", "127.0.0.1:8080"));
        assert!(own("https://tips.osby.se", "TIPS.osby.se"));
        for (origin, host) in [
            ("null", "tips.osby.se"),
            ("https://osby.se", "tips.osby.se"),
            ("https://tips.osby.se.example.com", "tips.osby.se"),
            ("https://tips.osby.se:8443", "tips.osby.se"),
            ("file://tips.osby.se", "tips.osby.se"),
        ] {
            assert!(!own(origin, host), "{origin} {host}");
        }
    }
}
