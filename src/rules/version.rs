//! Versions of claimlint, by which a rule says since when it is there.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A version: `0.1` or `0.1.2`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Version {
    major: u32,
    minor: u32,
    patch: u32,
}

/// A text that is no version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a version is two or three numbers, as in \"0.1\"")]
pub struct NotAVersion;

impl Version {
    /// The version of this program.
    pub fn current() -> Result<Version, NotAVersion> {
        env!("CARGO_PKG_VERSION").parse()
    }
}

impl FromStr for Version {
    type Err = NotAVersion;

    fn from_str(text: &str) -> Result<Version, NotAVersion> {
        let numbers: Option<Vec<u32>> = text.split('.').map(number).collect();
        match numbers.as_deref() {
            Some(&[major, minor]) => Ok(Version { major, minor, patch: 0 }),
            Some(&[major, minor, patch]) => Ok(Version { major, minor, patch }),
            _ => Err(NotAVersion),
        }
    }
}

fn number(digits: &str) -> Option<u32> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

impl TryFrom<String> for Version {
    type Error = NotAVersion;

    fn try_from(text: String) -> Result<Version, NotAVersion> {
        text.parse()
    }
}

impl From<Version> for String {
    fn from(version: Version) -> String {
        version.to_string()
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_in_order() {
        let version = |text: &str| text.parse::<Version>();
        assert!(version("0.2").unwrap() < version("0.10.1").unwrap());
        assert_eq!(version("0.1").unwrap().to_string(), "0.1.0");
        for wrong in ["", "1", "0.1.2.3", "0.x", "v0.1", "0.+1", "0.99999999999"] {
            assert_eq!(version(wrong), Err(NotAVersion), "{wrong}");
        }
        assert!(Version::current().is_ok());
    }
}
