//~ `Saved<'_, Dense<3, 1>, f32>` holds no parameters of these layers
//~ an array `[T; Net::PARAMETERS]` does, or a `Saved` network of the same layers
use calc_nn::{Dense, Network};
fn main() {
    let head = Network::<Dense<3, 1>>::in_place::<f32>(&[]).unwrap();
    let mut buffer = [0; 100];
    let _ = Network::<(Dense<2, 3>, Dense<3, 1>)>::to_bytes_joined(&head, &[0.0_f32; 4], &mut buffer);
}
