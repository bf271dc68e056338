//! From sources to what is new, fixed and still there, and who is told.

pub mod news;
pub mod notify;
pub mod report;
mod words;
