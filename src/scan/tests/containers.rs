//! Values in containers are found, and no container does harm.

use proptest::prelude::*;

use crate::core::name::EnvName;
use crate::core::secret::SecretValue;
use crate::scan::tests::fixtures::{Way, gzip, tar, zip, zstd};
use crate::scan::{Found, Searcher, Unreadable};

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
fn hits(found: &Found) -> Vec<String> {
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

fn whys(found: &Found) -> Vec<Unreadable> {
    found.unread.iter().map(|unread| unread.why).collect()
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
        (
            "x.zip",
            zip(&[
                ("a", b"-", Way::StreamedStored),
                ("b", TEXT, Way::StreamedStored),
            ]),
            "b 2:7",
        ),
        ("x.zst", zstd(TEXT), "x 2:7"),
        ("x.tzst", zstd(&gzip(&tar("c", TEXT))), "x.tar!x.tar!c 2:7"),
        ("x", gzip(&tar("c", &boxed)), "x!c!in/b 2:7"),
        (
            "x.zip",
            zip(&[("y.zip", &boxed, Way::Stored)]),
            "y.zip!in/b 2:7",
        ),
    ];
    for (name, bytes, expected) in cases {
        let found = searched(&bytes, name);
        assert_eq!(hits(&found), [expected], "{name}");
        assert_eq!(found.unread, [], "{name}");
    }
}

#[test]
fn images_and_documents_are_searched_as_bytes() {
    let image = [b"\x89PNG\r\n\x1a\n\0\0\0\x1etEXtComment\0", TEXT].concat();
    let page = [b"%PDF-1.7\n1 0 obj\n<< /Length 38 >>\nstream\n", TEXT].concat();
    for bytes in [image, page] {
        let found = searched(&bytes, "x");
        assert_eq!((found.hits.len(), found.unread), (1, vec![]));
    }
    let packed = [
        b"%PDF-1.7\n<< /Filter /FlateDecode >>\nstream\n",
        &*gzip(&TEXT.repeat(9)),
    ]
    .concat();
    assert_eq!(searched(&packed, "x"), Found::default());
}

#[test]
fn what_stands_between_the_members_of_an_archive_ends_nothing() {
    let whole = zip(&[("a", b"-", Way::Stored), ("b", TEXT, Way::Deflated)]);
    let second = memchr::memmem::rfind(&whole, b"PK\x03\x04").unwrap();
    let end = memchr::memmem::find(&whole, b"PK\x05\x06").unwrap();
    let with = |at: usize, what: &[u8]| [&whole[..at], what, &whole[at..]].concat();
    let signed = with(end, b"\x20\0\0signature\x20\0\0APK Sig Block 42");
    let program = with(0, b"#!/usr/bin/env python3\n");
    for bytes in [signed, program, with(second, &[0; 99])] {
        let found = searched(&bytes, "x");
        assert_eq!(hits(&found), ["b 2:7"]);
        assert_eq!(found.unread, []);
    }
    let found = searched(&with(second, b"what is that"), "x");
    assert_eq!(
        (hits(&found), whys(&found)),
        (vec!["b 2:7".to_owned()], vec![Unreadable::Damaged])
    );
}

#[test]
fn a_folder_that_is_compressed_is_not_damaged() {
    // As Java writes it.
    let folder = ("folder/", b"".as_slice(), Way::Streamed);
    let found = searched(&zip(&[folder, ("folder/b", TEXT, Way::Streamed)]), "x");
    assert_eq!(
        (hits(&found), whys(&found)),
        (vec!["folder/b 2:7".to_owned()], vec![])
    );
}

#[test]
fn a_damaged_member_does_not_hide_the_next() {
    let mut whole = zip(&[("a", &[7; 999], Way::Deflated), ("b", TEXT, Way::Deflated)]);
    whole[31..35].fill(0xff);
    let found = searched(&whole, "x");
    assert_eq!(
        (hits(&found), whys(&found)),
        (vec!["b 2:7".to_owned()], vec![Unreadable::Damaged])
    );
    assert_eq!(found.unread[0].member, [b"a"]);
}

#[test]
fn a_clean_container_has_no_hits() {
    let clean = b"key = made-up-another-one\n";
    let boxed = zip(&[("a", clean, Way::Stored), ("b", clean, Way::Streamed)]);
    for bytes in [gzip(&tar("c", &boxed)), zstd(clean), boxed] {
        assert_eq!(searched(&bytes, "x"), Found::default());
    }
}

