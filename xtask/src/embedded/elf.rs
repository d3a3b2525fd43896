//! What is in a program: symbols, sizes, and who refers to whom.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use addr2line::gimli::{self, EndianSlice, RunTimeEndian};
use anyhow::{Context as _, Result};
use object::{
    File, Object as _, ObjectSection as _, ObjectSymbol as _, RelocationTarget, SectionFlags,
    SectionKind, SymbolKind, elf,
};

use super::stack::{Code, Function};

/// A program's bytes.
pub(crate) struct Program(Vec<u8>);

/// How much memory of each kind a program takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sizes {
    pub(crate) flash: u32,
    /// Of the flash: functions that the compiler calls where the core has no instruction.
    pub(crate) routines: u32,
    pub(crate) ram: u32,
}

/// A place in a function that refers to another function.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Reference {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) address: u64,
}

impl Program {
    pub(crate) fn read(path: &Path) -> Result<Self> {
        fs::read(path)
            .map(Self)
            .with_context(|| format!("reading {}", path.display()))
    }

    fn file(&self) -> Result<File<'_>> {
        File::parse(&*self.0).context("not a program")
    }

    /// The names of all functions, demangled.
    pub(crate) fn functions(&self) -> Result<Vec<String>> {
        let file = self.file()?;
        Ok(file
            .symbols()
            .filter(|symbol| symbol.kind() == SymbolKind::Text)
            .filter_map(|symbol| symbol.name().ok())
            .map(demangled)
            .collect())
    }

    /// The instructions of a program for Cortex-M, to be read.
    pub(crate) fn code(&self) -> Result<Code> {
        let file = self.file()?;
        let mut code = Code::default();
        for section in file.sections().filter(|s| s.kind() == SectionKind::Text) {
            let start = u32::try_from(section.address())?;
            code.memory.insert(start, section.data()?.to_vec());
        }
        for symbol in file.symbols() {
            let (Ok(name), Ok(address)) = (symbol.name(), u32::try_from(symbol.address())) else {
                continue;
            };
            // The lowest bit of an address says that the code is Thumb.
            let address = address & !1;
            match name.get(..2) {
                Some("$t") => drop(code.marks.insert(address, true)),
                Some("$d") => drop(code.marks.insert(address, false)),
                _ if symbol.kind() == SymbolKind::Text => {
                    let end = address + u32::try_from(symbol.size())?;
                    let name = demangled(name);
                    code.functions.insert(address, Function { name, end });
                }
                _ => {}
            }
        }
        code.close();
        Ok(code)
    }

    /// Flash holds what is loaded, RAM what can be written; initial values are in both.
    pub(crate) fn sizes(&self) -> Result<Sizes> {
        let mut sizes = Sizes {
            flash: 0,
            routines: 0,
            ram: 0,
        };
        let file = self.file()?;
        for section in file.sections() {
            let SectionFlags::Elf { sh_flags, .. } = section.flags() else {
                continue;
            };
            if !sh_flags.contains(elf::SHF_ALLOC) {
                continue;
            }
            // Room kept for heap and stack is no data.
            if matches!(section.name(), Ok(".heap" | ".stack")) {
                continue;
            }
            let size = u32::try_from(section.size())?;
            if section.kind() != SectionKind::UninitializedData {
                sizes.flash += size;
            }
            if sh_flags.contains(elf::SHF_WRITE) {
                sizes.ram += size;
            }
        }
        // Some have several names at one address.
        let routines: BTreeMap<u64, u64> = file
            .symbols()
            .filter(|symbol| symbol.kind() == SymbolKind::Text)
            .filter(|symbol| symbol.name().is_ok_and(|name| is_routine(&demangled(name))))
            .map(|symbol| (symbol.address(), symbol.size()))
            .collect();
        sizes.routines = u32::try_from(routines.values().sum::<u64>())?;
        Ok(sizes)
    }

    /// Every reference from function to function, in a program linked with `--emit-relocs`.
    pub(crate) fn references(&self) -> Result<Vec<Reference>> {
        let file = self.file()?;
        let mut functions: Vec<(u64, u64, String)> = file
            .symbols()
            .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0)
            .filter_map(|symbol| {
                // The lowest bit of an address says that the code is Thumb.
                let start = symbol.address() & !1;
                Some((start, start + symbol.size(), demangled(symbol.name().ok()?)))
            })
            .collect();
        functions.sort_unstable();
        let at = |address: u64| {
            let next = functions.partition_point(|(start, ..)| *start <= address);
            functions[..next]
                .last()
                .filter(|(_, end, _)| address < *end)
                .map(|(.., name)| name.clone())
        };
        let mut found = Vec::new();
        for section in file.sections() {
            for (address, relocation) in section.relocations() {
                let RelocationTarget::Symbol(index) = relocation.target() else {
                    continue;
                };
                let Ok(symbol) = file.symbol_by_index(index) else {
                    continue;
                };
                let to = match symbol.kind() {
                    SymbolKind::Text => demangled(symbol.name().unwrap_or_default()),
                    _ => continue,
                };
                if let Some(from) = at(address).filter(|from| *from != to) {
                    found.push(Reference { from, to, address });
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// The functions inlined at an address, innermost first, with their lines.
    pub(crate) fn frames(&self, address: u64) -> Result<Vec<String>> {
        let file = self.file()?;
        let endian = if file.is_little_endian() {
            RunTimeEndian::Little
        } else {
            RunTimeEndian::Big
        };
        let sections = gimli::DwarfSections::load(|id| {
            let data = match file.section_by_name(id.name()) {
                Some(section) => section.uncompressed_data().unwrap_or_default(),
                None => Cow::Borrowed(&[][..]),
            };
            Ok::<_, gimli::Error>(data)
        })?;
        let dwarf = sections.borrow(|section| EndianSlice::new(section, endian));
        let context = addr2line::Context::from_dwarf(dwarf)?;
        let mut frames = context.find_frames(address).skip_all_loads()?;
        let mut lines = Vec::new();
        while let Some(frame) = frames.next()? {
            let name = match &frame.function {
                Some(function) => demangled(&function.raw_name()?),
                None => continue,
            };
            let place = frame.location.and_then(|l| Some((l.file?, l.line?)));
            lines.push(match place {
                Some((file, line)) => format!("{name} ({}:{line})", short(file)),
                None => name,
            });
        }
        Ok(lines)
    }
}

/// Whether a function is of the compiler's own library.
fn is_routine(name: &str) -> bool {
    let gcc = |rest: &str| rest.ends_with(['2', '3']) && !rest.contains(':');
    name.starts_with("compiler_builtins::")
        || name.starts_with("__aeabi_")
        || name.strip_prefix("__").is_some_and(gcc)
        || matches!(name, "memcpy" | "memmove" | "memset" | "memcmp")
}

/// A path from the workspace's folders on.
fn short(file: &str) -> &str {
    ["crates/calc-", "tests/", "library/core/"]
        .iter()
        .find_map(|start| file.find(start))
        .map_or(file, |start| &file[start..])
}

/// A symbol's name as one writes it.
fn demangled(name: &str) -> String {
    format!("{:#}", rustc_demangle::demangle(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routines_of_the_compiler_are_known_by_their_names() {
        for name in [
            "__aeabi_fadd",
            "compiler_builtins::float::add::__adddf3",
            "__clzsi2",
            "memcpy",
        ] {
            assert!(is_routine(name), "{name}");
        }
        for name in ["libm::math::expf::expf", "the_use", "__INTERRUPTS", "Reset"] {
            assert!(!is_routine(name), "{name}");
        }
    }
}
