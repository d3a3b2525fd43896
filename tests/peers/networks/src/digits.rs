//! Handwritten digits: 64-32-10, relu, softmax cross-entropy, plain descent of rate 0.1, batches of 32,
//! single precision.

use std::hint::black_box;

use calc_nn::activation::Relu;
use calc_nn::init::He;
use calc_nn::loss::SoftmaxCrossEntropy;
use calc_nn::{Dense, Network};
use calc_opt::rule::Sgd;

use crate::data::{self, BATCH, Example};
use crate::shortest;

type Net = Network<(Dense<64, 32, Relu>, Dense<32, 10>)>;
const P: usize = Net::PARAMETERS;
const RATE: f32 = 0.1;

/// How many epochs the loss curves are compared over.
const EPOCHS: usize = 10;

/// How far two mean losses may be apart, relatively: single precision, other orders of sums.
const TOLERANCE: f32 = 1e-3;

/// Rounds of one epoch each.
const ROUNDS: usize = 40;

fn first_weights() -> [f32; P] {
    let mut w = [0.0; P];
    Net::init(&mut w, He, 1);
    w
}

/// Our parameters are `W₁ b₁ W₂ b₂`, and `W[i][j]` leads from `i` to `j`; others store the transpose.
fn parts(w: &[f32; P]) -> [Vec<f32>; 4] {
    let (w1, rest) = w.split_at(64 * 32);
    let (b1, rest) = rest.split_at(32);
    let (w2, b2) = rest.split_at(32 * 10);
    let transposed = |w: &[f32], outputs: usize| -> Vec<f32> {
        let columns = 0..outputs;
        columns
            .flat_map(|j| w.iter().skip(j).step_by(outputs).copied())
            .collect()
    };
    [
        transposed(w1, 32),
        b1.to_vec(),
        transposed(w2, 10),
        b2.to_vec(),
    ]
}

/// A library in the race: its weights, and an epoch that returns the mean loss.
trait Racer {
    fn epoch(&mut self) -> f32;

    /// An epoch without looking at the loss, where that is less work.
    fn run(&mut self) {
        black_box(self.epoch());
    }
}

struct Calc<'d> {
    w: [f32; P],
    data: &'d [Example],
}

impl Racer for Calc<'_> {
    fn epoch(&mut self) -> f32 {
        let trainer = Net::trainer(1).batch(BATCH);
        let mut rule = Sgd::new(RATE);
        trainer
            .fit(SoftmaxCrossEntropy, &mut self.w, self.data, &mut rule)
            .loss
    }
}

mod dfdx {
    use dfdx::prelude::*;

    use super::{BATCH, Example, RATE, Racer};

    type Mlp = (Linear<64, 32>, ReLU, Linear<32, 10>);
    type Model = <Mlp as BuildOnDevice<Cpu, f32>>::Built;
    type Batch = (
        Tensor<Rank2<BATCH, 64>, f32, Cpu>,
        Tensor<Rank2<BATCH, 10>, f32, Cpu>,
    );

    pub struct Dfdx {
        model: Model,
        rule: dfdx::optim::Sgd<Model, f32, Cpu>,
        gradients: Option<Gradients<f32, Cpu>>,
        batches: Vec<Batch>,
    }

    impl Dfdx {
        pub fn new([w1, b1, w2, b2]: &[Vec<f32>; 4], data: &[Example]) -> Self {
            let device = Cpu::default();
            let mut model = device.build_module::<Mlp, f32>();
            model.0.weight.copy_from(w1);
            model.0.bias.copy_from(b1);
            model.2.weight.copy_from(w2);
            model.2.bias.copy_from(b2);
            let config = SgdConfig {
                lr: f64::from(RATE),
                momentum: None,
                weight_decay: None,
            };
            let batches = data.chunks(BATCH).map(|batch| {
                let x: Vec<f32> = batch.iter().flat_map(|(x, _)| *x).collect();
                let one_hot = |class: usize| (0..10).map(move |i| f32::from(u8::from(i == class)));
                let y: Vec<f32> = batch
                    .iter()
                    .flat_map(|(_, class)| one_hot(*class))
                    .collect();
                (device.tensor(x), device.tensor(y))
            });
            Self {
                rule: dfdx::optim::Sgd::new(&model, config),
                gradients: Some(model.alloc_grads()),
                batches: batches.collect(),
                model,
            }
        }
    }

