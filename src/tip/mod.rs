//! What a trygghetstips is: what may stand in it, how it is checked, what goes over
//! the wire, and what comes back when it is kept.
//!
//! The widget and the inbox both check with the functions here, so that a resident
//! is never told two different things. Knows no browser, no server and no clock.
//!
//! What a tip must not ask for is as much a part of it as what it asks: no
//! personnummer, no BankID, no names or looks of suspects, no required contact, no
//! age or gender, no position (GDPR article 5.1 c and article 10).

pub mod check;
pub mod content;
pub mod key;
pub mod problem;
pub mod receipt;
pub mod wire;
