//! Stable identities of findings: they survive edits of a file, so that a
//! service recognises a finding in the next report. The hashes are the same in
//! every build and on every machine.

use std::collections::BTreeMap;

/// Counts a finding, and returns how many with its identity were counted. Two of the
/// same kind in one file are two findings.
pub(super) fn numbered<T: Ord>(identity: T, seen: &mut BTreeMap<T, usize>) -> usize {
    let count = seen.entry(identity).or_default();
    *count += 1;
    *count
}

/// The 64-bit FNV-1a hash.
pub(super) fn fnv1a_64(bytes: &[u8]) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    bytes.iter().fold(start, |hash: u64, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

/// The 128-bit FNV-1a hash.
pub(super) fn fnv1a_128(bytes: &[u8]) -> u128 {
    let start = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    bytes.iter().fold(start, |hash: u128, byte| {
        (hash ^ u128::from(*byte)).wrapping_mul(0x0100_0000_0000_0000_0000_013b)
    })
}

/// A UUID of version 8 (RFC 9562, section 5.8) made of a hash.
pub(super) fn uuid(hash: u128) -> String {
    let hash = hash & !(0xf << 76) & !(0x3 << 62) | (0x8 << 76) | (0x2 << 62);
    let digits = format!("{hash:032x}");
    let (head, tail) = digits.split_at(16);
    format!(
        "{}-{}-{}-{}-{}",
        &head[..8],
        &head[8..12],
        &head[12..],
        &tail[..4],
        &tail[4..]
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hashes_are_fnv1a() {
        // The vectors of the reference code, http://www.isthe.com/chongo/tech/comp/fnv/.
        assert_eq!(fnv1a_64(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a_64(b"a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(fnv1a_64(b"foobar"), 0x8594_4171_f739_67e8);
        assert_eq!(fnv1a_128(b""), 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d);
        assert_eq!(
            fnv1a_128(b"foobar"),
            0x343e_1662_793c_64bf_6f0d_3597_ba44_6f18
        );
    }

    #[test]
    fn a_uuid_has_its_version_and_its_variant() {
        assert_eq!(uuid(0), "00000000-0000-8000-8000-000000000000");
        assert_eq!(uuid(u128::MAX), "ffffffff-ffff-8fff-bfff-ffffffffffff");
    }
}
