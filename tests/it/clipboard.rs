//! Clipboards.
