//! The one stylesheet, `widget.css`, stripped of the comments and indentation that every visitor
//! would otherwise download.

const SOURCE: &str = include_str!("widget.css");
const LEN: usize = squeeze::<0>().1;
static BYTES: [u8; LEN] = squeeze::<LEN>().0;

/// The text of the stylesheet.
pub const STYLESHEET: &str = match std::str::from_utf8(&BYTES) {
    Ok(text) => text,
    // Cannot happen, since only whole comments and ASCII white space are removed.
    Err(_) => "",
};

/// Removes comments, line breaks and the indentation after them. With `N = 0` it only counts the
/// remaining bytes.
#[allow(clippy::indexing_slicing, reason = "runs in the compiler, where a slip is a build error")]
const fn squeeze<const N: usize>() -> ([u8; N], usize) {
    let source = SOURCE.as_bytes();
    let mut out = [0; N];
    let (mut at, mut len, mut line_start) = (0, 0, true);
    while at < source.len() {
        let byte = source[at];
        if byte == b'/' && at + 1 < source.len() && source[at + 1] == b'*' {
            at += 2;
            while !(source[at] == b'*' && source[at + 1] == b'/') {
                at += 1;
            }
            at += 2;
            continue;
        }
        at += 1;
        if byte == b'\n' || (line_start && byte == b' ') {
            line_start = true;
            continue;
        }
        line_start = false;
        if N > 0 {
            out[len] = byte;
        }
        len += 1;
    }
    (out, len)
}
