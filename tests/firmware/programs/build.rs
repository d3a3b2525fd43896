//! Says where the memory of the machine is, and passes the linker script of its start-up code.

use std::path::PathBuf;
use std::{env, fs};

/// The memories of the machine that programs for a target run on.
const MEMORIES: [(&str, &str); 4] = [
    // microbit
    (
        "thumbv6m-none-eabi",
        "FLASH : ORIGIN = 0, LENGTH = 256K  RAM : ORIGIN = 0x20000000, LENGTH = 16K",
    ),
    // lm3s6965evb
    (
        "thumbv7m-none-eabi",
        "FLASH : ORIGIN = 0, LENGTH = 256K  RAM : ORIGIN = 0x20000000, LENGTH = 64K",
    ),
    // mps2-an386 and mps2-an500, which have more RAM: so much is on most chips with these cores, and
    // a program that needs more does not end.
    (
        "thumbv7em-none-eabihf",
        "FLASH : ORIGIN = 0, LENGTH = 4M  RAM : ORIGIN = 0x20000000, LENGTH = 64K",
    ),
    // virt
    (
        "riscv32imac-unknown-none-elf",
        "FLASH : ORIGIN = 0x80000000, LENGTH = 4M  RAM : ORIGIN = 0x80400000, LENGTH = 4M",
    ),
];

/// Where `riscv-rt` puts what.
const REGIONS: &str = r#"
REGION_ALIAS("REGION_TEXT", FLASH);
REGION_ALIAS("REGION_RODATA", FLASH);
REGION_ALIAS("REGION_DATA", RAM);
REGION_ALIAS("REGION_BSS", RAM);
REGION_ALIAS("REGION_HEAP", RAM);
REGION_ALIAS("REGION_STACK", RAM);
"#;

pub(crate) fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let target = env::var("TARGET").expect("cargo sets TARGET");
    if target.starts_with("wasm32") {
        println!("cargo:rustc-link-arg=--export=run");
        return;
    }
    let Some((_, memory)) = MEMORIES.iter().find(|(name, _)| *name == target) else {
        panic!("no machine runs programs for {target}; build.rs has the list");
    };
    let riscv = target.starts_with("riscv32");
    let regions = if riscv { REGIONS } else { "" };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(
        out.join("memory.x"),
        format!("MEMORY {{ {memory} }}\n{regions}"),
    )
    .expect("memory.x");
    // `cortex-m-rt` asks what the interrupts of the device are called.
    fs::write(out.join("device.x"), "").expect("device.x");
    println!("cargo:rustc-link-search={}", out.display());
    if riscv {
        println!("cargo:rustc-link-arg=-Tmemory.x");
    } else {
        println!("cargo:rustc-link-arg=--nmagic");
    }
    println!("cargo:rustc-link-arg=-Tlink.x");
}
