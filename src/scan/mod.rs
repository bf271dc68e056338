//! From sources to what is new, fixed and still there, and who is told.
//!
//! A run goes: [`Hold::take`], [`resume`], [`begin`], [`claim`], [`end`], [`spread()`].

mod desk;
mod error;
mod event;
mod examiner;
mod jobs;
pub mod news;
pub mod notify;
pub mod report;
mod run;
mod schedule;
mod spread;
mod tell;
mod visit;
mod words;

pub use desk::Desk;
pub use error::ScanError;
pub use event::{Event, Listener};
pub use examiner::{Article, Examiner};
pub use run::{Hold, begin, end, resume};
pub use schedule::{Due, Schedule, due};
pub use spread::{Outlet, catch_up, claim, spread};
pub use tell::{news_of, news_since};
