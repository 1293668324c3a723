//! Reads the files that editors write. For a file that is not UTF-8, the error names the encoding
//! it looks like, since the widget rejects it as well.

use std::io;
use std::path::Path;

/// Returns the text of a file, or the reason why it cannot be read, in Swedish.
pub fn read(file: &Path) -> Result<String, String> {
    let bytes = std::fs::read(file).map_err(|error| why_unreadable(&error))?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        let guess = encoding(error.as_bytes());
        let place = if guess.starts_with("UTF-16") { String::new() } else { format!(" (rad {line})") };
        format!(
            "den är inte sparad som UTF-8 utan ser ut att vara {guess}{place}. \
             Öppna filen där den skrevs, välj Spara som och kodningen UTF-8"
        )
    })
}

/// Guesses the encoding from the bytes, among those that text editors in Sweden use.
fn encoding(bytes: &[u8]) -> &'static str {
    let zeros = |rest: usize| bytes.iter().skip(rest).step_by(2).take(200).filter(|byte| **byte == 0).count();
    let is_mark = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if is_mark || zeros(0) > 20 || zeros(1) > 20 {
        return "UTF-16 (i Anteckningar ”Unicode”)";
    }
    // å, ä and ö in Mac Roman, which are Œ, Š and š in Windows-1252.
    let count = |some: &[u8]| bytes.iter().filter(|byte| some.contains(byte)).count();
    if count(&[0x8c, 0x8a, 0x9a]) > count(&[0xe5, 0xe4, 0xf6]) {
        return "Mac Roman";
    }
    "Windows-1252 eller Latin-1 (i Anteckningar ”ANSI”)"
}

fn why_unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "den finns inte".to_owned(),
        io::ErrorKind::PermissionDenied => "behörighet saknas".to_owned(),
        io::ErrorKind::IsADirectory => "det är en mapp".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_a_swedish_text_is_recognised() {
        let text = "{ \"title\": \"Medborgarlöfte på åtta år\" }";
        let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let latin: Vec<u8> = text.chars().map(|sign| sign as u8).collect();
        let mac: Vec<u8> = latin
            .iter()
            .map(|byte| match byte {
                0xe5 => 0x8c,
                0xe4 => 0x8a,
                0xf6 => 0x9a,
                other => *other,
            })
            .collect();
        for (bytes, expected) in [
            (little.clone(), "UTF-16"),
            (big, "UTF-16"),
            ([vec![0xff, 0xfe], little].concat(), "UTF-16"),
            (latin, "Windows-1252"),
            (mac, "Mac Roman"),
        ] {
            assert!(encoding(&bytes).starts_with(expected), "{expected}: {}", encoding(&bytes));
        }
    }
}
