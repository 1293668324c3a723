//! What a resident sees.
