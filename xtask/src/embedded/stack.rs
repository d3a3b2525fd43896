//! The most stack that a function of a Cortex-M program can take, read from its instructions.
//!
//! A function's frame is all that its instructions take off the stack pointer; the bound is the largest
//! sum of frames along the calls. Nothing is run, so a path that no measurement met is in it.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, bail};

/// The machine code of a program.
#[derive(Debug, Default)]
pub(crate) struct Code {
    /// Pieces of memory by address.
    pub(crate) memory: BTreeMap<u32, Vec<u8>>,
    /// Functions by address.
    pub(crate) functions: BTreeMap<u32, Function>,
    /// Where instructions begin (`true`) and data (`false`).
    pub(crate) marks: BTreeMap<u32, bool>,
}

impl Code {
    /// Functions written in assembly may not say where they end: they do where the next begins.
    pub(crate) fn close(&mut self) {
        let starts: Vec<u32> = self.functions.keys().copied().collect();
        let ends = self.memory.iter();
        let ends: Vec<u32> = ends
            .map(|(start, bytes)| {
                start.saturating_add(u32::try_from(bytes.len()).unwrap_or(u32::MAX))
            })
            .collect();
        for (&start, function) in &mut self.functions {
            if function.end == start {
                let next = starts.iter().chain(&ends).filter(|&&at| at > start).min();
                function.end = next.copied().unwrap_or(start);
            }
        }
    }
}

/// A function's name and end.
#[derive(Debug, Clone)]
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) end: u32,
}

/// What one function does with the stack.
#[derive(Debug, Default, PartialEq, Eq)]
struct Frame {
    bytes: u32,
    calls: Vec<u32>,
}

/// The bound for the function of this name, in bytes.
pub(crate) fn bound(code: &Code, name: &str) -> Result<u32> {
    let (&start, _) = code
        .functions
        .iter()
        .find(|(_, function)| function.name == name)
        .with_context(|| format!("no function `{name}`"))?;
    deepest(code, start, &mut Vec::new(), &mut BTreeMap::new())
}

fn deepest(
    code: &Code,
    start: u32,
    open: &mut Vec<u32>,
    known: &mut BTreeMap<u32, u32>,
) -> Result<u32> {
    if let Some(&bytes) = known.get(&start) {
        return Ok(bytes);
    }
    let function = &code.functions[&start];
    if open.contains(&start) {
        bail!("`{}` calls itself: no bound", function.name);
    }
    open.push(start);
    let frame = frame(code, start, function)?;
    let mut below = 0;
    for callee in frame.calls {
        below = below.max(deepest(code, callee, open, known)?);
    }
    open.pop();
    known.insert(start, frame.bytes + below);
    Ok(frame.bytes + below)
}

/// Reads the instructions of a function.
fn frame(code: &Code, start: u32, function: &Function) -> Result<Frame> {
    let mut frame = Frame::default();
    // What a register was last loaded with, for frames too large for an instruction's own number.
    let mut constants: [Option<u32>; 8] = [None; 8];
    let mut at = start;
    while at < function.end {
        if code
            .marks
            .range(..=at)
            .next_back()
            .is_some_and(|(_, &is_code)| !is_code)
        {
            at += 2;
            continue;
        }
        let first = half(code, at)?;
        let wide = first >> 11 >= 0b11101;
        let second = if wide { half(code, at + 2)? } else { 0 };
        let step = match wide {
            true => of_wide(at, first, second),
            false => of_narrow(code, at, first, &mut constants),
        };
        match step {
            Step::Other => {}
            Step::Takes(bytes) => frame.bytes += bytes,
            Step::Goes(target) if (start..function.end).contains(&target) => {}
            // The smallest core has no other long jump.
            Step::Calls(target) if (start + 1..function.end).contains(&target) => {}
            Step::Goes(target) | Step::Calls(target) => frame.calls.push(entry(code, target)?),
            Step::Unknown(what) => bail!("`{}` has {what} at {at:#x}: no bound", function.name),
        }
        at += if wide { 4 } else { 2 };
    }
    frame.calls.sort_unstable();
    frame.calls.dedup();
    Ok(frame)
}

