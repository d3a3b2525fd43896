//! Writes the lines of the parts named (all if none is) to the standard output; with `--in-full`, all
//! numbers of them.

use std::io::{Write as _, stdout};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    let (flags, wanted): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|name| name == "--in-full");
    for (name, part) in calc_vectors::PARTS {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            let mut write = |piece: &str| text.push_str(piece);
            part(&mut calc_vectors::Out::new(&mut write).in_full(!flags.is_empty()));
        }
    }
    stdout().write_all(text.as_bytes())
}
