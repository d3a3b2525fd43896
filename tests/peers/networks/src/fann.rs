//! FANN, a library in C, in double precision: on Debian and Ubuntu `apt-get install libfann-dev`.

use std::ffi::{c_double, c_float, c_int, c_uint, c_void};
use std::ptr::NonNull;

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

/// What a layer does to its sums: the number of the function, and its steepness.
#[derive(Clone, Copy)]
pub struct Activation(c_int, c_double);

/// `x`
pub const LINEAR: Activation = Activation(0, 1.0);
/// `1/(1 + e^(−2·steepness·x))`, whose slope FANN does not let fall below that at 0.01 and 0.99.
pub const SIGMOID: Activation = Activation(3, 0.5);
/// `x/(1 + |x|)`
pub const SOFTSIGN: Activation = Activation(11, 1.0);

/// Plain differences as errors.
const DIFFERENCES: c_int = 0;

/// A network of one hidden layer.
pub struct Fann {
    network: NonNull<c_void>,
    inputs: usize,
    outputs: usize,
}

impl Fann {
    /// From our parameters `W₁ b₁ W₂ b₂`. In FANN the inputs come first, then their bias, the hidden neurons and
    /// theirs, and the outputs.
    pub fn new(
        [i, h, o]: [u32; 3],
        w: &[f64],
        [hidden, output]: [Activation; 2],
        rate: f64,
    ) -> Self {
        let sizes = [i, h, o];
        // SAFETY: three sizes; the network lives until `drop`; all neurons named exist.
        unsafe {
            let network = fann_create_standard_array(3, sizes.as_ptr());
            let network = NonNull::new(network).expect("memory");
            let raw = network.as_ptr();
            fann_set_activation_function_hidden(raw, hidden.0);
            fann_set_activation_function_output(raw, output.0);
            fann_set_activation_steepness_hidden(raw, hidden.1);
            fann_set_activation_steepness_output(raw, output.1);
            fann_set_train_error_function(raw, DIFFERENCES);
            fann_set_learning_rate(raw, rate as c_float);
            let mut w = w.iter();
            for (first, from, to) in [(0, i, h), (i + 1, h, o)] {
                let target = first + from + 1;
                // The bias is the last, in ours as in FANN.
                for source in first..=first + from {
                    for j in 0..to {
                        let weight = w.next().expect("as many as parameters");
                        fann_set_weight(raw, source, target + j, *weight);
                    }
                }
            }
            Self {
                network,
                inputs: i as usize,
                outputs: o as usize,
            }
        }
    }

    /// A step of descent on one example.
    pub fn step(&mut self, x: &[f64], y: &[f64]) {
        assert!(x.len() == self.inputs && y.len() == self.outputs);
        // SAFETY: as many inputs and outputs as the network was made for.
        unsafe { fann_train(self.network.as_ptr(), x.as_ptr(), y.as_ptr()) }
    }

    /// The mean of half the squared distance since the last call, in single precision.
    pub fn loss(&mut self) -> f64 {
        // SAFETY: the network is alive.
        let mean = unsafe {
            let mean = fann_get_MSE(self.network.as_ptr());
            fann_reset_MSE(self.network.as_ptr());
            mean
        };
        f64::from(mean) * self.outputs as f64 / 2.0
    }
}

impl Drop for Fann {
    fn drop(&mut self) {
        // SAFETY: made by `new`, destroyed once.
        unsafe { fann_destroy(self.network.as_ptr()) }
    }
}
