//! Address blocks that the client does not connect to (IANA special-purpose address registries, RFC 6890).
//!
//! A badge contains the addresses to fetch. A hostile badge could therefore make this program contact a router, a
//! printer or a cloud's metadata service. The rules apply to IP addresses, not to names.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What an address block is used for, as far as the client treats it differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// This machine or a private network: allowed only with `allow_private_network`.
    Private,
    /// No server that could serve documents: always refused.
    Never,
}

use Reach::{Never, Private};

/// The blocks that are not public, with their names in the registry. The first block that contains an address
/// decides.
const V4: &[(Ipv4Addr, u32, Reach, &str)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8, Never, "this network (RFC 791)"),
    (Ipv4Addr::new(10, 0, 0, 0), 8, Private, "private use (RFC 1918)"),
    (Ipv4Addr::new(100, 64, 0, 0), 10, Private, "shared address space (RFC 6598)"),
    (Ipv4Addr::new(127, 0, 0, 0), 8, Private, "loopback (RFC 1122)"),
    (Ipv4Addr::new(169, 254, 0, 0), 16, Never, "link-local (RFC 3927)"),
    (Ipv4Addr::new(172, 16, 0, 0), 12, Private, "private use (RFC 1918)"),
    (Ipv4Addr::new(192, 0, 0, 0), 24, Never, "protocol assignments (RFC 6890)"),
    (Ipv4Addr::new(192, 0, 2, 0), 24, Never, "documentation (RFC 5737)"),
    (Ipv4Addr::new(192, 88, 99, 0), 24, Never, "6to4 relay (RFC 7526)"),
    (Ipv4Addr::new(192, 168, 0, 0), 16, Private, "private use (RFC 1918)"),
    (Ipv4Addr::new(198, 18, 0, 0), 15, Never, "benchmarking (RFC 2544)"),
    (Ipv4Addr::new(198, 51, 100, 0), 24, Never, "documentation (RFC 5737)"),
    (Ipv4Addr::new(203, 0, 113, 0), 24, Never, "documentation (RFC 5737)"),
    (Ipv4Addr::new(224, 0, 0, 0), 4, Never, "multicast (RFC 5771)"),
    (Ipv4Addr::new(240, 0, 0, 0), 4, Never, "reserved (RFC 1112)"),
];

/// The same for IPv6. An address outside `2000::/3` that is not in this table is unassigned and refused.
const V6: &[(Ipv6Addr, u32, Reach, &str)] = &[
    (Ipv6Addr::UNSPECIFIED, 128, Never, "unspecified (RFC 4291)"),
    (Ipv6Addr::LOCALHOST, 128, Private, "loopback (RFC 4291)"),
    (Ipv6Addr::new(0xfc00, 0, 0, 0, 0, 0, 0, 0), 7, Private, "unique local (RFC 4193)"),
    (Ipv6Addr::new(0xfe80, 0, 0, 0, 0, 0, 0, 0), 10, Never, "link-local (RFC 4291)"),
    (Ipv6Addr::new(0xfec0, 0, 0, 0, 0, 0, 0, 0), 10, Never, "site-local (RFC 3879)"),
    (Ipv6Addr::new(0xff00, 0, 0, 0, 0, 0, 0, 0), 8, Never, "multicast (RFC 4291)"),
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23, Never, "protocol assignments (RFC 2928)"),
    (Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 0), 32, Never, "documentation (RFC 3849)"),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16, Never, "6to4 (RFC 3056)"),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20, Never, "documentation (RFC 9637)"),
];

/// Returns why `address` is refused, or `None` if the client may connect to it.
pub(super) fn refusal(address: IpAddr, allow_private: bool) -> Option<&'static str> {
    let (reach, why) = match address {
        IpAddr::V4(v4) => special_v4(v4)?,
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => special_v4(v4)?,
            None => special_v6(v6)?,
        },
    };
    (reach == Never || !allow_private).then_some(why)
}

/// Returns the IPv4 address inside an IPv6 address: mapped (RFC 4291 2.5.5.2) or translated (RFC 6052, NAT64).
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    const NAT64: u128 = 0x0064_ff9b_u128 << 96;
    let bits = address.to_bits();
    address.to_ipv4_mapped().or_else(|| {
        (bits >> 32 == NAT64 >> 32).then(|| Ipv4Addr::from_bits((bits & u128::from(u32::MAX)) as u32))
    })
}

fn special_v4(address: Ipv4Addr) -> Option<(Reach, &'static str)> {
    V4.iter()
        .find(|(block, prefix, ..)| (address.to_bits() ^ block.to_bits()) >> (32 - prefix) == 0)
        .map(|(_, _, reach, why)| (*reach, *why))
}

fn special_v6(address: Ipv6Addr) -> Option<(Reach, &'static str)> {
    V6.iter()
        .find(|(block, prefix, ..)| (address.to_bits() ^ block.to_bits()) >> (128 - prefix) == 0)
        .map(|(_, _, reach, why)| (*reach, *why))
        .or_else(|| (address.segments()[0] >> 13 != 1).then_some((Never, "not assigned (RFC 4291)")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, allow_private: bool) -> bool {
        refusal(text.parse().unwrap(), allow_private).is_some()
    }

    #[test]
    fn accepts_public_addresses() {
        for text in
            ["93.184.215.14", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "64:ff9b::5db8:d70e"]
        {
            assert!(!refused(text, false), "{text}");
        }
    }

    #[test]
    fn private_networks_need_the_option() {
        for text in [
            "127.0.0.1",
            "127.255.255.254",
            "10.0.0.1",
            "172.16.0.1",
            "172.31.255.255",
            "192.168.1.1",
            "100.64.0.1",
            "::1",
            "fc00::1",
            "fd12:3456::1",
            "::ffff:127.0.0.1",
            "64:ff9b::7f00:1",
        ] {
            assert!(refused(text, false), "{text}");
            assert!(!refused(text, true), "{text} with the option");
        }
    }

    #[test]
    fn refuses_special_addresses_despite_the_option() {
        for text in [
            "0.0.0.0",
            "169.254.169.254",
            "192.0.2.1",
            "198.18.0.1",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "fe80::1",
            "febf::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2002:7f00:1::",
            "::ffff:169.254.169.254",
            "64:ff9b::a9fe:a9fe",
            "::127.0.0.1",
            "4000::1",
        ] {
            assert!(refused(text, true), "{text}");
        }
    }
}
