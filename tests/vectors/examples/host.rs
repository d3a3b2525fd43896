//! Writes the lines of the parts named (all if none is) to the standard output.

use std::io::{Write as _, stdout};

fn main() -> std::io::Result<()> {
    let mut text = String::new();
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    for (name, part) in calc_vectors::PARTS {
        if wanted.is_empty() || wanted.iter().any(|w| w == name) {
            part(&mut calc_vectors::Out::new(&mut |piece| {
                text.push_str(piece);
            }));
        }
    }
    stdout().write_all(text.as_bytes())
}
