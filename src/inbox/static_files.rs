//! The widget's own files: the loader, the module, the promises, the demo page. They are public and
//! loaded by other sites' pages, so every origin may read them.
//!
//! A browser checks each time whether a file has changed (`no-cache` with an `ETag`), because a
//! kommun that replaces a file wants everyone to see it. Folders are not listed. Files whose name
//! begins with a dot (`.env`, `.git`) are not served, nor is `.well-known`, which belongs to the
//! web server in front.

use super::log::PublicFile;
use super::public_folder::PublicFolder;
use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, Uri, header};
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
        .fallback_service(ServeDir::with_backend(folder, PublicFolder::new(folder)))
        .layer(middleware::from_fn(refuse_odd_paths))
        .layer(middleware::map_response(finish))
        .layer(SetResponseHeaderLayer::overriding(header::ACCESS_CONTROL_ALLOW_ORIGIN, everybody))
        .layer(SetResponseHeaderLayer::overriding(header::CACHE_CONTROL, ask_again))
}

/// Returns 404 for paths that no file of the widget has, and passes on only the path: a folder
/// without its trailing slash results in a redirect, which would lead to another host if it began
/// with `//` or repeated a host named in the request.
async fn refuse_odd_paths(mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let own = request.uri().path_and_query().cloned().map(Uri::from);
    match own {
        Some(own) if !has_empty_name(path) && !has_dot_name(path) => {
            *request.uri_mut() = own;
            next.run(request).await
        }
        Some(_) | None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Whether the path contains two slashes in a row.
fn has_empty_name(path: &str) -> bool {
    path.contains("//")
}

/// Whether any name in the path begins with a dot, which includes `..`. Dots and slashes may be
/// written as `%2e` and `%2f`. They are decoded once, as when the file is opened.
fn has_dot_name(path: &str) -> bool {
    let path = path.to_ascii_lowercase().replace("%2f", "/").replace("%2e", ".");
    path.split('/').any(|name| name.starts_with('.'))
}

/// Adds the character set to text files and a message to a 404, and marks responses whose path may
/// be logged.
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
