//! Steps from one character to the next: along the alphabet, or to the next key.

/// The ways, as a set of bits, in which one key may lead to the next; 0 if it does
/// not. Case and shift do not matter.
#[inline]
pub(super) fn ways(one: u16, next: u16) -> u16 {
    let key = |character: u16| KEYS.get(usize::from(character)).map_or(0, |key| key.number);
    WAYS[usize::from(key(one)) & (COUNT - 1)][usize::from(key(next)) & (COUNT - 1)]
}

/// Whether a step may turn: only from key to key.
pub(super) const KEY_TO_KEY: u16 = u16::MAX << 5;

/// Where a key lies.
#[derive(Clone, Copy)]
struct Key {
    /// Its number; 0 for characters without a key.
    number: u8,
    /// Its place among digits and letters, counted from 1; 0 for signs.
    place: u8,
    row: u8,
    column: u8,
}

/// The rows of an American keyboard, without shift and with it.
const ROWS: [[&[u8]; 2]; 4] = [
    [b"`1234567890-=", b"~!@#$%^&*()_+"],
    [b" qwertyuiop[]\\", b" QWERTYUIOP{}|"],
    [b" asdfghjkl;'", b" ASDFGHJKL:\""],
    [b" zxcvbnm,./", b" ZXCVBNM<>?"],
];

const COUNT: usize = 64;

/// The key of each character.
static KEYS: [Key; 128] = keys();

/// The ways from key to key.
static WAYS: [[u16; COUNT]; COUNT] = {
    let (keys, mut ways) = (keys(), [[0; COUNT]; COUNT]);
    let mut one = 0;
    while one < keys.len() {
        let mut next = 0;
        while next < keys.len() {
            let (from, to) = (keys[one], keys[next]);
            if from.number > 0 && to.number > 0 {
                ways[from.number as usize][to.number as usize] = between(from, to);
            }
            next += 1;
        }
        one += 1;
    }
    ways
};

const fn between(one: Key, next: Key) -> u16 {
    let mut ways = (one.number == next.number) as u16;
    if one.place > 0 && next.place > 0 {
        // Digits and letters are one ring, and one each: after `9` comes `a`, or `0`.
        let letters = one.place > 10 && next.place > 10;
        let digits = one.place <= 10 && next.place <= 10;
        ways |= match next.place.cast_signed() - one.place.cast_signed() {
            0 => 0,
            1 | -35 => 1 << 1,
            2 | -34 => 1 << 2,
            -1 | 35 => 1 << 3,
            -2 | 34 => 1 << 4,
            -25 if letters => 1 << 1,
            25 if letters => 1 << 3,
            -9 if digits => 1 << 1,
            9 if digits => 1 << 3,
            _ => 0,
        };
    }
    let down = (next.row + 1).wrapping_sub(one.row);
    let right = (next.column + 1).wrapping_sub(one.column);
    if down <= 2 && right <= 2 && !(down == 1 && right == 1) {
        ways |= 1 << (5 + down * 3 + right);
    }
    ways
}

const fn keys() -> [Key; 128] {
    let mut keys = [Key {
        number: 0,
        place: 0,
        row: 0,
        column: 0,
    }; 128];
    let mut number = 0;
    let mut row: u8 = 0;
    while row < 4 {
        let [plain, shifted] = ROWS[row as usize];
        let mut column: u8 = 0;
        while (column as usize) < plain.len() {
            let byte = plain[column as usize];
            number += 1;
            let key = Key {
                number,
                place: match byte {
                    b'a'..=b'z' => byte - b'a' + 11,
                    b'0'..=b'9' => byte - b'0' + 1,
                    _ => 0,
                },
                row,
                column,
            };
            if byte != b' ' {
                keys[byte as usize] = key;
                keys[shifted[column as usize] as usize] = key;
            }
            column += 1;
        }
        row += 1;
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::ways;

    #[test]
    fn a_run_keeps_to_one_way() {
        let straight = |text: &str| {
            let characters: Vec<u16> = text.bytes().map(u16::from).collect();
            let steps = characters.windows(2).map(|pair| ways(pair[0], pair[1]));
            steps.fold(u16::MAX, |all, ways| all & ways) != 0
        };
        for text in [
            "aaaaa", "abcde", "54321", "qwert", "trewq", "QwErT", "890123", "1qaz", "!QAZ", "zse4",
            "2468", "xyz012", "89abc", "/.,m",
        ] {
            assert!(straight(text), "{text}");
        }
        for text in ["1qaz2wsx", "abab", "x9p", "pa", "a1", "..-"] {
            assert!(!straight(text), "{text}");
        }
    }
}
