//! Cortex-M under QEMU.

use core::ffi::CStr;

use cortex_m::peripheral::{Peripherals, SYST, syst::SystClkSource};
use cortex_m::register::msp;
pub use cortex_m_rt::entry;
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

/// The ticks of a clock that QEMU drives by the instructions executed; it wraps after 2²⁴.
#[allow(
    missing_debug_implementations,
    reason = "the peripheral in it has none"
)]
pub struct Clock(SYST);

impl Clock {
    /// Starts it.
    #[must_use]
    pub fn start() -> Self {
        // SAFETY: nothing else in the program uses a peripheral.
        let mut clock = unsafe { Peripherals::steal() }.SYST;
        clock.set_clock_source(SystClkSource::Core);
        clock.set_reload(Self::BITS);
        clock.clear_current();
        clock.enable_counter();
        Self(clock)
    }

    /// The bits of the time between.
    pub const BITS: u32 = 0x00ff_ffff;

    /// Now; later minus sooner is the time between.
    #[inline(always)]
    pub fn now(&mut self) -> u32 {
        // It counts down.
        Self::BITS - SYST::get_current()
    }

    /// Whether it has wrapped since this was asked last.
    pub fn has_wrapped(&mut self) -> bool {
        self.0.has_wrapped()
    }
}

/// The stack pointer.
#[inline(always)]
pub fn stack_pointer() -> usize {
    msp::read() as usize
}

/// The lowest address that the stack may grow down to.
#[inline(always)]
pub fn stack_limit() -> usize {
    unsafe extern "C" {
        static _stack_end: u32;
    }
    &raw const _stack_end as usize
}

/// The interrupts of the device: none is used.
#[unsafe(link_section = ".vector_table.interrupts")]
#[unsafe(no_mangle)]
pub static __INTERRUPTS: [usize; 1] = [0];
