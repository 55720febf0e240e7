//! Binary data in printable letters, as in PDF files (ISO 32000, 7.4.3).

use std::io::{self, BufRead, Read};

/// Decodes up to the mark of the end, `~>`.
pub(super) struct Ascii85<'r, R> {
    from: &'r mut R,
    ready: Vec<u8>,
    is_over: bool,
}

impl<'r, R: BufRead> Ascii85<'r, R> {
    pub(super) fn new(from: &'r mut R) -> Self {
        Self {
            from,
            ready: Vec::new(),
            is_over: false,
        }
    }

    /// Decodes the next five letters to four bytes; `z` stands for zeros, and
    /// the last letters may be fewer.
    fn group(&mut self) -> io::Result<()> {
        let (mut number, mut letters) = (0_u64, 0);
        while letters < 5 && !self.is_over {
            match (&mut *self.from).bytes().next().transpose()? {
                Some(byte @ b'!'..=b'u') => {
                    number = number * 85 + u64::from(byte - b'!');
                    letters += 1;
                }
                Some(b'z') if letters == 0 => letters = 5,
                Some(byte) if byte.is_ascii_whitespace() || byte == 0 => {}
                Some(b'~') | None => self.is_over = true,
                Some(_) => return Err(io::ErrorKind::InvalidData.into()),
            }
        }
        for _ in letters..5 {
            number = number * 85 + 84;
        }
        let number = u32::try_from(number).map_err(|_| io::ErrorKind::InvalidData)?;
        let bytes = number.to_be_bytes();
        let length = usize::saturating_sub(letters, 1);
        self.ready
            .extend(bytes.get(..length).unwrap_or_default().iter().rev());
        Ok(())
    }
}

impl<R: BufRead> Read for Ascii85<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let mut length = 0;
        for place in out.iter_mut() {
            while self.ready.is_empty() && !self.is_over {
                self.group()?;
            }
            let Some(byte) = self.ready.pop() else { break };
            *place = byte;
            length += 1;
        }
        Ok(length)
    }
}
