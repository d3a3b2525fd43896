//! What a program needs on a bare machine: a start, a voice, an end, and measures of what it cost.
//!
//! The only place with `unsafe` code in the project: start-up, the link to the host and the stack
//! are not Rust's.

#![no_std]

#[cfg(target_arch = "arm")]
#[path = "machine/cortex_m.rs"]
pub mod machine;
#[cfg(target_arch = "riscv32")]
#[path = "machine/riscv.rs"]
pub mod machine;
#[cfg(target_arch = "wasm32")]
#[path = "machine/wasm.rs"]
pub mod machine;

mod report;
#[cfg(not(target_arch = "wasm32"))]
mod measure;

#[cfg(not(target_arch = "wasm32"))]
pub use measure::{Answer, eight, measure};
pub use report::Report;

/// A program that cannot panic does not contain this; one that can does not link, because the
/// function it calls is nowhere. (WebAssembly: it may link, and import the function; no host has it.)
#[cfg(not(feature = "may-panic"))]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    unsafe extern "C" {
        fn this_program_can_panic() -> !;
    }
    // SAFETY: never runs, because it never links.
    unsafe { this_program_can_panic() }
}

/// Ends the program.
#[cfg(feature = "may-panic")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    machine::exit(1)
}
