//! Steps from one character to the next: along the alphabet, or to the next key.

/// The ways, as a set of bits, in which one character may lead to the next; 0 if it does
/// not. Case and shift do not matter.
#[inline]
pub(super) fn ways(one: u16, next: u16) -> u16 {
    let key = |character: u16| KEYS.get(usize::from(character)).map_or(0, |key| *key);
    WAYS[usize::from(key(one)) % COUNT][usize::from(key(next)) % COUNT]
}

/// Whether a step may turn: only from key to key.
pub(super) const KEY_TO_KEY: u16 = u16::MAX << 3;

/// The rows of an American keyboard, without shift and with it.
const PLAIN: [&[u8; WIDTH]; 4] = [
    b"`1234567890-= ",
    b" qwertyuiop[]\\",
    b" asdfghjkl;'  ",
    b" zxcvbnm,./   ",
];
const SHIFTED: [&[u8; WIDTH]; 4] = [
    b"~!@#$%^&*()_+ ",
    b" QWERTYUIOP{}|",
    b" ASDFGHJKL:\"  ",
    b" ZXCVBNM<>?   ",
];
const WIDTH: usize = 14;
const COUNT: usize = 64;

/// The key of each character, counted from 1; 0 for characters without one.
static KEYS: [u8; 128] = {
    let (mut keys, mut key) = ([0; 128], 1_u8);
    while (key as usize) <= 4 * WIDTH {
        let (row, column) = ((key as usize - 1) / WIDTH, (key as usize - 1) % WIDTH);
        keys[PLAIN[row][column] as usize] = key;
        keys[SHIFTED[row][column] as usize] = key;
        key += 1;
    }
    keys[b' ' as usize] = 0;
    keys
};

/// The ways from key to key.
static WAYS: [[u16; COUNT]; COUNT] = {
    let (mut ways, mut pair) = ([[0; COUNT]; COUNT], 0);
    while pair < 16 * WIDTH * WIDTH {
        let (one, next) = (pair / (4 * WIDTH), pair % (4 * WIDTH));
        ways[one + 1][next + 1] = between(one, next);
        pair += 1;
    }
    ways
};

const fn between(one: usize, next: usize) -> u16 {
    let mut ways = (one == next) as u16;
    if let (Some(from), Some(to)) = (place(one), place(next)) {
        // Digits and letters are one ring: after `9` comes `a`, after `z` comes `0`.
        ways |= match to - from {
            1 | -35 => 1 << 1,
            -1 | 35 => 1 << 2,
            _ => 0,
        };
    }
    let down = (next / WIDTH + 1).wrapping_sub(one / WIDTH);
    let right = (next % WIDTH + 1).wrapping_sub(one % WIDTH);
    if down <= 2 && right <= 2 && one != next {
        ways |= 1 << (3 + down * 3 + right);
    }
    ways
}

/// The place of a digit or a letter among all of them.
const fn place(key: usize) -> Option<i8> {
    match PLAIN[key / WIDTH][key % WIDTH] {
        letter @ b'a'..=b'z' => Some((letter - b'a' + 10).cast_signed()),
        digit @ b'0'..=b'9' => Some((digit - b'0').cast_signed()),
        _ => None,
    }
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
            "aaaaa", "abcde", "54321", "qwert", "trewq", "QwErT", "67890", "1qaz", "!QAZ", "zse4",
            "xyz012", "89abc", "/.,m",
        ] {
            assert!(straight(text), "{text}");
        }
        for text in ["1qaz2wsx", "abab", "x9p", "pa", "a1", "..-"] {
            assert!(!straight(text), "{text}");
        }
    }
}
