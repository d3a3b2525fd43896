//! RISC-V under QEMU.

use core::ffi::CStr;

use riscv::register::minstret;
pub use riscv_rt::entry;
use semihosting::{
    process,
    sys::arm_compat::{sys_write0, sys_writec},
};

/// Writes the first `length` bytes of `text` to the host; the byte behind them is overwritten.
pub fn write(text: &mut [u8], length: usize) {
    if let Some(end) = text.get_mut(length) {
        *end = 0;
    }
    if let Ok(text) = CStr::from_bytes_until_nul(text) {
        sys_write0(text);
    }
}

/// Writes a byte to the host.
pub fn put(byte: u8) {
    sys_writec(byte);
}

/// Ends the program, and QEMU with this code.
pub fn exit(code: i32) -> ! {
    process::exit(code)
}

/// The number of instructions executed.
#[derive(Debug)]
pub struct Clock;

impl Clock {
    /// Starts it.
    #[must_use]
    pub fn start() -> Self {
        Self
    }

    /// The bits of the number between.
    pub const BITS: u32 = u32::MAX;

    /// Now; later minus sooner is the number between.
    #[inline(always)]
    pub fn now(&mut self) -> u32 {
        minstret::read() as u32
    }

    /// Whether it has wrapped: not after the few instructions of a test.
    pub fn has_wrapped(&mut self) -> bool {
        false
    }
}

/// The stack pointer.
#[inline(always)]
pub fn stack_pointer() -> usize {
    let here: usize;
    // SAFETY: reads a register.
    unsafe { core::arch::asm!("mv {}, sp", out(reg) here, options(nomem, nostack)) }
    here
}

/// The lowest address that is watched: the stack is the end of a large memory.
#[inline(always)]
pub fn stack_limit() -> usize {
    stack_pointer() / 4 * 4 - 64 * 1024
}
