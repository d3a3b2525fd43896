//! The first 32 bytes of a saved network.

use super::crc::Crc;
use super::number::Stored;
use super::{LoadError, scaled};
use crate::layer::Layer;

/// The length of the header in bytes.
pub(crate) const HEADER: usize = 32;

/// What the checksum is of, besides what follows the header.
const CHECKED: usize = 28;

/// How every saved network begins: as the files of PNG do, with a byte above 127, line ends of two
/// kinds and an end-of-file sign, so that a file that was mistaken for a text is noticed.
const MAGIC: [u8; 8] = *b"\x89CNN\r\n\x1a\n";

/// The version of the format.
pub(super) const VERSION: u8 = 1;

/// What the header says of a network, or should say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Header {
    /// The bytes per parameter.
    pub(crate) size: u8,
    /// How many parameters.
    pub(crate) parameters: u32,
    /// The hash of the shape.
    pub(crate) shape: u64,
    /// The features of the normaliser, or 0.
    pub(crate) features: u32,
}

impl Header {
    /// That of the layers `L`, with numbers of type `T`.
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the length of a file is checked against the same 32 bits"
    )]
    pub(crate) const fn of<L: Layer, T: Stored>(features: usize) -> Self {
        Self {
            size: T::SIZE as u8,
            parameters: L::PARAMETERS as u32,
            shape: L::SHAPE.hash(),
            features: features as u32,
        }
    }

    /// The bytes of the header, with the checksum of header and `body`.
    pub(crate) const fn to_bytes(self, body: &[u8]) -> [u8; HEADER] {
        let [p0, p1, p2, p3] = self.parameters.to_le_bytes();
        let [s0, s1, s2, s3, s4, s5, s6, s7] = self.shape.to_le_bytes();
        let [f0, f1, f2, f3] = self.features.to_le_bytes();
        let [m0, m1, m2, m3, m4, m5, m6, m7] = MAGIC;
        #[rustfmt::skip]
        let start = [
            m0, m1, m2, m3, m4, m5, m6, m7,
            VERSION, self.size, 0, 0, p0, p1, p2, p3,
            s0, s1, s2, s3, s4, s5, s6, s7,
            f0, f1, f2, f3,
        ];
        let [c0, c1, c2, c3] = Crc::NEW.of(&start).of(body).finish().to_le_bytes();
        let mut header = [0; HEADER];
        let Some((place, checksum)) = header.split_first_chunk_mut::<CHECKED>() else {
            return header;
        };
        *place = start;
        if let Some(place) = checksum.first_chunk_mut() {
            *place = [c0, c1, c2, c3];
        }
        header
    }

    /// How many bytes follow the header.
    const fn body(self) -> u64 {
        let numbers = self.parameters as u64 * self.size as u64;
        if self.features == 0 {
            return numbers;
        }
        numbers + scaled::size(self.features)
    }
}

/// How many bytes a file has, from its first 32 bytes.
///
/// To know how much to read, where a file lies in memory that is read piece by piece. Nothing else is
/// checked: the bytes of the file may be damaged all the same, which loading will notice.
///
/// # Errors
///
/// [`LoadError::NotANetwork`], [`LoadError::Version`], or [`LoadError::Length`] if there are fewer than 32
/// bytes or the file is longer than can be addressed.
///
/// # Examples
///
/// ```
/// use calc_nn::{Dense, Network, saved};
///
/// type Net = Network<Dense<2, 1>>;
/// let mut page = [0xFF; 256];
/// Net::to_bytes(&[2.0_f32, 3.0, 0.5], &mut page)?;
/// assert_eq!(saved::length(&page[..32])?, Net::saved_bytes::<f32>());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const fn length(start: &[u8]) -> Result<usize, LoadError> {
    let (header, _) = match Header::read(start) {
        Ok(read) => read,
        Err(error) => return Err(error),
    };
    let expected = header.file();
    #[allow(
        clippy::cast_possible_truncation,
        reason = "looked at in the next line"
    )]
    let length = expected as usize;
    if length as u64 == expected {
        Ok(length)
    } else {
        let found = start.len() as u64;
        Err(LoadError::Length { expected, found })
    }
}

