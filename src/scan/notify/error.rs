//! Why a message could not be sent.

use crate::fetch::FetchError;

/// Why a message could not be sent. Nothing in it repeats an address beyond its host, or a secret.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotifyError {
    /// What its environment variable holds is no address that this channel can use.
    #[error("its address must be {0}")]
    Address(&'static str),
    /// The receiver could not be reached, or refused.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The service took the message and says that it did not deliver it.
    #[error("{host}: not delivered (code {code}): {said}")]
    Refused {
        /// The host.
        host: String,
        /// Its code.
        code: i64,
        /// What it says.
        said: String,
        /// Whether it may be delivered later.
        may_pass: bool,
    },
    /// A mail server did not take the message.
    #[error("{host}: {said}")]
    Mail {
        /// The host.
        host: String,
        /// What it says.
        said: String,
        /// Whether it may be taken later.
        may_pass: bool,
    },
    /// Who an e-mail is from or to is missing, or no address of e-mail.
    #[error("`{0}` of the channel must be an address of e-mail, such as \"Desk <desk@example.org>\"")]
    Mailbox(&'static str),
    /// The message could not be written.
    #[error("the message could not be written: {0}")]
    Written(String),
    /// The secret cannot be used as a key.
    #[error("the secret cannot be used to sign with")]
    Secret,
}

impl NotifyError {
    /// Whether it may go away if the message is sent again later.
    pub fn may_pass(&self) -> bool {
        match self {
            NotifyError::Fetch(error) => error.may_pass() || matches!(error, FetchError::Busy { .. }),
            NotifyError::Refused { may_pass, .. } | NotifyError::Mail { may_pass, .. } => *may_pass,
            NotifyError::Address(_)
            | NotifyError::Mailbox(_)
            | NotifyError::Written(_)
            | NotifyError::Secret => false,
        }
    }
}
