//! Where to read more: files with format and size, the page the promise was published on, the wider
//! agreement.

use super::element::{El, div, el, link, p};
use super::header::period_words;
use super::showing::Showing;
use crate::promise::document::{DocumentFile, Image};
use crate::texts::Key;

/// The documents; `None` if there are none.
pub fn documents(showing: &Showing) -> Option<El> {
    let promise = &showing.promise;
    let files = promise.documents.iter().map(|file| show_file(showing, file));
    let source =
        promise.source_url.as_ref().map(|url| el("li").child(link(&showing.href(url), showing.t(Key::Published))));
    let agreement = promise.agreement.as_ref().map(|agreement| {
        let mut words = showing.locale.fill(Key::Agreement, &[("title", showing.words(&agreement.title))]);
        if let Some(period) = &agreement.period {
            words.push_str(", ");
            words.push_str(&period_words(showing, period));
        }
        match &agreement.url {
            Some(url) => el("li").child(link(&showing.href(url), &words)),
            None => el("li").text(&words),
        }
    });
    let entries: Vec<El> = files.chain(source).chain(agreement).collect();
    let images: Vec<El> = promise.images.iter().map(|image| show_image(showing, image)).collect();
    (!entries.is_empty() || !images.is_empty()).then(|| {
        el("section")
            .class("documents")
            .attr("aria-labelledby", "lofte_documents")
            .child(showing.heading(1).attr("id", "lofte_documents").text(showing.t(Key::DocumentsHeading)))
            .child_if((!entries.is_empty()).then(|| el("ul").children(entries)))
            .children(images)
    })
}

fn show_file(showing: &Showing, file: &DocumentFile) -> El {
    let details: Vec<&str> = [&file.format, &file.size].into_iter().flatten().map(|text| showing.words(text)).collect();
    let details = (!details.is_empty())
        .then(|| [" ", &showing.locale.fill(Key::DocumentDetails, &[("details", &details.join(", "))])].concat());
    let mut title = showing.words(&file.title).to_owned();
    title.push_str(details.as_deref().unwrap_or_default());
    match &file.url {
        Some(url) => el("li").child(link(&showing.href(url), &title)),
        None => {
            el("li").text(&title).text(". ").child(el("span").class("no-link").text(showing.t(Key::DocumentNoLink)))
        }
    }
}

/// An image from the document's own site. One from elsewhere becomes a link, since loading it would
/// reveal to a third party who is reading the page.
fn show_image(showing: &Showing, image: &Image) -> El {
    let (href, alt) = (showing.href(&image.url), showing.words(&image.alt));
    let picture = if showing.is_own_origin(&href) {
        el("img").attr("src", &href).attr("alt", alt).attr("loading", "lazy").attr("referrerpolicy", "no-referrer")
    } else {
        el("p").child(link(&href, &showing.locale.fill(Key::DocumentImage, &[("alt", alt)])))
    };
    let caption = image.caption.as_ref().map(|caption| showing.text_in(p("caption"), caption));
    div("image").child(picture).child_if(caption)
}
