//! Messages about what is new: built without the network, then sent.
//!
//! A message is made of [`RunNews`](super::news::RunNews) for one channel, and says only what is new
//! there, folded into cards. Where nothing is new there is none. Words of articles are never mark-up,
//! a mention or a link in it. Addresses and secrets of channels are given as [`Secrets`] and stand in no error.

mod chat;
mod dingtalk;
mod email;
mod error;
mod feishu;
mod lines;
mod message;
mod plain;
mod send;
mod sign;
mod slack;
mod webhook;
mod wecom;

pub use error::NotifyError;
pub use message::Message;
pub(crate) use plain::link;
pub use send::{Options, Sender};
pub use sign::{Secret, Secrets};
pub use webhook::Body;