    impl Racer for Dfdx {
        fn epoch(&mut self) -> f32 {
            let mut sum = 0.0;
            for (x, y) in &self.batches {
                let gradients = self.gradients.take().expect("returned after each step");
                let answer = self.model.forward_mut(x.trace(gradients));
                let loss = cross_entropy_with_logits_loss(answer, y.clone());
                sum += loss.array();
                let mut gradients = loss.backward();
                self.rule
                    .update(&mut self.model, &gradients)
                    .expect("no unused parameter");
                self.model.zero_grads(&mut gradients);
                self.gradients = Some(gradients);
            }
            sum / self.batches.len() as f32
        }
    }
}

mod candle {
    use candle_core::{Device, Result, Tensor, Var};
    use candle_nn::{Optimizer as _, SGD};

    use super::{BATCH, Example, RATE, Racer};

    pub struct Candle {
        parameters: [Var; 4],
        rule: SGD,
        batches: Vec<(Tensor, Tensor)>,
    }

    impl Candle {
        pub fn new([w1, b1, w2, b2]: &[Vec<f32>; 4], data: &[Example]) -> Result<Self> {
            let cpu = &Device::Cpu;
            let parameters = [
                Var::from_slice(w1, (32, 64), cpu)?,
                Var::from_slice(b1, 32, cpu)?,
                Var::from_slice(w2, (10, 32), cpu)?,
                Var::from_slice(b2, 10, cpu)?,
            ];
            let batches = data.chunks(BATCH).map(|batch| {
                let x: Vec<f32> = batch.iter().flat_map(|(x, _)| *x).collect();
                let y: Vec<u32> = batch.iter().map(|(_, class)| *class as u32).collect();
                Ok((
                    Tensor::from_vec(x, (BATCH, 64), cpu)?,
                    Tensor::from_vec(y, BATCH, cpu)?,
                ))
            });
            Ok(Self {
                rule: SGD::new(parameters.to_vec(), f64::from(RATE))?,
                batches: batches.collect::<Result<_>>()?,
                parameters,
            })
        }

        /// `look` gets the loss of each step.
        fn steps(&mut self, mut look: impl FnMut(&Tensor) -> Result<()>) -> Result<()> {
            let [w1, b1, w2, b2] = &self.parameters;
            for (x, y) in &self.batches {
                let hidden = x.matmul(&w1.t()?)?.broadcast_add(b1)?.relu()?;
                let answer = hidden.matmul(&w2.t()?)?.broadcast_add(b2)?;
                let loss = candle_nn::loss::cross_entropy(&answer, y)?;
                self.rule.backward_step(&loss)?;
                look(&loss)?;
            }
            Ok(())
        }
    }

    impl Racer for Candle {
        fn epoch(&mut self) -> f32 {
            let mut sum = 0.0;
            let look = |loss: &Tensor| {
                sum += loss.to_scalar::<f32>()?;
                Ok(())
            };
            self.steps(look).expect("shapes that fit");
            sum / self.batches.len() as f32
        }

        fn run(&mut self) {
            self.steps(|_| Ok(())).expect("shapes that fit");
        }
    }
}

mod burn {
    use burn_tensor::{Device, Int, Tensor, TensorData, activation};

    use super::{BATCH, Example, RATE, Racer};

    /// The weights of a layer stand as `burn::nn::Linear` keeps them: a row for each input.
    pub struct Burn {
        w1: Tensor<2>,
        b1: Tensor<1>,
        w2: Tensor<2>,
        b2: Tensor<1>,
        batches: Vec<(Tensor<2>, Tensor<2, Int>)>,
    }

