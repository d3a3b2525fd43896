//! What was found, as a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::functions::{FUNCTIONS, Function};
use crate::tally::Tally;

/// The file, beside the manifest of this package.
pub const RECORD: &str = "record.tsv";

const HEADER: &str = "\
# The functions of single precision at all arguments, by `cargo xtask exhaustive`: the largest error in
# units in the last place, the bits of the argument that has it (of a pair, which one it is), how many
# results are not the nearest float, and a digest of the code that this was found with.
function\targuments\tlargest error\tat\twrongly rounded\tcode
";

/// By the name of the function: what was found, and the digest of its sources at that time.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Record(pub BTreeMap<String, (Tally, u64)>);

impl Record {
    /// Reads the file; an empty record if there is none.
    ///
    /// # Errors
    ///
    /// If a line is not one of these.
    pub fn read() -> Result<Self> {
        Self::parse(&fs::read_to_string(path()).unwrap_or_default())
    }

    /// Reads lines.
    ///
    /// # Errors
    ///
    /// If a line is not one of these.
    pub fn parse(text: &str) -> Result<Self> {
        let of_line = |line: &str| {
            let mut words = line.split('\t');
            let mut word = || words.next().with_context(|| format!("{RECORD}: `{line}`"));
            let name = word()?.to_owned();
            let tally = Tally {
                inputs: word()?.parse()?,
                worst: word()?.parse()?,
                at: u64::from_str_radix(word()?, 16)?,
                wrongly_rounded: word()?.parse()?,
            };
            Ok((name, (tally, u64::from_str_radix(word()?, 16)?)))
        };
        text.lines()
            .filter(|line| !line.starts_with('#') && !line.starts_with("function\t"))
            .map(of_line)
            .collect::<Result<_>>()
            .map(Self)
    }

    /// As the file holds it, in the order of [`FUNCTIONS`].
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = HEADER.to_owned();
        for function in &FUNCTIONS {
            if let Some((tally, digest)) = self.0.get(function.name) {
                text.push_str(&format!(
                    "{}\t{}\t{:.6}\t{:08x}\t{}\t{digest:016x}\n",
                    function.name, tally.inputs, tally.worst, tally.at, tally.wrongly_rounded,
                ));
            }
        }
        text
    }

    /// Writes the file.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub fn write(&self) -> Result<()> {
        fs::write(path(), self.text()).with_context(|| format!("writing {RECORD}"))
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(RECORD)
}

/// A digest of the code of a function: of its sources without comments, tests, white space and
/// what they hand on.
///
/// # Errors
///
/// If a source cannot be read.
pub fn digest(function: &Function) -> Result<u64> {
    let mut hash = FNV_START;
    for source in function.sources {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../crates/calc-scalar/src/math")
            .join(source);
        let text = fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        hash = digest_of(hash, &text);
    }
    Ok(hash)
}

/// The hash of Fowler, Noll and Vo, FNV-1a, of 64 bits.
const FNV_START: u64 = 0xcbf2_9ce4_8422_2325;
const FNV_PRIME: u64 = 0x0100_0000_01b3;

fn digest_of(start: u64, text: &str) -> u64 {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or(line))
        .take_while(|line| !line.contains("#[cfg(test)]"))
        .filter(|line| !line.starts_with("pub(crate) use "))
        .flat_map(str::bytes)
        .filter(|byte| !byte.is_ascii_whitespace())
        .fold(start, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(FNV_PRIME)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let tally = Tally {
            inputs: 1 << 32,
            worst: 0.875,
            at: 0x4080_0001,
            wrongly_rounded: 12,
        };
        let record = Record([("sin".to_owned(), (tally, 0x1234))].into());
        assert_eq!(Record::parse(&record.text()).unwrap(), record);
        assert!(Record::parse("sin\t12\n").is_err());
    }

    #[test]
    fn a_digest_is_of_code_alone() {
        let of = |text| digest_of(FNV_START, text);
        let code = "fn f() { 1 }\n";
        assert_eq!(
            of(code),
            of("/// One.\nfn f()\n{\n    1 // one\n}\n#[cfg(test)]\nmod tests {}\n")
        );
        assert_eq!(of(code), of("pub(crate) use one::g;\nfn f() { 1 }\n"));
        assert_ne!(of(code), of("fn f() { 2 }\n"));
    }
}
