//! The id of an object.

use std::fmt;

use crate::core::hex;

/// The most bytes of an id: SHA-256's.
const MAX_BYTES: usize = 32;

/// The id of an object: SHA-1's 20 bytes or SHA-256's 32. Sorts as git sorts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId {
    bytes: [u8; MAX_BYTES],
    length: u8,
}

impl ObjectId {
    /// Reads 40 or 64 hexadecimal digits.
    pub(crate) fn parse(digits: &[u8]) -> Option<Self> {
        if !matches!(digits.len(), 40 | 64) {
            return None;
        }
        let mut bytes = [0; MAX_BYTES];
        let digit = |digit: u8| char::from(digit).to_digit(16);
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = u8::try_from(digit(pair[0])? << 4 | digit(pair[1])?).ok()?;
        }
        let length = u8::try_from(digits.len() / 2).ok()?;
        Some(Self { bytes, length })
    }

    /// An id of these bytes.
    pub(crate) fn of_bytes(raw: &[u8]) -> Option<Self> {
        let mut bytes = [0; MAX_BYTES];
        bytes.get_mut(..raw.len())?.copy_from_slice(raw);
        let length = u8::try_from(raw.len()).ok()?;
        matches!(length, 20 | 32).then_some(Self { bytes, length })
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        // Both constructors set a length of 20 or 32.
        &self.bytes[..usize::from(self.length)]
    }

    /// Whether it is all zeros, which git prints for "no object".
    pub(crate) fn is_null(&self) -> bool {
        self.as_bytes().iter().all(|byte| *byte == 0)
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&hex::digits(self.as_bytes()))
    }
}

impl fmt::Debug for ObjectId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_both_kinds_are_read_and_shown() {
        for digits in ["0123456789abcdef".repeat(4), "09af".repeat(10)] {
            let id = ObjectId::parse(digits.as_bytes()).unwrap();
            assert_eq!(id.to_string(), digits);
            assert_eq!(ObjectId::of_bytes(id.as_bytes()), Some(id));
        }
        for digits in ["", "0", &"0".repeat(39), &"G".repeat(40), &"0".repeat(66)] {
            assert_eq!(ObjectId::parse(digits.as_bytes()), None);
        }
        assert!(
            ObjectId::parse("0".repeat(40).as_bytes())
                .unwrap()
                .is_null()
        );
    }
}