    impl Burn {
        pub fn new([w1, b1, w2, b2]: &[Vec<f32>; 4], data: &[Example]) -> Self {
            let device = &Device::flex().autodiff();
            let matrix = |w: &[f32], outputs: usize| {
                let inputs = w.len() / outputs;
                let columns = 0..inputs;
                let rows = columns.flat_map(|i| w.iter().skip(i).step_by(inputs).copied());
                let data = TensorData::new(rows.collect(), [inputs, outputs]);
                Tensor::<2>::from_data(data, device).require_grad()
            };
            let vector = |b: &[f32]| Tensor::<1>::from_data(b, device).require_grad();
            let batches = data.chunks(BATCH).map(|batch| {
                let x: Vec<f32> = batch.iter().flat_map(|(x, _)| *x).collect();
                let y: Vec<i64> = batch.iter().map(|(_, class)| *class as i64).collect();
                (
                    Tensor::from_data(TensorData::new(x, [BATCH, 64]), device),
                    Tensor::from_data(TensorData::new(y, [BATCH, 1]), device),
                )
            });
            Self {
                w1: matrix(w1, 32),
                b1: vector(b1),
                w2: matrix(w2, 10),
                b2: vector(b2),
                batches: batches.collect(),
            }
        }

        /// `look` gets the loss of each step.
        fn steps(&mut self, mut look: impl FnMut(Tensor<1>)) {
            for (x, y) in &self.batches {
                let hidden = x.clone().matmul(self.w1.clone()) + self.b1.clone().unsqueeze();
                let hidden = activation::relu(hidden);
                let answer = hidden.matmul(self.w2.clone()) + self.b2.clone().unsqueeze();
                // As in `burn::nn::loss::CrossEntropyLoss`.
                let loss = activation::log_softmax(answer, 1).gather(1, y.clone());
                let loss = loss.mean().neg();
                let mut gradients = loss.backward();
                macro_rules! step {
                    ($($parameter:ident),+) => {
                        $(let gradient = self.$parameter.grad_remove(&mut gradients);
                        let gradient = gradient.expect("every parameter matters");
                        let parameter = self.$parameter.clone().inner() - gradient * RATE;
                        self.$parameter = Tensor::from_inner(parameter).require_grad();)+
                    };
                }
                step!(w1, b1, w2, b2);
                look(loss);
            }
        }
    }

    impl Racer for Burn {
        fn epoch(&mut self) -> f32 {
            let mut sum = 0.0;
            self.steps(|loss| sum += loss.into_scalar::<f32>());
            sum / self.batches.len() as f32
        }

        fn run(&mut self) {
            self.steps(|_| ());
        }
    }
}

fn racers(data: &[Example]) -> Vec<(&'static str, Box<dyn Racer + '_>)> {
    let w = first_weights();
    let parts = parts(&w);
    let candle = candle::Candle::new(&parts, data).expect("shapes that fit");
    let burn = burn::Burn::new(&parts, data);
    vec![
        ("calc-nn", Box::new(Calc { w, data })),
        ("dfdx 0.13.0", Box::new(dfdx::Dfdx::new(&parts, data))),
        ("candle 0.11.1", Box::new(candle)),
        ("burn 0.22.1", Box::new(burn)),
    ]
}

/// For other programs: the parts of the first weights, then our mean losses, a line each.
pub fn start() {
    let line = |numbers: &[f32]| {
        let words: Vec<String> = numbers.iter().map(f32::to_string).collect();
        println!("{}", words.join(" "));
    };
    let w = first_weights();
    for part in &parts(&w) {
        line(part);
    }
    let data = data::digits();
    let mut ours = Calc { w, data: &data };
    line(&[(); EPOCHS].map(|()| ours.epoch()));
}

/// Equal curves first, then time.
pub fn race() {
    let data = data::digits();
    let mut curves: Vec<(&str, Vec<f32>)> = Vec::new();
    for (name, mut racer) in racers(&data) {
        curves.push((name, (0..EPOCHS).map(|_| racer.epoch()).collect()));
    }
    let (_, ours) = &curves[0];
    for (name, curve) in &curves {
        for (epoch, (theirs, ours)) in curve.iter().zip(ours).enumerate() {
            let distance = (theirs / ours - 1.0).abs();
            assert!(
                distance < TOLERANCE,
                "{name}, epoch {epoch}: {theirs} and not {ours}"
            );
        }
    }
    let mut racers: Vec<(&'static str, Box<dyn FnMut() + '_>)> = Vec::new();
    for (name, mut racer) in self::racers(&data) {
        racers.push((name, Box::new(move || racer.run())));
    }
    for ((name, seconds), (_, curve)) in shortest(ROUNDS, &mut racers).iter().zip(&curves) {
        println!("{name}\t{:.4}\t{:.6}", seconds * 1e3, curve[EPOCHS - 1]);
    }
}
