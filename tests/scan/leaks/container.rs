//! Containers, written byte by byte: no library that secrun reads with.

/// The checksum of gzip, zip and PNG.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            (sum >> 1) ^ (0xedb8_8320 & (sum & 1).wrapping_neg())
        })
    };
    !bytes.iter().fold(!0, step)
}

/// The checksum of zlib.
fn adler32(bytes: &[u8]) -> u32 {
    let step = |(one, two): (u32, u32), byte: &u8| {
        let one = (one + u32::from(*byte)) % 65_521;
        (one, (two + one) % 65_521)
    };
    let (one, two) = bytes.iter().fold((1, 0), step);
    two << 16 | one
}

/// One deflate block with the fixed codes and literals alone (RFC 1951,
/// section 3.2.6): valid, and nothing of the text is to be seen in it.
pub(super) fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut bits = vec![true, true, false];
    let mut push = |code: u32, length: u32| {
        bits.extend((0..length).rev().map(|bit| code >> bit & 1 == 1));
    };
    for byte in bytes {
        match byte {
            0..=143 => push(0x30 + u32::from(*byte), 8),
            144..=255 => push(0x190 + u32::from(*byte) - 144, 9),
        }
    }
    push(0, 7);
    packed(&bits)
}

fn length(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    out.extend(deflate(bytes));
    out.extend(crc32(bytes).to_le_bytes());
    out.extend(length(bytes).to_le_bytes());
    out
}

/// A zip archive of deflated members.
pub(super) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let (mut out, mut directory) = (Vec::new(), Vec::new());
    for (name, content) in members {
        let packed = deflate(content);
        let mut common = Vec::new();
        common.extend([20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0x5a]);
        common.extend(crc32(content).to_le_bytes());
        common.extend(length(&packed).to_le_bytes());
        common.extend(length(content).to_le_bytes());
        common.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        common.extend([0, 0]);
        directory.extend(b"PK\x01\x02\x14\x03");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(length(&out).to_le_bytes());
        directory.extend(name.as_bytes());
        out.extend(b"PK\x03\x04");
        out.extend(&common);
        out.extend(name.as_bytes());
        out.extend(packed);
    }
    let count = u16::try_from(members.len()).unwrap().to_le_bytes();
    let start = length(&out);
    out.extend(&directory);
    out.extend(b"PK\x05\x06\0\0\0\0");
    out.extend(count);
    out.extend(count);
    out.extend(length(&directory).to_le_bytes());
    out.extend(start.to_le_bytes());
    out.extend([0, 0]);
    out
}

/// A tar archive (ustar).
pub(super) fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = Vec::new();
    for (name, content) in members {
        let mut head = [0_u8; 512];
        let mut put =
            |at: usize, text: &str| head[at..at + text.len()].copy_from_slice(text.as_bytes());
        put(0, name);
        put(100, "0000644\0");
        put(124, &format!("{:011o}\0", content.len()));
        put(136, "00000000000\0");
        put(148, "        ");
        put(156, "0");
        put(257, "ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        out.extend(head);
        out.extend(*content);
        out.resize(out.len().next_multiple_of(512), 0);
    }
    out.resize(out.len() + 1024, 0);
    out
}

/// A picture of one pixel with a text in it.
pub(super) fn png(text: &str) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |kind: &[u8], content: &[u8]| {
        out.extend(length(content).to_be_bytes());
        let whole = [kind, content].concat();
        out.extend(&whole);
        out.extend(crc32(&whole).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
    chunk(b"tEXt", &[b"Comment\0", text.as_bytes()].concat());
    let pixel = [0, 0];
    let packed = [
        &[0x78, 1][..],
        &deflate(&pixel),
        &adler32(&pixel).to_be_bytes(),
    ]
    .concat();
    chunk(b"IDAT", &packed);
    chunk(b"IEND", b"");
    out
}

/// A compiled Python module with one constant.
pub(super) fn pyc(text: &str) -> Vec<u8> {
    let mut out = vec![0xcb, 0x0d, 0x0d, 0x0a];
    out.extend([0; 12]);
    out.extend([b'z', u8::try_from(text.len()).unwrap_or(255)]);
    out.extend(text.as_bytes());
    out.extend([0, b'N', 0xe9]);
    out
}

/// A database of one page with one row.
pub(super) fn sqlite(text: &str) -> Vec<u8> {
    let mut page = b"SQLite format 3\0\x10\x00\x01\x01\x00\x40\x20\x20".to_vec();
    page.resize(4096, 0);
    page[100] = 0x0d;
    let at = 4096 - text.len() - 8;
    page[at..at + text.len()].copy_from_slice(text.as_bytes());
    page
}

/// How long the line is that a zstd frame begins with here.
const PREFACE: usize = 3000;

/// A zstd frame (RFC 8878) of a line that is no matter, and the content. Of
/// each seven bytes of the content four are literals, and three are copied from
/// that line: nothing of it is to be seen in the frame.
pub(super) fn zstd(content: &[u8]) -> Vec<u8> {
    // A copy's distance is the second power of this, and so many bits more.
    const FAR: usize = 11;
    let mut preface = vec![b'.'; PREFACE];
    preface[PREFACE - 1] = b'\n';
    let (mut literals, mut bits, mut copies): (Vec<u8>, _, _) = (Vec::new(), Vec::new(), 0);
    for (at, piece) in content.chunks(7).enumerate() {
        let (kept, again) = piece.split_at(piece.len().min(4));
        literals.extend(kept);
        if again.len() == 3 {
            preface[at * 10..at * 10 + 3].copy_from_slice(again);
            let distance = PREFACE + at * 7 + 4 - at * 10 + 3 - (1 << FAR);
            // The first bits of a distance are the last of the stream.
            bits.splice(0..0, (0..FAR).map(|bit| distance >> bit & 1 == 1));
            copies += 1;
        } else {
            literals.extend(again);
        }
    }
    bits.push(true);
    let mut block = (literals.len() << 4 | 0b0100).to_le_bytes()[..2].to_vec();
    block.extend(literals);
    // The lengths and distances are all of one code each.
    block.extend([copies, 0x54, 4, 11, 0]);
    block.extend(packed(&bits));
    let mut out = vec![0x28, 0xb5, 0x2f, 0xfd, 0, 0x18];
    for (content, kind) in [(preface, 0), (block, 0b101)] {
        let head = content.len() << 3 | kind;
        out.extend(&head.to_le_bytes()[..3]);
        out.extend(content);
    }
    out
}

/// Bits as bytes, the lowest first.
fn packed(bits: &[bool]) -> Vec<u8> {
    let byte = |bits: &[bool]| {
        let bits = bits.iter().enumerate();
        bits.fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at)
    };
    bits.chunks(8).map(byte).collect()
}
