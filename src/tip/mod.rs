//! What a trygghetstips is: what it may contain, how it is checked, how it is sent, and what comes
//! back once it has been stored.
//!
//! The widget and the inbox check tips with the same functions, so that a resident never sees them
//! disagree. Does not depend on a browser, a server or a clock.
//!
//! What the form must not ask for matters as much as what it asks for: no personnummer, no BankID,
//! no names or descriptions of suspects, no required contact details, no age or gender, no position
//! (GDPR articles 5.1 c and 10).

pub mod check;
pub mod content;
pub mod key;
pub mod problem;
pub mod receipt;
pub mod wire;