/// The file at the start of a page of flash, without what follows its end.
///
/// # Errors
///
/// As by [`length`]; [`LoadError::Length`] also if the page is shorter than the file.
///
/// # Examples
///
/// ```
/// use calc_nn::{Dense, Network, saved};
///
/// type Net = Network<Dense<2, 1>>;
/// let mut page = [0xFF; 256];
/// Net::to_bytes(&[2.0_f32, 3.0, 0.5], &mut page)?;
/// let net = Net::in_place::<f32>(saved::trim(&page)?)?;
/// assert_eq!(net.forward(&[10.0, 1.0]), [23.5]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub const fn trim(page: &[u8]) -> Result<&[u8], LoadError> {
    let length = match length(page) {
        Ok(length) => length,
        Err(error) => return Err(error),
    };
    match page.split_at_checked(length) {
        Some((file, _)) => Ok(file),
        None => Err(LoadError::Length {
            expected: length as u64,
            found: page.len() as u64,
        }),
    }
}

/// What follows the header, if it is whole, undamaged, and what is `wanted`.
///
/// The order of the questions is that of what is most useful to know.
pub(crate) const fn check(bytes: &[u8], wanted: Header) -> Result<&[u8], LoadError> {
    let (header, stored) = match Header::read(bytes) {
        Ok(read) => read,
        Err(error) => return Err(error),
    };
    let (found, expected) = (bytes.len() as u64, header.file());
    if found != expected {
        return Err(LoadError::Length { expected, found });
    }
    let Some((start, rest)) = bytes.split_first_chunk::<CHECKED>() else {
        return Err(too_short(found));
    };
    let Some((_, body)) = rest.split_first_chunk::<{ HEADER - CHECKED }>() else {
        return Err(too_short(found));
    };
    let computed = Crc::NEW.of(start).of(body).finish();
    if computed != stored {
        return Err(LoadError::Damaged { stored, computed });
    }
    match header.difference(wanted) {
        Some(error) => Err(error),
        None => Ok(body),
    }
}

impl Header {
    /// The header at the start of a file, and the checksum in it.
    const fn read(bytes: &[u8]) -> Result<(Self, u32), LoadError> {
        let found = bytes.len() as u64;
        let Some((magic, _)) = bytes.split_first_chunk::<8>() else {
            return Err(too_short(found));
        };
        if u64::from_le_bytes(*magic) != u64::from_le_bytes(MAGIC) {
            return Err(LoadError::NotANetwork);
        }
        let Some((header, _)) = bytes.split_first_chunk::<HEADER>() else {
            return Err(too_short(found));
        };
        #[rustfmt::skip]
        let [
            _, _, _, _, _, _, _, _,
            version, size, _, _, p0, p1, p2, p3,
            s0, s1, s2, s3, s4, s5, s6, s7,
            f0, f1, f2, f3, c0, c1, c2, c3,
        ] = *header;
        if version != VERSION {
            return Err(LoadError::Version { found: version });
        }
        let header = Self {
            size,
            parameters: u32::from_le_bytes([p0, p1, p2, p3]),
            shape: u64::from_le_bytes([s0, s1, s2, s3, s4, s5, s6, s7]),
            features: u32::from_le_bytes([f0, f1, f2, f3]),
        };
        Ok((header, u32::from_le_bytes([c0, c1, c2, c3])))
    }

    /// How many bytes the whole file has.
    const fn file(self) -> u64 {
        HEADER as u64 + self.body()
    }

    /// What is not as it is `wanted`.
    const fn difference(self, wanted: Self) -> Option<LoadError> {
        if self.size != wanted.size {
            return Some(LoadError::Precision {
                expected: wanted.size,
                found: self.size,
            });
        }
        // How long a network of bytes is depends on its tables.
        if self.parameters != wanted.parameters && wanted.size != 1 {
            return Some(LoadError::Parameters {
                expected: wanted.parameters,
                found: self.parameters,
            });
        }
        if self.shape != wanted.shape {
            return Some(LoadError::Shape {
                expected: wanted.shape,
                found: self.shape,
            });
        }
        if self.features != wanted.features {
            return Some(LoadError::Normaliser {
                expected: wanted.features,
                found: self.features,
            });
        }
        None
    }
}

const fn too_short(found: u64) -> LoadError {
    LoadError::Length {
        expected: HEADER as u64,
        found,
    }
}
