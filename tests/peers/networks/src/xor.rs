//! XOR: 2-4-1, sigmoids, half the squared error, a step after each example, double precision.

use std::hint::black_box;

use calc_nn::activation::Sigmoid;
use calc_nn::loss::SquaredError;
use calc_nn::{Dense, Network};
use mynn::activations::SIGMOID;
use mynn::network::{EndLayer, ProcessLayer};

use crate::shortest;

type Net = Network<(Dense<2, 4, Sigmoid>, Dense<4, 1, Sigmoid>)>;
const P: usize = Net::PARAMETERS;
const RATE: f64 = 0.5;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

/// Epochs of four steps in a round, and rounds.
const EPOCHS: usize = 2500;
const ROUNDS: usize = 40;

fn first_weights() -> [f64; P] {
    let mut w = [0.0; P];
    Net::init(&mut w, calc_nn::init::Glorot, 1);
    w
}

/// The mean loss of four steps.
fn calc_epoch(w: &mut [f64; P]) -> f64 {
    let losses = XOR.map(|(x, y)| Net::step(SquaredError, w, &x, &y, RATE));
    losses.iter().sum::<f64>() / 4.0
}

type Mynn = ProcessLayer<4, 2, 1, ProcessLayer<1, 4, 1, EndLayer<1>>>;

fn mynn(w: &[f64; P]) -> Mynn {
    let hidden = [0, 1, 2, 3].map(|j| [w[j], w[4 + j]]);
    let output = [[w[12], w[13], w[14], w[15]]];
    let last = ProcessLayer::new_with(EndLayer(), output, [w[16]]);
    ProcessLayer::new_with(last, hidden, [w[8], w[9], w[10], w[11]])
}

#[cfg(feature = "fann")]
mod fann {
    use std::ffi::{c_double, c_float, c_int, c_uint, c_void};
    use std::ptr::NonNull;

    use super::{P, RATE, XOR};

    // As in /usr/include/fann.h of FANN 2.2.0, with `fann_type` double.
    #[link(name = "doublefann")]
    unsafe extern "C" {
        fn fann_create_standard_array(layers: c_uint, sizes: *const c_uint) -> *mut c_void;
        fn fann_destroy(network: *mut c_void);
        fn fann_set_activation_function_hidden(network: *mut c_void, function: c_int);
        fn fann_set_activation_function_output(network: *mut c_void, function: c_int);
        fn fann_set_activation_steepness_hidden(network: *mut c_void, steepness: c_double);
        fn fann_set_activation_steepness_output(network: *mut c_void, steepness: c_double);
        fn fann_set_train_error_function(network: *mut c_void, function: c_int);
        fn fann_set_learning_rate(network: *mut c_void, rate: c_float);
        fn fann_set_weight(network: *mut c_void, from: c_uint, to: c_uint, weight: c_double);
        fn fann_train(network: *mut c_void, x: *const c_double, y: *const c_double);
        fn fann_get_MSE(network: *mut c_void) -> c_float;
        fn fann_reset_MSE(network: *mut c_void);
    }

    /// `1/(1 + e^(−2·steepness·x))`.
    const SIGMOID: c_int = 3;
    /// Plain differences.
    const LINEAR: c_int = 0;

    pub struct Fann(NonNull<c_void>);

    impl Fann {
        /// Neurons 0 and 1 are the inputs and 2 their bias, 3 to 6 are hidden and 7 is their bias.
        pub fn new(w: &[f64; P]) -> Self {
            let sizes = [2, 4, 1];
            // SAFETY: three sizes; the network lives until `drop`; all neurons named exist.
            unsafe {
                let network =
                    NonNull::new(fann_create_standard_array(3, sizes.as_ptr())).expect("memory");
                let raw = network.as_ptr();
                fann_set_activation_function_hidden(raw, SIGMOID);
                fann_set_activation_function_output(raw, SIGMOID);
                fann_set_activation_steepness_hidden(raw, 0.5);
                fann_set_activation_steepness_output(raw, 0.5);
                fann_set_train_error_function(raw, LINEAR);
                fann_set_learning_rate(raw, RATE as c_float);
                for j in 0..4_u32 {
                    for i in 0..3_u32 {
                        fann_set_weight(raw, i, 3 + j, w[(4 * i + j) as usize]);
                    }
                    fann_set_weight(raw, 3 + j, 8, w[12 + j as usize]);
                }
                fann_set_weight(raw, 7, 8, w[16]);
                Self(network)
            }
        }

        pub fn epoch(&mut self) {
            for (x, y) in &XOR {
                // SAFETY: two inputs and one output, as the network was made for.
                unsafe { fann_train(self.0.as_ptr(), x.as_ptr(), y.as_ptr()) }
            }
        }

        /// Half of the mean squared error since the last call, in single precision.
        pub fn loss(&mut self) -> f64 {
            // SAFETY: the network is alive.
            unsafe {
                let found = f64::from(fann_get_MSE(self.0.as_ptr())) / 2.0;
                fann_reset_MSE(self.0.as_ptr());
                found
            }
        }
    }

    impl Drop for Fann {
        fn drop(&mut self) {
            // SAFETY: made by `new`, destroyed once.
            unsafe { fann_destroy(self.0.as_ptr()) }
        }
    }
}

pub fn race() {
    let start = first_weights();
    #[cfg(feature = "fann")]
    {
        let (mut w, mut peer) = (start, fann::Fann::new(&start));
        for epoch in 0..500 {
            let ours = calc_epoch(&mut w);
            peer.epoch();
            let theirs = peer.loss();
            assert!(
                (theirs / ours - 1.0).abs() < 1e-5,
                "epoch {epoch}: {theirs} and not {ours}"
            );
        }
    }
    let (inputs, targets) = (XOR.map(|(x, _)| x), XOR.map(|(_, y)| y));
    let (mut w, mut peer) = (start, mynn(&start));
    let mut racers: Vec<(&'static str, Box<dyn FnMut()>)> = vec![
        (
            "calc-nn",
            Box::new(move || {
                for _ in 0..EPOCHS {
                    black_box(calc_epoch(&mut w));
                }
            }),
        ),
        (
            "mynn 0.1.2",
            Box::new(move || peer.train(RATE, inputs, targets, EPOCHS, &SIGMOID)),
        ),
    ];
    #[cfg(feature = "fann")]
    {
        let mut peer = fann::Fann::new(&start);
        racers.push((
            "FANN 2.2.0",
            Box::new(move || {
                for _ in 0..EPOCHS {
                    peer.epoch();
                }
            }),
        ));
    }
    for (name, seconds) in shortest(ROUNDS, &mut racers) {
        println!("{name}\t{:.2}", seconds * 1e9 / (4 * EPOCHS) as f64);
    }
}
