//! Which operation sits on a kink, and the slopes on both sides of it.

// ANCHOR: listing
use calc_scalar::{Germ, Kinks, Real, kinks};

fn main() {
    show("relu at 0", kinks(|x| x.relu(), 0.0));
    show("abs at 0", kinks(|x| x.abs(), 0.0));
    show("max(x, 2x) at 0", kinks(|x| x.max(2.0 * x), 0.0));
    show("x·|x| at 0", kinks(|x| x * x.abs(), 0.0));
    show("a small network at 1", kinks(network, 1.0));
}

/// Two hidden neurons; one of them is exactly at its kink.
fn network(x: Germ<'_>) -> Germ<'_> {
    3.0 * (2.0 * x - 2.0).relu() + (x + 1.0).relu()
}

fn show(name: &str, found: Kinks) {
    println!("{name}: {found}");
}
// ANCHOR_END: listing
