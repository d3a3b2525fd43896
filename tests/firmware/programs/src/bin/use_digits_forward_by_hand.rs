//! A prediction of a 64-32-10 network in plain loops.

#![no_std]
#![no_main]

use core::hint::black_box;

/// The weights and biases of two layers.
struct Weights {
    hidden: [[f32; 32]; 64],
    hidden_bias: [f32; 32],
    output: [[f32; 10]; 32],
    output_bias: [f32; 10],
}

/// In flash, as a trained network would be.
static WEIGHTS: Weights = Weights {
    hidden: [[0.01; 32]; 64],
    hidden_bias: [0.01; 32],
    output: [[0.01; 10]; 32],
    output_bias: [0.01; 10],
};

fn predict(w: &Weights, x: &[f32; 64]) -> [f32; 10] {
    let mut hidden = w.hidden_bias;
    for (row, &x) in w.hidden.iter().zip(x) {
        for (sum, &w) in hidden.iter_mut().zip(row) {
            *sum += w * x;
        }
    }
    let mut output = w.output_bias;
    for (row, &x) in w.output.iter().zip(&hidden) {
        let x = if x > 0.0 { x } else { 0.0 };
        for (sum, &w) in output.iter_mut().zip(row) {
            *sum += w * x;
        }
    }
    output
}

calc_programs::measured!(|| {
    let x = black_box([0.5_f32; 64]);
    black_box(predict(black_box(&WEIGHTS), &x));
});
