//! What a trygghetstips is: what it may contain, how it is checked, how it is sent, and
//! what comes back when it has been kept.
//!
//! The widget and the inbox check with the same functions, so that they never disagree
//! in front of a resident. Does not depend on a browser, a server or a clock.
//!
//! What the form must not ask for matters as much as what it asks for: no personnummer,
//! no BankID, no names or descriptions of suspects, no required contact details, no age
//! or gender, no position (GDPR articles 5.1 c and 10).

pub mod check;
pub mod content;
pub mod key;
pub mod problem;
pub mod receipt;
pub mod wire;
