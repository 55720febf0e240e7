//! What is in containers is found, and none of them does harm.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use proptest::prelude::*;

use super::super::searcher::{Found, Searcher, Unreadable};
use crate::name::EnvName;
use crate::value::SecretValue;

const VALUE: &str = "made-up-9f3KxQz71LmW";
const TEXT: &[u8] = b"first line\nkey = made-up-9f3KxQz71LmW\n";

fn searched(bytes: &[u8], name: &str) -> Found {
    let key = EnvName::new("KEY").unwrap();
    let value = SecretValue::new(VALUE).unwrap();
    let (searcher, _) = Searcher::new([(&key, &value)], []);
    let mut found = Found::default();
    searcher.search(bytes, name.as_bytes(), &mut found);
    found
}

/// The hits as `member!member line:column`.
fn told(found: &Found) -> Vec<String> {
    let hits = found.hits.iter().map(|hit| {
        let members: Vec<_> = hit
            .place
            .member
            .iter()
            .map(|name| String::from_utf8_lossy(name))
            .collect();
        let (line, column) = (hit.place.line.unwrap_or(0), hit.place.column.unwrap_or(0));
        format!("{} {line}:{column}", members.join("!"))
    });
    hits.collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A tar archive of one file; a long name comes first, as GNU tar has it.
fn tar(name: &str, content: &[u8]) -> Vec<u8> {
    let entry = |name: &[u8], kind: u8, content: &[u8]| {
        let mut head = vec![0; 512];
        head[..name.len()].copy_from_slice(name);
        head[124..135].copy_from_slice(format!("{:011o}", content.len()).as_bytes());
        head[148..156].fill(b' ');
        head[156] = kind;
        head[257..265].copy_from_slice(b"ustar  \0");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        head.extend(content);
        head.resize(head.len().next_multiple_of(512), 0);
        head
    };
    let mut out = Vec::new();
    if name.len() > 100 {
        out.extend(entry(
            b"././@LongLink",
            b'L',
            format!("{name}\0").as_bytes(),
        ));
    }
    out.extend(entry(
        &name.as_bytes()[..name.len().min(100)],
        b'0',
        content,
    ));
    out.extend([0; 1024]);
    out
}

/// How a member of a zip archive is written.
#[derive(Clone, Copy, PartialEq)]
enum Way {
    Stored,
    Deflated,
    /// With its sizes behind it.
    Streamed,
    Encrypted,
    Unknown,
}

fn zip(members: &[(&str, &[u8], Way)]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content, way) in members {
        let packed = match way {
            Way::Stored => content.to_vec(),
            _ => deflated(content),
        };
        let (method, flags) = match way {
            Way::Stored => (0_u16, 0_u16),
            Way::Deflated => (8, 0),
            Way::Streamed => (8, 8),
            Way::Encrypted => (8, 1),
            Way::Unknown => (12, 0),
        };
        let size = u32::try_from(packed.len()).unwrap();
        let told = if *way == Way::Streamed { 0 } else { size };
        out.extend(b"PK\x03\x04\x14\0");
        out.extend(flags.to_le_bytes());
        out.extend(method.to_le_bytes());
        out.extend([0; 8]);
        out.extend(told.to_le_bytes());
        out.extend([0; 4]);
        out.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        out.extend([0; 2]);
        out.extend(name.as_bytes());
        out.extend(packed);
        if *way == Way::Streamed {
            out.extend(b"PK\x07\x08\0\0\0\0");
            out.extend(size.to_le_bytes());
            out.extend([0; 4]);
        }
    }
    out.extend(b"PK\x05\x06");
    out.extend([0; 18]);
    out
}