#[test]
fn old_archives_and_those_behind_others_are_read() {
    let mut old = tar("a", TEXT);
    old[257..265].fill(0);
    let sum: u32 = old[..512]
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            if (148..156).contains(&at) {
                32
            } else {
                u32::from(*byte)
            }
        })
        .sum();
    old[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    assert_eq!(hits(&searched(&old, "x")), ["a 2:7"]);
    let two = [
        tar("a", b"-"),
        tar("b", TEXT),
        vec![0; 512],
        b"rest".to_vec(),
    ]
    .concat();
    let found = searched(&gzip(&two), "x.tgz");
    assert_eq!(
        (hits(&found), found.unread),
        (vec!["x.tar!b 2:7".to_owned()], vec![])
    );
}

#[test]
fn a_name_that_is_cut_shows_no_part_of_a_value() {
    for length in 1000..1030 {
        let name = format!("{}{VALUE}", "d".repeat(length));
        let hit = &searched(&zip(&[(&name, b"", Way::Stored)]), "x").hits[0];
        let shown = String::from_utf8_lossy(&hit.place.member[0]);
        assert!(shown == name || !shown.contains("made"), "{shown}");
    }
    let name = format!("log/{}.gz", &VALUE[5..]);
    let slashed = SecretValue::new(name.trim_end_matches(".gz")).unwrap();
    let key = EnvName::new("KEY").unwrap();
    let (searcher, _) = Searcher::new([(&key, &slashed)], []);
    let mut found = Found::default();
    searcher.search(&gzip(name.as_bytes()), name.as_bytes(), &mut found);
    assert_eq!(hits(&found), ["***REDACTED:KEY*** 1:1"]);
}

#[test]
fn names_of_members_are_searched() {
    let name = format!("a/{VALUE}.txt");
    for bytes in [tar(&name, b""), zip(&[(&name, b"", Way::Stored)])] {
        assert_eq!(hits(&searched(&bytes, "x")), [format!("{name} 0:0")]);
    }
}

#[test]
fn every_frame_and_every_part_is_read() {
    let two = [gzip(b"nothing\n"), gzip(TEXT)].concat();
    assert_eq!(hits(&searched(&two, "x.gz")), ["x 3:7"]);
    let skipped = b"\x53\x2a\x4d\x18\x03\0\0\0abc";
    let (first, second) = TEXT.split_at(25);
    let parts = [skipped, &*zstd(first), skipped, &zstd(second), &[0; 600]].concat();
    let found = searched(&parts, "x.zst");
    assert_eq!(
        (hits(&found), found.unread),
        (vec!["x 2:7".to_owned()], vec![])
    );
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_read() {
    for (way, why) in [
        (Way::Encrypted, Unreadable::Encrypted),
        (Way::StreamedEncrypted, Unreadable::Encrypted),
        (Way::Unknown, Unreadable::UnknownMethod),
    ] {
        let found = searched(
            &zip(&[("a", b"-", way), ("b", TEXT, Way::Deflated)]),
            "x.zip",
        );
        assert_eq!(
            (hits(&found), whys(&found)),
            (vec!["b 2:7".to_owned()], vec![why])
        );
    }
    let unknown = Unreadable::UnknownMethod;
    let marks: [&[u8]; 3] = [b"BZh91AY&SY", b"\xfd7zXZ\0", b"7z\xbc\xaf\x27\x1c"];
    for foreign in marks {
        let found = searched(&[foreign, TEXT].concat(), "x");
        assert_eq!((found.hits.len(), whys(&found)), (1, vec![unknown]));
    }
    // A window of 128 MiB, and a dictionary.
    let (mut wide, mut shared) = (zstd(b"-"), zstd(b"-"));
    wide.splice(4..9, [4, 0x88]);
    shared.splice(4..5, [0b1010_0001, 7]);
    assert_eq!(whys(&searched(&wide, "x")), [Unreadable::TooLarge]);
    assert_eq!(whys(&searched(&shared, "x")), [unknown]);
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
    let late = zip(&[
        ("a", TEXT, Way::StreamedStored),
        ("b", b"-", Way::StreamedEncrypted),
    ]);
    let packed = gzip(&tar("c", &boxed));
    for whole in [gzip(TEXT), zstd(TEXT), packed, boxed, late] {
        assert_eq!(searched(&whole, "x").hits.len(), 1);
        for end in 5..whole.len() {
            searched(&whole[..end], "x");
            let mut broken = whole.clone();
            broken[end] ^= 0x55;
            searched(&broken, "x");
        }
    }
    for short in [&gzip(TEXT)[..6], &gzip(TEXT)[..30], &zstd(TEXT)[..6]] {
        assert_eq!(whys(&searched(short, "x")), [Unreadable::Damaged]);
    }
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
