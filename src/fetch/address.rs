//! Which addresses may be asked: those of the public internet, and hosts that the user names.

use super::FetchError;
use reqwest::Url;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::collections::HashSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;

/// Whether an address is one of the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    let reserved = matches!(
        (a, b, c),
        (0 | 10 | 127 | 240..=255, ..)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    );
    !reserved && !v4.is_multicast()
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let embedded = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        is_public_v4(Ipv4Addr::new(a, b, c, d))
    };
    match (a, b, c, d, e, f) {
        // Addresses that hold one of the old kind: mapped, NAT64, 6to4.
        (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => embedded(g, h),
        (0x2002, high, low, ..) => embedded(high, low),
        // Teredo, benchmarks, ORCHID, documentation.
        (0x2001, 0..=0x1ff, ..) | (0x2001, 0xdb8, ..) | (0x3fff, 0..=0xfff, ..) => false,
        _ => (0x2000..0x4000).contains(&a),
    }
}

/// Decides which hosts may be asked.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    allowed: Arc<HashSet<String>>,
}

impl Guard {
    /// Lets the public internet through, and these hosts.
    pub(crate) fn new(allowed: &[String]) -> Guard {
        let allowed = allowed.iter().map(|host| bare(host)).collect();
        Guard { allowed: Arc::new(allowed) }
    }

    fn allows(&self, host: &str) -> bool {
        self.allowed.contains(&bare(host))
    }

    /// Refuses an address that is no web page, or whose host is written as a number of a private network.
    /// What a name stands for is looked at when it is resolved.
    pub(crate) fn permit(&self, url: &Url) -> Result<(), FetchError> {
        let host = url.host_str().unwrap_or_default();
        let plain = url.username().is_empty() && url.password().is_none();
        if !matches!(url.scheme(), "http" | "https") || host.is_empty() || !plain {
            return Err(FetchError::Address(host.to_owned()));
        }
        let number: Option<IpAddr> = bare(host).parse().ok();
        match number {
            Some(address) if !is_public(address) && !self.allows(host) => {
                Err(FetchError::NotPublic(host.to_owned()))
            }
            _ => Ok(()),
        }
    }
}

/// A host in small letters, without the brackets around a number of the new kind.
fn bare(host: &str) -> String {
    host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase()
}

/// A name of the public internet stood for an address that is not.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not a public address")]
pub(super) struct Private(pub(super) String);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.clone();
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0)).await?.collect();
            let allowed = guard.allows(host);
            // One private address among public ones is how names are turned against those behind a wall.
            if !allowed && found.iter().any(|address| !is_public(address.ip())) {
                return Err(Private(host.to_owned()).into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let private = [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.1",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.18.0.1",
            "198.51.100.7",
            "203.0.113.9",
            "224.0.0.1",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::10.0.0.1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "2001::1",
            "2001:db8::1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "::127.0.0.1",
            "3fff::1",
            "4000::1",
        ];
        for address in private {
            assert!(!is_public(address.parse().unwrap()), "{address}");
        }
        let public = [
            "1.1.1.1",
            "8.8.8.8",
            "100.63.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "2606:4700::1111",
            "2002:808:808::",
            "::ffff:8.8.8.8",
        ];
        for address in public {
            assert!(is_public(address.parse().unwrap()), "{address}");
        }
    }

    #[test]
    fn what_is_written_into_an_address_is_looked_at() {
        let (guard, open) = (Guard::new(&[]), Guard::new(&["127.0.0.1".into(), "[::1]".into()]));
        let permit = |guard: &Guard, url: &str| guard.permit(&Url::parse(url).unwrap()).is_ok();
        for url in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/latest/meta-data/",
            "ftp://example.org/",
            "https://user:secret@example.org/",
            "file:///etc/passwd",
        ] {
            assert!(!permit(&guard, url), "{url}");
        }
        assert!(permit(&guard, "https://example.org/") && permit(&guard, "http://1.1.1.1/"));
        assert!(permit(&open, "http://127.0.0.1:8080/") && permit(&open, "http://[::1]/"));
        assert!(!permit(&open, "http://127.0.0.2/"));
    }
}