#[test]
fn a_value_in_a_member_is_found_with_its_path_and_line() {
    let long = "d/".repeat(80) + "x.txt";
    let boxed = zip(&[("a", b"-", Way::Stored), ("in/b", TEXT, Way::Deflated)]);
    let cases = [
        ("x.gz", gzip(TEXT), "x 2:7"),
        ("log/x.tgz", gzip(&tar("etc/c", TEXT)), "x.tar!etc/c 2:7"),
        ("x.tar", tar(&long, TEXT), &format!("{long} 2:7")),
        ("x.zip", zip(&[("b", TEXT, Way::Stored)]), "b 2:7"),
        (
            "x.zip",
            zip(&[("a", b"-", Way::Streamed), ("b", TEXT, Way::Streamed)]),
            "b 2:7",
        ),
        ("x", gzip(&tar("c", &boxed)), "x!c!in/b 2:7"),
        (
            "x.zip",
            zip(&[("y.zip", &boxed, Way::Stored)]),
            "y.zip!in/b 2:7",
        ),
    ];
    for (name, bytes, expected) in cases {
        let found = searched(&bytes, name);
        assert_eq!(told(&found), [expected], "{name}");
        assert_eq!(found.unread, [], "{name}");
    }
}

#[test]
fn names_of_members_are_searched() {
    let name = format!("a/{VALUE}.txt");
    for bytes in [tar(&name, b""), zip(&[(&name, b"", Way::Stored)])] {
        assert_eq!(told(&searched(&bytes, "x")), [format!("{name} 0:0")]);
    }
}

#[test]
fn every_frame_and_every_part_is_read() {
    let two = [gzip(b"nothing\n"), gzip(TEXT)].concat();
    assert_eq!(told(&searched(&two, "x.gz")), ["x 3:7"]);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    let whys = |found: &Found| {
        found
            .unread
            .iter()
            .map(|unread| unread.why)
            .collect::<Vec<_>>()
    };
    for (way, why) in [
        (Way::Encrypted, Unreadable::Encrypted),
        (Way::Unknown, Unreadable::UnknownMethod),
    ] {
        let found = searched(
            &zip(&[("a", b"-", way), ("b", TEXT, Way::Deflated)]),
            "x.zip",
        );
        assert_eq!(
            (told(&found), whys(&found)),
            (vec!["b 2:7".to_owned()], vec![why])
        );
    }
    let mut deep = TEXT.to_vec();
    for _ in 0..9 {
        deep = gzip(&deep);
    }
    assert_eq!(whys(&searched(&deep, "x.gz")), [Unreadable::TooDeep]);
}

#[test]
fn a_bomb_ends_early_and_is_told_once() {
    let zeros = vec![0; 64 << 20];
    let bomb = gzip(&gzip(&zeros));
    let found = searched(&bomb, "x.gz");
    assert_eq!(found.unread.len(), 1);
    assert_eq!(found.unread[0].why, Unreadable::Bomb);
}

#[test]
fn a_container_that_is_cut_off_is_damaged_wherever_it_ends() {
    let boxed = zip(&[("a", TEXT, Way::Deflated), ("b", b"-", Way::Streamed)]);
    for whole in [gzip(TEXT), gzip(&tar("c", &boxed)), boxed] {
        assert_eq!(searched(&whole, "x").hits.len(), 1);
        for end in 5..whole.len() - 22 {
            searched(&whole[..end], "x");
        }
    }
    let short = &gzip(TEXT)[..30];
    assert_eq!(searched(short, "x").unread[0].why, Unreadable::Damaged);
}

proptest! {
    #[test]
    fn what_only_begins_like_a_container_does_no_harm(rest in proptest::collection::vec(any::<u8>(), 0..2048), which in 0..4_usize) {
        let heads: [&[u8]; 4] = [b"\x1f\x8b\x08", b"\x28\xb5\x2f\xfd", b"PK\x03\x04", &[0; 257]];
        let mut bytes = heads[which].to_vec();
        if which == 3 {
            bytes.extend(b"ustar");
        }
        bytes.extend(&rest);
        bytes.extend(VALUE.as_bytes());
        prop_assert_eq!(searched(&bytes, "x").hits.len(), 1);
    }
}
