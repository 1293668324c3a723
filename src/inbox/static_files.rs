//! The widget's own files: the loader, the module, the promises, the demo page. They
//! are public and loaded by other sites' pages, so every origin may read them.
//!
//! A browser asks each time whether a file has changed (`no-cache` with an `ETag`),
//! since a kommun that replaces a file wants everybody to see it. Folders are not
//! listed, and files whose name begins with a dot (`.env`, `.git`) are not served,
//! nor `.well-known`, which the web server in front takes care of.

use super::log::PublicFile;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use std::path::Path;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// Serves the files of a folder.
pub fn routes(folder: &Path) -> Router {
    let everybody = HeaderValue::from_static("*");
    let ask_again = HeaderValue::from_static("no-cache");
    Router::new()
        .fallback_service(ServeDir::new(folder))
        .layer(middleware::from_fn(hide_dot_files))
        .layer(middleware::map_response(finish))
        .layer(SetResponseHeaderLayer::overriding(header::ACCESS_CONTROL_ALLOW_ORIGIN, everybody))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, ask_again))
}

async fn hide_dot_files(request: Request, next: Next) -> Response {
    if has_dot_name(request.uri().path()) { StatusCode::NOT_FOUND.into_response() } else { next.run(request).await }
}

/// Whether any name in the path begins with a dot, which `..` does too. A dot and a
/// slash may be written as `%2e` and `%2f`; they are decoded once, as they are when
/// the file is looked up.
fn has_dot_name(path: &str) -> bool {
    let path = path.to_ascii_lowercase().replace("%2f", "/").replace("%2e", ".");
    path.split('/').any(|name| name.starts_with('.'))
}

/// Says that texts are UTF-8, that a file is not there, and whose path may be logged.
async fn finish(mut response: Response) -> Response {
    if response.status() == StatusCode::NOT_FOUND {
        let plain = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
        return (StatusCode::NOT_FOUND, [plain], "Filen finns inte.\n").into_response();
    }
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.extensions_mut().insert(PublicFile);
    }
    let content_type = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let text = content_type.filter(|name| name.starts_with("text/") && !name.contains("charset"));
    if let Some(Ok(utf8)) = text.map(|name| HeaderValue::from_str(&[name, "; charset=utf-8"].concat())) {
        response.headers_mut().insert(header::CONTENT_TYPE, utf8);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_is_seen_however_it_is_written() {
        for hidden in ["/.env", "/a/.git/config", "/%2eenv", "/%2Eenv", "/a%2f.env", "/a%2F%2e%2E/b", "/..", "/../a"] {
            assert!(has_dot_name(hidden), "{hidden}");
        }
        for open in ["/", "/a.js", "/a/b.json", "/a..b", "/%252eenv"] {
            assert!(!has_dot_name(open), "{open}");
        }
    }
}
