//! A network that was trained in PyTorch goes on learning here, and goes back.
//!
//! ```text
//! cargo run -p calc-nn --example safetensors                    # reads pytorch.safetensors beside this file
//! cargo run -p calc-nn --example safetensors -- IN OUT          # reads one of yours, writes another
//! ```
//!
//! `pytorch.py` made the file, and reads what comes back. Copy `exchange.rs` into a program of your own: it
//! reads and writes the parameters of any network of dense layers and layer norms, in single or double precision.

mod exchange;

use core::error::Error;
use std::fs;

use calc_nn::activation::Relu;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network};
use calc_opt::rule::Adam;

// In Python: Sequential(Linear(64, 16), ReLU(), Linear(16, 10)).
type Layers = (Dense<64, 16, Relu>, Dense<16, 10>);
type Net = Network<Layers>;

/// In a `Sequential` of PyTorch, the activation has a number, too.
const NAMES: [&str; 2] = ["0", "2"];

const HERE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/safetensors");

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next();
    let file = file.unwrap_or_else(|| format!("{HERE}/pytorch.safetensors"));
    let mut w = [0.0_f32; Net::PARAMETERS];
    exchange::read::<Layers, _, _>(&fs::read(&file)?, &NAMES, &mut w)?;
    println!("{file}: {} parameters", Net::PARAMETERS);

    // A few steps here: on one picture, a bar that is to be read as a 1.
    let bar = core::array::from_fn(|i| if (3..5).contains(&(i % 8)) { 1.0 } else { 0.0 });
    let before = Net::loss(SoftmaxCrossEntropy, &w, &bar, &1);
    let report = Net::fit(
        SoftmaxCrossEntropy,
        &mut w,
        &[(bar, 1)],
        &mut Adam::new(1e-3),
        10,
    );
    println!(
        "loss on a bar: {before:.4}, and {:.4} after ten steps here",
        report.loss
    );

    if let Some(out) = arguments.next() {
        fs::write(&out, exchange::write::<Layers, _, _>(&w, &NAMES)?)?;
        println!("{out}: written; `python pytorch.py pytorch {out}` reads it");
    }
    Ok(())
}
