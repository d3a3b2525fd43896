//! WebAssembly in a JavaScript engine.

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    #[link_name = "write"]
    fn host_write(text: *const u8, length: usize);
}

/// Writes the first `length` bytes of `text` to the host.
pub fn write(text: &mut [u8], length: usize) {
    let length = length.min(text.len());
    // SAFETY: the host reads these bytes, which are there, and keeps nothing.
    unsafe { host_write(text.as_ptr(), length) }
}

/// Ends the program.
#[cfg(feature = "may-panic")]
pub fn exit(_code: i32) -> ! {
    core::arch::wasm32::unreachable()
}
