//! CRC-32, the checksum of zip, PNG and Ethernet.

/// The checksum after some bytes; begins as [`Crc::NEW`].
///
/// The polynomial is `0x04C11DB7`, bits are taken from the lowest on, begin and end are inverted. Four
/// bits at a time: the table has 64 bytes, where one for whole bytes would have a kilobyte.
#[derive(Clone, Copy)]
pub(super) struct Crc(u32);

const TABLE: [u32; 16] = {
    let mut table = [0; 16];
    let mut index = 0_u32;
    while index < 16 {
        let mut remainder = index;
        let mut bit = 0;
        while bit < 4 {
            let carry = remainder & 1 == 1;
            remainder >>= 1;
            if carry {
                remainder ^= 0xedb8_8320; // 0x04C11DB7, its bits in reverse
            }
            bit += 1;
        }
        table[index as usize] = remainder;
        index += 1;
    }
    table
};

impl Crc {
    pub(super) const NEW: Self = Self(u32::MAX);

    /// The checksum after these bytes, too.
    pub(super) const fn of(self, mut bytes: &[u8]) -> Self {
        let mut state = self.0;
        while let [first, rest @ ..] = bytes {
            state ^= *first as u32;
            state = (state >> 4) ^ TABLE[(state & 15) as usize];
            state = (state >> 4) ^ TABLE[(state & 15) as usize];
            bytes = rest;
        }
        Self(state)
    }

    pub(super) const fn finish(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The check value of every table of checksums, and values from Python's `zlib.crc32`.
    #[test]
    fn the_values_are_those_of_zlib() {
        let of = |bytes: &[u8]| Crc::NEW.of(bytes).finish();
        assert_eq!(of(b"123456789"), 0xcbf4_3926);
        assert_eq!(of(b""), 0);
        assert_eq!(of(b"a"), 0xe8b7_be43);
        assert_eq!(of(&[0; 32]), 0x190a_55ad);
        assert_eq!(of(&[0xff; 32]), 0xff6c_ab0b);
        assert_eq!(Crc::NEW.of(b"1234").of(b"56789").finish(), 0xcbf4_3926);
    }
}
