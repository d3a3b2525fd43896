//! Links as the programs beside do, and compiles the functions in C by Arm's GCC, optimised as the rest is.

use std::path::PathBuf;
use std::process::Command;
use std::{env, fs};

#[path = "../programs/build.rs"]
mod machine;

/// A Cortex-M4F, as the Rust target has it.
const PROCESSOR: [&str; 4] = [
    "-mcpu=cortex-m4",
    "-mthumb",
    "-mfloat-abi=hard",
    "-mfpu=fpv4-sp-d16",
];

fn main() {
    machine::main();
    println!("cargo:rerun-if-changed=c");
    if env::var("TARGET").as_deref() != Ok("thumbv7em-none-eabihf") {
        return;
    }
    let opt = match env::var("OPT_LEVEL")
        .expect("cargo sets OPT_LEVEL")
        .as_str()
    {
        "s" => "-Os",
        _ => "-O3",
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let mut sources: Vec<PathBuf> = fs::read_dir("c")
        .expect("the folder c")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    sources.sort_unstable();
    for source in sources {
        let name = source
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let object = out.join(format!("{name}.o"));
        let done = Command::new("arm-none-eabi-gcc")
            .args(PROCESSOR)
            .args([
                opt,
                "-std=c11",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-ffp-contract=off",
            ])
            .args(["-ffunction-sections", "-fdata-sections", "-c"])
            .arg(&source)
            .arg("-o")
            .arg(&object)
            .status()
            .is_ok_and(|status| status.success());
        if !done {
            println!(
                "cargo:warning={} was not compiled: is arm-none-eabi-gcc there?",
                source.display()
            );
            return;
        }
        let bin = format!("{name}__c");
        println!("cargo:rustc-link-arg-bin={bin}={}", object.display());
        for library in ["libm.a", "libc.a", "libgcc.a"] {
            println!("cargo:rustc-link-arg-bin={bin}={}", path_of(library));
        }
    }
}

/// Where the compiler has a library for this processor.
fn path_of(library: &str) -> String {
    let output = Command::new("arm-none-eabi-gcc")
        .args(PROCESSOR)
        .arg(format!("-print-file-name={library}"))
        .output()
        .expect("the compiler has just run");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