/// What an instruction has to do with the stack.
enum Step {
    Other,
    /// So many bytes off the stack pointer.
    Takes(u32),
    /// A jump; out of the function it is a call.
    Goes(u32),
    Calls(u32),
    Unknown(&'static str),
}

/// An instruction of 16 bits.
fn of_narrow(code: &Code, at: u32, word: u16, constants: &mut [Option<u32>; 8]) -> Step {
    let low = u32::from(word & 0xff);
    match word {
        // push {…}
        _ if word & 0xfe00 == 0xb400 => Step::Takes((word & 0x1ff).count_ones() * 4),
        // sub sp, #…
        _ if word & 0xff80 == 0xb080 => Step::Takes(u32::from(word & 0x7f) * 4),
        // ldr r, [pc, #…]
        _ if word & 0xf800 == 0x4800 => {
            let place = ((at + 4) & !3) + low * 4;
            let value = half(code, place)
                .and_then(|bottom| Ok(u32::from(bottom) | u32::from(half(code, place + 2)?) << 16));
            constants[usize::from(word >> 8 & 7)] = value.ok();
            Step::Other
        }
        // add sp, r
        _ if word & 0xff87 == 0x4485 => match constants.get(usize::from(word >> 3 & 15)) {
            Some(Some(value)) if *value >> 31 == 1 => Step::Takes(value.wrapping_neg()),
            Some(Some(_)) => Step::Other,
            _ => Step::Unknown("a stack pointer that moves by an unknown number"),
        },
        // blx r; bx r, but for bx lr
        _ if word & 0xff87 == 0x4780 => Step::Unknown("a call of an unknown function"),
        _ if word & 0xff87 == 0x4700 && word >> 3 & 15 != 14 => {
            Step::Unknown("a jump to an unknown function")
        }
        // b<c>; the last two conditions are other instructions
        _ if word & 0xf000 == 0xd000 && word >> 8 & 15 < 14 => {
            Step::Goes(moved(at, signed(low << 1, 9)))
        }
        // b
        _ if word & 0xf800 == 0xe000 => {
            Step::Goes(moved(at, signed(u32::from(word & 0x7ff) << 1, 12)))
        }
        _ => Step::Other,
    }
}

/// An instruction of 32 bits.
fn of_wide(at: u32, first: u16, second: u16) -> Step {
    let imm12 = u32::from(first >> 10 & 1) << 11
        | u32::from(second >> 12 & 7) << 8
        | u32::from(second & 0xff);
    let to_sp = second & 0x8f00 == 0x0d00;
    match first {
        // push.w {…}
        0xe92d => Step::Takes(second.count_ones() * 4),
        // str.w r, [sp, #-…]!
        0xf84d if second & 0x0f00 == 0x0d00 => Step::Takes(u32::from(second & 0xff)),
        // strd r, r, [sp, #-…]!
        0xe96d => Step::Takes(u32::from(second & 0xff) * 4),
        // vpush {…}
        0xed2d | 0xed6d if second & 0x0e00 == 0x0a00 => Step::Takes(u32::from(second & 0xff) * 4),
        // sub.w sp, sp, #…
        0xf1ad | 0xf5ad if to_sp => Step::Takes(expanded(imm12)),
        // subw sp, sp, #…
        0xf2ad | 0xf6ad if to_sp => Step::Takes(imm12),
        // sub.w sp, sp, r
        0xebad if second & 0x0f00 == 0x0d00 => {
            Step::Unknown("a stack pointer that moves by a register")
        }
        _ if first & 0xf800 == 0xf000 && second & 0x8000 != 0 => {
            let s = u32::from(first >> 10 & 1);
            let (j1, j2) = (u32::from(second >> 13 & 1), u32::from(second >> 11 & 1));
            let far = s << 24
                | (1 ^ j1 ^ s) << 23
                | (1 ^ j2 ^ s) << 22
                | u32::from(first & 0x3ff) << 12
                | u32::from(second & 0x7ff) << 1;
            let near = s << 20
                | j2 << 19
                | j1 << 18
                | u32::from(first & 0x3f) << 12
                | u32::from(second & 0x7ff) << 1;
            match second & 0xd000 {
                // bl
                0xd000 => Step::Calls(moved(at, signed(far, 25))),
                // b.w
                0x9000 => Step::Goes(moved(at, signed(far, 25))),
                // b<c>.w; the last two conditions are other instructions
                0x8000 if first >> 6 & 15 < 14 => Step::Goes(moved(at, signed(near, 21))),
                _ => Step::Other,
            }
        }
        _ => Step::Other,
    }
}

/// The function at an address.
fn entry(code: &Code, target: u32) -> Result<u32> {
    code.functions
        .range(..=target)
        .next_back()
        .filter(|(_, function)| target < function.end)
        .map(|(&start, _)| start)
        .with_context(|| format!("a call of {target:#x}, where no function is"))
}

fn half(code: &Code, at: u32) -> Result<u16> {
    let piece = code.memory.range(..=at).next_back();
    piece
        .and_then(|(start, bytes)| bytes.get((at - start) as usize..)?.first_chunk())
        .map(|&bytes| u16::from_le_bytes(bytes))
        .with_context(|| format!("no instruction at {at:#x}"))
}

/// A number of so many bits, with its sign.
const fn signed(value: u32, bits: u32) -> i32 {
    (value << (32 - bits)).cast_signed() >> (32 - bits)
}

/// Where a jump goes: from the instruction two behind.
const fn moved(at: u32, by: i32) -> u32 {
    (at + 4).wrapping_add_signed(by)
}

/// The number that twelve bits of an instruction stand for.
fn expanded(imm12: u32) -> u32 {
    let byte = imm12 & 0xff;
    match imm12 >> 8 {
        0 => byte,
        1 => byte << 16 | byte,
        2 => byte << 24 | byte << 8,
        3 => byte * 0x0101_0101,
        _ => (0x80 | imm12 & 0x7f).rotate_right(imm12 >> 7),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Functions `a`, `b`, … of these words, one after the other from address 0.
    fn code(functions: &[&[u16]]) -> Code {
        let mut code = Code::default();
        let mut bytes = Vec::new();
        for (name, words) in ('a'..).zip(functions) {
            let start = u32::try_from(bytes.len()).unwrap();
            bytes.extend(words.iter().flat_map(|word| word.to_le_bytes()));
            let end = u32::try_from(bytes.len()).unwrap();
            let name = name.to_string();
            code.functions.insert(start, Function { name, end });
        }
        code.memory.insert(0, bytes);
        code
    }

    #[test]
    fn frames_are_added_along_the_deepest_calls() {
        // a: push {r4, lr}; sub sp, #16; bl b; bl c; pop {r4, pc}
        // b: push {r4-r7, lr}; pop {r4-r7, pc}        c: str.w lr, [sp, #-8]!; sub.w sp, sp, #1024
        let code = code(&[
            &[0xb510, 0xb084, 0xf000, 0xf803, 0xf000, 0xf803, 0xbd10],
            &[0xb5f0, 0xbdf0],
            &[0xf84d, 0xed08, 0xf5ad, 0x6d80],
        ]);
        assert_eq!(bound(&code, "b").unwrap(), 20);
        assert_eq!(bound(&code, "c").unwrap(), 8 + 1024);
        assert_eq!(bound(&code, "a").unwrap(), 8 + 16 + 8 + 1024);
    }

    #[test]
    fn a_large_frame_of_the_smallest_core_comes_from_memory() {
        // ldr r6, [pc, #0]; add sp, r6; .word -4104
        let mut code = code(&[&[0x4e00, 0x44b5, 0xeff8, 0xffff]]);
        code.marks.insert(4, false);
        assert_eq!(bound(&code, "a").unwrap(), 4104);
    }

    #[test]
    fn a_long_jump_within_a_function_is_no_call() {
        // push {r4, lr}; bl to the last instruction; nop; pop {r4, pc}
        let code = code(&[&[0xb510, 0xf000, 0xf800, 0xbf00, 0xbd10]]);
        assert_eq!(bound(&code, "a").unwrap(), 8);
    }

    #[test]
    fn what_has_no_bound_is_an_error() {
        // b a
        let recursive = code(&[&[0xf7ff, 0xfffe]]);
        assert!(
            bound(&recursive, "a")
                .unwrap_err()
                .to_string()
                .contains("itself")
        );
        // blx r3
        let indirect = code(&[&[0x4798]]);
        assert!(
            bound(&indirect, "a")
                .unwrap_err()
                .to_string()
                .contains("unknown function")
        );
        assert!(bound(&indirect, "z").is_err());
    }

    #[test]
    fn numbers_in_instructions_are_expanded() {
        assert_eq!(expanded(0x0ff), 255);
        // 1 in front of 7 bits, turned right by 22
        assert_eq!(expanded(0xb00), 0x80 << 10);
        assert_eq!(signed(0x1fe, 9), -2);
    }
}
