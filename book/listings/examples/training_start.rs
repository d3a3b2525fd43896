//! Placeholder.

// ANCHOR: listing
fn main() {
    println!("placeholder = 1");
}
// ANCHOR_END: listing
