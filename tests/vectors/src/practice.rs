//! What is left of `calc-nn`: copies, defaults, penalties.

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::{Glorot, Orthogonal};
use calc_nn::loss::{Huber, SquaredError};
use calc_nn::{
    Activate, Dense, Dropout, LayerNorm, Network, NoBias, Penalty, Workspace, Zero as _,
};
use calc_opt::rule::Sgd;

use crate::out::Out;

type T = f32;
type Layers = (Dense<2, 3, Tanh>, Dense<3, 2, Relu, NoBias>);
type Net = Network<Layers>;

const DATA: [([T; 2], usize); 3] = [([0.5, -2.0], 0), ([1.5, 1.0], 1), ([-0.25, 3.5], 1)];

fn weights(seed: u64) -> [T; Net::PARAMETERS] {
    let mut w = [0.0; Net::PARAMETERS];
    Net::init(&mut w, Glorot, seed);
    w
}

pub(crate) fn all(out: &mut Out<'_>) {
    const BYTES: usize = Net::saved_bytes::<T>();
    out.of::<T, _, _>(
        "calc_nn::Trainer::penalty",
        &[0.1, 0.0, 2.5],
        |strength: f64| {
            let (mut w, data) = (weights(3), [([0.5, -0.25], [1.0, 0.0])]);
            let trainer = Net::trainer(3).penalty(Penalty::l2(strength));
            let report = trainer.fit(SquaredError, &mut w, &data, &mut Sgd::new(0.1));
            (report, w, Penalty::l1(strength).value(&w))
        },
    );
    out.of::<T, _, _>("calc_nn, defaults", &[0_u32], |_| {
        let workspace = Workspace::<Layers, T, { Net::PARAMETERS }>::ZERO;
        (
            (Huber::default().delta, Orthogonal::default().gain),
            Clone::clone(&workspace).gradient,
            Net::train_bytes::<T, Sgd<T>>() > 100,
        )
    });
    out.of::<T, _, _>("calc_nn::Saved, copied", &[1_u64, 42], |seed| {
        let mut buffer = [0_u8; BYTES];
        let saved = Net::to_bytes(&weights(seed), &mut buffer).is_ok();
        let net = Net::in_place::<T>(&buffer).ok();
        (
            saved,
            net.map(|net| Clone::clone(&net).forward(&[0.5, -0.25])),
        )
    });
    out.of::<T, _, _>("calc_nn, other layers, quantised", &[1_u64, 42], |seed| {
        type Chance = Network<(
            Dense<2, 3>,
            LayerNorm<3>,
            Activate<3, Tanh>,
            Dropout<3, 40>,
            Dense<3, 2>,
        )>;
        let mut w: [T; Chance::PARAMETERS] = [0.0; Chance::PARAMETERS];
        Chance::init(&mut w, Glorot, seed);
        let mut buffer = [0_u8; Chance::QUANTISED_BYTES];
        let file = Chance::quantise(&w, &DATA.map(|(x, _)| x), &mut buffer).ok()?;
        let net = Chance::quantised(file).ok()?;
        Some(DATA.map(|(x, _)| net.forward(&x)))
    });
    out.of::<T, _, _>("calc_nn::LayerNorm, in place", &[1_u64, 42], |seed| {
        type Level = Network<(Dense<2, 3>, LayerNorm<3>)>;
        let mut w: [T; Level::PARAMETERS] = [0.0; Level::PARAMETERS];
        Level::init(&mut w, Glorot, seed);
        let mut buffer = [0_u8; Level::saved_bytes::<T>()];
        let file = Level::to_bytes(&w, &mut buffer).ok()?;
        let net = Level::in_place::<T>(file).ok()?;
        Some(DATA.map(|(x, _)| net.forward(&x)))
    });
    out.of::<T, _, _>("calc_nn::Quantised, copied", &[1_u64, 42], |seed| {
        let mut buffer = [0_u8; Net::QUANTISED_BYTES];
        let typical = DATA.map(|(x, _)| x);
        let file = Net::quantise(&weights(seed), &typical, &mut buffer).ok()?;
        let net = Clone::clone(&Net::quantised(file).ok()?);
        let answer = net.forward_int8(&[100, -100]);
        let answers = net.answers();
        Some((
            answer.map(|q| answers.of_int8::<T>(q)),
            net.confusion(&DATA).right(),
        ))
    });
}
