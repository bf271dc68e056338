//! Secrets of channels, and how messages are signed with them.

use super::NotifyError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use percent_encoding::percent_decode_str;
use sha2::Sha256;
use std::fmt;

/// What may not be shown: the address of a channel, or what its messages are signed with.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret; white space around it is not part of it.
    pub fn new(secret: &str) -> Secret {
        Secret(secret.trim().to_owned())
    }

    pub(super) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What a channel is reached with, from the environment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Secrets {
    /// Its address.
    pub url: Secret,
    /// What its messages are signed with.
    pub secret: Option<Secret>,
}

impl Secrets {
    /// The address of a channel, and what its messages are signed with.
    pub fn new(url: &str, secret: Option<&str>) -> Secrets {
        Secrets { url: Secret::new(url), secret: secret.map(Secret::new) }
    }

    /// Whether a text repeats a part of them that is long enough to be one.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        let apart = |c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_');
        let decoded = percent_decode_str(self.url.reveal()).decode_utf8_lossy();
        let parts = self.url.reveal().split(apart).chain(decoded.split(apart));
        let parts = parts.chain(self.secret.iter().map(Secret::reveal));
        parts.filter(|part| part.len() >= 8).any(|part| text.contains(part))
    }
}

fn hmac(key: &[u8], text: &[&[u8]]) -> Result<[u8; 32], NotifyError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| NotifyError::Secret)?;
    text.iter().for_each(|part| mac.update(part));
    Ok(mac.finalize().into_bytes().into())
}

/// The signature of a generic webhook: `sha256=` and HMAC-SHA256 of `timestamp.body` in hexadecimal digits.
pub(super) fn webhook(secret: &Secret, seconds: i64, body: &[u8]) -> Result<String, NotifyError> {
    let hash = hmac(secret.0.as_bytes(), &[seconds.to_string().as_bytes(), b".", body])?;
    Ok(hash.iter().fold("sha256=".to_owned(), |hex, byte| hex + &format!("{byte:02x}")))
}

/// The signature of Feishu: HMAC-SHA256 of nothing, with `timestamp\nsecret` as key, in Base64.
pub(super) fn feishu(secret: &Secret, seconds: i64) -> Result<String, NotifyError> {
    Ok(STANDARD.encode(hmac(format!("{seconds}\n{}", secret.0).as_bytes(), &[])?))
}

/// The signature of DingTalk: HMAC-SHA256 of `timestamp\nsecret`, with the secret as key, in Base64.
pub(super) fn dingtalk(secret: &Secret, milliseconds: i64) -> Result<String, NotifyError> {
    let text = format!("{milliseconds}\n{}", secret.0);
    Ok(STANDARD.encode(hmac(secret.0.as_bytes(), &[text.as_bytes()])?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// By `openssl dgst -sha256 -hmac` and Python's `hmac`, as the examples of each service have it.
    #[test]
    fn signatures_are_those_that_other_programs_make() {
        let secret = Secret::new(" SECabc ");
        assert_eq!(
            webhook(&secret, 1_700_000_000, b"{\"a\":1}").unwrap(),
            "sha256=90a5b2a74746a085dec4c547a059a7029d92bcc514d2c2d71b1b35647d941b99"
        );
        assert_eq!(feishu(&secret, 1_700_000_000).unwrap(), "XprR1de+0SSBnwWyU/4k6x2TL+Q2SJlM5NNEdAv7MWg=");
        assert_eq!(
            dingtalk(&secret, 1_700_000_000_000).unwrap(),
            "jcUpW0QmtKduN03n4JqQ0PBosVjqnM8gU7fIIvsDmCM="
        );
    }

    #[test]
    fn secrets_are_not_shown() {
        let secrets = Secrets::new(
            "https://hooks.example.org/T0/0123456789abcdef?key=k-0123456789",
            Some("SECabcdefgh"),
        );
        assert!(!format!("{secrets:?}").contains("example"));
        assert!(secrets.stand_in("no bot 0123456789abcdef") && secrets.stand_in("k-0123456789"));
        assert!(secrets.stand_in("SECabcdefgh") && !secrets.stand_in("sign not match, hooks.example.org"));
    }
}
