//! What a resident sees and does in the browser. Views are functions from the promise to elements;
//! everything that the rules can decide is decided there.
//!
//! Elements are built with [`element::el`], never with markup: `view!` writes `innerHTML` for
//! static parts, which a page with `require-trusted-types-for 'script'` forbids, and a single
//! element type instead of one per tag keeps the module small.
//!
//! | file | what it holds |
//! |---|---|
//! | `embed` | the interface to the loader: mount, recall, forget, unmount |
//! | `showing` | what every view needs to know: the promise, today, the words |
//! | `locale` | words, numbers and dates in the reader's language, with `Intl` |
//! | `element`, `svg`, `widget.css` | building elements; lines; the one stylesheet |
//! | `fold` | folds whose content is built when they are opened |
//! | `header` … `documents` | one file for each section that a resident sees |
//! | `tip`, `tip_*` | the tip form: its state, sending, receipt |

mod background;
mod bar;
mod chart;
mod commitments;
mod documents;
mod element;
mod embed;
mod find;
mod focus_areas;
mod fold;
mod follow_up;
mod header;
mod how_we_know;
mod indicators;
mod languages;
mod locale;
mod print;
mod promise_view;
mod reports;
mod showing;
mod signatories;
mod status;
mod summary;
mod svg;
mod target;
mod timeline;
mod tip;
mod tip_contact;
mod tip_form;
mod tip_notice;
mod tip_receipt;
mod tip_send;
mod tip_state;
mod years;
