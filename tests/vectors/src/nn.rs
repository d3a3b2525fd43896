//! The functions of `calc-nn`, in both precisions.

use core::ops::ControlFlow;

use calc_nn::activation::{
    Activation, Elu, Gelu, GeluTanh, HardSigmoid, HardSwish, HardTanh, Identity, LeakyRelu, Mish,
    Relu, Relu6, Selu, Sigmoid, Silu, Softplus, Softsign, Tanh,
};
use calc_nn::init::{
    Glorot, GlorotNormal, He, HeNormal, Initialiser, LeCun, LeCunNormal, Normal, Orthogonal,
    Uniform, Zeros,
};
use calc_nn::loss::{
    BinaryCrossEntropyWithLogits, Hinge, Huber, LogCosh, Loss, MeanAbsoluteError, MeanSquaredError,
    MulticlassHinge, SoftmaxCrossEntropy, SquaredError, softmax,
};
use calc_nn::metrics::{self, Confusion};
use calc_nn::{
    Activate, Dense, Dropout, EarlyStop, Examples, LayerNorm, Network, NoBias, Penalty, Random,
    Softmax, Workspace, Zero as _,
};
use calc_opt::rule::{Adam, Sgd};
use calc_scalar::Float;

use crate::near::Precision;
use crate::out::Out;

type Xor = Network<(Dense<2, 4, Tanh>, Dense<4, 1>)>;
type Deep = Network<(
    Dense<3, 4, Silu>,
    Dense<4, 3, LeakyRelu, NoBias>,
    Dense<3, 2, Sigmoid>,
)>;

type Mixed = Network<(
    LayerNorm<3>,
    Activate<3, Gelu>,
    Dense<3, 4>,
    Dropout<4, 40>,
    LayerNorm<4>,
    Dense<4, 3>,
    Softmax<3>,
)>;

const XOR: [([f64; 2], [f64; 1]); 4] = [
    ([0.0, 0.0], [0.0]),
    ([0.0, 1.0], [1.0]),
    ([1.0, 0.0], [1.0]),
    ([1.0, 1.0], [0.0]),
];

fn activation<T: Precision, A: Activation>(out: &mut Out<'_>, name: &str, _: A) {
    let z = [0.3, -0.3, 0.0, -0.0, 2.5, -7.25, 300.0, f64::NEG_INFINITY].map(T::from_f64);
    out.case(name, &z, |z: T| (A::value(z), A::value_and_slope(z)));
}

fn loss<T: Precision>(out: &mut Out<'_>, name: &str, loss: impl Loss<[T; 3], [T; 3]>)
where
    [T; 3]: calc_nn::Vector<Scalar = T>,
{
    let target = [0.0, 0.75, 0.25].map(T::from_f64);
    out.case(name, &three(), |answer: [T; 3]| {
        (
            loss.value(&answer, &target),
            loss.value_and_slope(&answer, &target),
        )
    });
}

fn initialiser<T: Precision>(out: &mut Out<'_>, name: &str, how: &impl Initialiser) {
    out.of::<T, _, _>(name, &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; Deep::PARAMETERS];
        how.fill(&mut w, 5, 3, &mut Random::new(seed));
        w
    });
}

fn three<T: Float>() -> [[T; 3]; 3] {
    [[0.5, -1.25, 2.0], [0.0, 0.0, 100.0], [-3.0, 7.0, 1e-3]].map(|x| x.map(T::from_f64))
}

fn xor<T: Float>() -> [([T; 2], [T; 1]); 4] {
    XOR.map(|(x, y)| (x.map(T::from_f64), y.map(T::from_f64)))
}

/// The parameters after training: three clouds told apart by a layer wider than any tile of sums, in
/// mini-batches, with everything that a trainer can be asked for.
fn training<T: Precision>(out: &mut Out<'_>) {
    type Net = Network<(Dense<2, 37, Relu>, Dense<37, 3, Tanh>)>;
    let clouds = |seed: u64| {
        let mut random = Random::new(seed);
        [0_usize, 1, 2, 0, 1, 2, 0, 1, 2, 0].map(|class| {
            let centre = match class {
                0 => [0.0, 1.0],
                1 => [-1.0, -0.5],
                _ => [1.0, -0.5],
            };
            let [x, y] = centre.map(T::from_f64);
            let noise = T::literal(0.4);
            (
                [x + random.symmetric(noise), y + random.symmetric(noise)],
                class,
            )
        })
    };
    out.of::<T, _, _>(
        "calc_nn::Trainer weights after training",
        &[1_u64, 42],
        |seed| {
            let mut w = [T::ZERO; Net::PARAMETERS];
            Net::init(&mut w, He, seed);
            let mut rule = Adam::new(T::literal(0.02));
            let trainer = Net::trainer(6)
                .batch(4)
                .shuffle(seed)
                .clip_value(0.5)
                .clip_norm(1.0)
                .patience(9)
                .schedule(|step| 0.05 / (1.0 + 0.25 * f64::from(step)));
            let report = trainer.fit(SoftmaxCrossEntropy, &mut w, &clouds(seed), &mut rule);
            (w, report)
        },
    );
    out.of::<T, _, _>("calc_nn::Trainer::fit_from", &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; Net::PARAMETERS];
        Net::init(&mut w, He, seed);
        let data = clouds(seed);
        let examples = Examples::new(3, |i| data.get(i).copied().unwrap_or(([T::ONE; 2], 0)));
        let mut early = EarlyStop::new(2);
        let mut workspace = Workspace::ZERO;
        let report = Net::trainer(9).fit_from(
            &mut workspace,
            SoftmaxCrossEntropy,
            &mut w,
            examples,
            &mut Sgd::new(T::literal(0.1)),
            |epoch| {
                epoch.rate *= T::literal(0.9);
                early.observe(epoch.loss)
            },
        );
        let mut gradient = [T::ZERO; Net::PARAMETERS];
        let mean = Net::mean_gradient(SoftmaxCrossEntropy, &w, &data, &mut gradient);
        let [mut dead, mut norm] = [T::ZERO; 2];
        let health = Net::health(SoftmaxCrossEntropy, &w, &data, |layer| {
            dead += T::literal(if layer.dead > 0 { 1.0 } else { 0.0 });
            norm += layer.gradient_norm + layer.parameter_norm + layer.largest_answer;
        });
        let step = T::literal(0.01);
        let found = Net::trainer(1).find_rate(
            SoftmaxCrossEntropy,
            &w,
            &data,
            Sgd::new(step),
            (step, T::ONE),
            9,
        );
        (
            (report, mean, health.gradient_norm, health.loss),
            (dead, norm, health.dead),
            found.map_or((T::NAN, T::NAN, T::NAN, 0), |found| {
                (found.suggestion(), found.steepest, found.last, found.steps)
            }),
        )
    });
}

/// Everything, in one precision.
pub(crate) fn all<T: Precision>(out: &mut Out<'_>) {
    activation::<T, _>(out, "calc_nn::activation::Identity", Identity);
    activation::<T, _>(out, "calc_nn::activation::Relu", Relu);
    activation::<T, _>(out, "calc_nn::activation::LeakyRelu", LeakyRelu);
    activation::<T, _>(out, "calc_nn::activation::Sigmoid", Sigmoid);
    activation::<T, _>(out, "calc_nn::activation::Silu", Silu);
    activation::<T, _>(out, "calc_nn::activation::Softplus", Softplus);
    activation::<T, _>(out, "calc_nn::activation::Tanh", Tanh);
    activation::<T, _>(out, "calc_nn::activation::Relu6", Relu6);
    activation::<T, _>(out, "calc_nn::activation::HardTanh", HardTanh);
    activation::<T, _>(out, "calc_nn::activation::HardSigmoid", HardSigmoid);
    activation::<T, _>(out, "calc_nn::activation::HardSwish", HardSwish);
    activation::<T, _>(out, "calc_nn::activation::Softsign", Softsign);
    activation::<T, _>(out, "calc_nn::activation::Elu", Elu);
    activation::<T, _>(out, "calc_nn::activation::Selu", Selu);
    activation::<T, _>(out, "calc_nn::activation::Gelu", Gelu);
    activation::<T, _>(out, "calc_nn::activation::GeluTanh", GeluTanh);
    activation::<T, _>(out, "calc_nn::activation::Mish", Mish);

    loss::<T>(out, "calc_nn::loss::SquaredError", SquaredError);
    loss::<T>(out, "calc_nn::loss::MeanSquaredError", MeanSquaredError);
    loss::<T>(
        out,
        "calc_nn::loss::BinaryCrossEntropyWithLogits",
        BinaryCrossEntropyWithLogits,
    );
    loss::<T>(
        out,
        "calc_nn::loss::SoftmaxCrossEntropy",
        SoftmaxCrossEntropy,
    );
    out.case(
        "calc_nn::loss::SoftmaxCrossEntropy of a class",
        &three(),
        |answer: [T; 3]| {
            (
                SoftmaxCrossEntropy.value(&answer, &1),
                SoftmaxCrossEntropy.value_and_slope(&answer, &7),
            )
        },
    );
    out.case("calc_nn::loss::softmax", &three(), |x: [T; 3]| softmax(&x));
    loss::<T>(out, "calc_nn::loss::MeanAbsoluteError", MeanAbsoluteError);
    loss::<T>(out, "calc_nn::loss::Huber", Huber { delta: 0.8 });
    loss::<T>(out, "calc_nn::loss::Huber::default", Huber::default());
    loss::<T>(out, "calc_nn::loss::LogCosh", LogCosh);
    loss::<T>(
        out,
        "calc_nn::loss::SmoothedCrossEntropy",
        SoftmaxCrossEntropy.smoothing(0.1),
    );
    out.case("calc_nn::loss::Hinge", &three(), |answer: [T; 3]| {
        let target = [1.0, -1.0, 1.0].map(T::from_f64);
        let value = Hinge.value(&answer, &target);
        (value, Hinge.value_and_slope(&answer, &target))
    });
    out.case(
        "calc_nn::loss::MulticlassHinge",
        &three(),
        |answer: [T; 3]| {
            (
                MulticlassHinge.value(&answer, &1),
                MulticlassHinge.value_and_slope(&answer, &2),
            )
        },
    );

    initialiser::<T>(out, "calc_nn::init::Zeros", &Zeros);
    initialiser::<T>(out, "calc_nn::init::Uniform", &Uniform { limit: 0.3 });
    initialiser::<T>(out, "calc_nn::init::Glorot", &Glorot);
    initialiser::<T>(out, "calc_nn::init::He", &He);
    initialiser::<T>(out, "calc_nn::init::LeCun", &LeCun);
    initialiser::<T>(out, "calc_nn::init::Normal", &Normal { deviation: 0.3 });
    initialiser::<T>(out, "calc_nn::init::GlorotNormal", &GlorotNormal);
    initialiser::<T>(out, "calc_nn::init::HeNormal", &HeNormal);
    initialiser::<T>(out, "calc_nn::init::LeCunNormal", &LeCunNormal);
    initialiser::<T>(
        out,
        "calc_nn::init::Orthogonal::default",
        &Orthogonal::default(),
    );
    out.of::<T, _, _>("calc_nn::init::Orthogonal", &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; 15];
        Orthogonal { gain: 1.5 }.fill(&mut w, 5, 3, &mut Random::new(seed));
        w
    });
    out.of::<T, _, _>("calc_nn::Random", &[0_u64, 1, u64::MAX], |seed| {
        let mut random = Random::new(seed);
        (
            random.split().next_u32(),
            (random.next_u32(), random.uniform::<T>()),
            random.symmetric(T::literal(2.5)),
            (
                random.normal::<T>(),
                (random.happens(1 << 31), random.below(1000)),
            ),
        )
    });

    out.case("calc_nn::Network::forward", &three(), |x: [T; 3]| {
        let mut w = [T::ZERO; Deep::PARAMETERS];
        Deep::init(&mut w, Glorot, 7);
        Deep::forward(&w, &x)
    });
    out.case("calc_nn::Network::backward", &three(), |x: [T; 3]| {
        let mut w = [T::ZERO; Deep::PARAMETERS];
        Deep::init(&mut w, He, 7);
        let mut trace = Deep::trace();
        Deep::seed(&mut trace, 1);
        let answer = *Deep::record(&w, &x, &mut trace);
        let mut gradient = [T::ZERO; Deep::PARAMETERS];
        Deep::backward(&w, &x, &trace, &answer, &mut gradient);
        (answer, gradient)
    });
    out.case(
        "calc_nn::Network::value_and_gradient",
        &three(),
        |x: [T; 3]| {
            let mut w = [T::ZERO; Deep::PARAMETERS];
            Deep::init(&mut w, Glorot, 3);
            let target = [T::ONE, T::ZERO];
            let (value, gradient) = Deep::value_and_gradient(SquaredError, &w, &x, &target);
            let loss: T = Deep::loss(SquaredError, &w, &x, &target);
            (value, gradient, loss)
        },
    );
    out.case("calc_nn::Network::step", &three(), |x: [T; 3]| {
        let mut w = [T::ZERO; Deep::PARAMETERS];
        Deep::init(&mut w, He, 5);
        let target = [T::ONE, T::ZERO];
        let first = Deep::step(SquaredError, &mut w, &x, &target, T::literal(0.1));
        let loss = Deep::step(SquaredError, &mut w, &x, &target, T::literal(0.1));
        // What is not finite moves nothing.
        let broken = [x[0], T::INFINITY, x[2]];
        let refused = Deep::step(SquaredError, &mut w, &broken, &target, T::ONE);
        let finite = [first.is_ok(), loss.is_ok(), refused.is_err()];
        let [first, loss] = [first, loss].map(|loss| loss.unwrap_or(T::NAN));
        (first, loss, (w, finite))
    });
    training::<T>(out);
    out.of::<T, _, _>("calc_nn::Network::fit", &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; Xor::PARAMETERS];
        Xor::init(&mut w, Glorot, seed);
        let mut rule = Adam::new(T::literal(0.05));
        let report = Xor::fit(BinaryCrossEntropyWithLogits, &mut w, &xor(), &mut rule, 12);
        let loss = Xor::mean_loss(BinaryCrossEntropyWithLogits, &w, &xor());
        (w, report, loss, report.stopped.is_success())
    });
    out.of::<T, _, _>("calc_nn::Trainer::fit_with", &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; Xor::PARAMETERS];
        Xor::init(&mut w, Glorot, seed);
        let trainer = Xor::trainer(20)
            .batch(3)
            .shuffle(seed)
            .goal(0.001)
            .penalty(Penalty::NONE);
        let mut rule = Sgd::new(T::literal(0.5));
        let data = xor();
        let report = trainer.fit(BinaryCrossEntropyWithLogits, &mut w, &data, &mut rule);
        let mut last = T::ZERO;
        let _ = trainer.fit_with(SquaredError, &mut w, &data, &mut rule, |epoch| {
            last = epoch.loss;
            match epoch.number {
                9 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        (w, report, last)
    });

    out.of::<T, _, _>("calc_nn::Trainer::fit_best", &[1_u64, 42], |seed| {
        let mut w = [T::ZERO; Mixed::PARAMETERS];
        Mixed::init(&mut w, He, seed);
        let inputs = three::<T>();
        let data = [(inputs[0], 0), (inputs[1], 1), (inputs[2], 2)];
        let rate = T::literal(0.1);
        let mut rule = Sgd::new(rate);
        let trainer = Mixed::trainer(9).batch(2).shuffle(seed);
        let best = trainer.fit_best(SoftmaxCrossEntropy, &mut w, &data, &data, &mut rule);
        let [mut dead, mut norm] = [T::ZERO; 2];
        let health = Mixed::health(SoftmaxCrossEntropy, &w, &data, |layer| {
            dead += T::literal(if layer.dead > 0 { 1.0 } else { 0.0 });
            norm += layer.gradient_norm + layer.parameter_norm + layer.largest_answer;
        });
        (
            (w, best.loss, (best.epoch, best.report)),
            (dead, norm, health.dead),
        )
    });

    out.case("calc_nn::LayerNorm", &three(), |x: [T; 3]| {
        let mut w = [T::ZERO; Mixed::PARAMETERS];
        Mixed::init(&mut w, He, 5);
        let mut trace = Mixed::trace();
        Mixed::seed(&mut trace, 5);
        let answer = *Mixed::record(&w, &x, &mut trace);
        let mut gradient = [T::ZERO; Mixed::PARAMETERS];
        Mixed::backward(&w, &x, &trace, &answer, &mut gradient);
        Mixed::unseed(&mut trace);
        let used = *Mixed::record(&w, &x, &mut trace);
        let penalty = Penalty {
            l1: 0.1,
            l2: Penalty::l2(0.2).l2 + Penalty::l1(0.2).l2,
        };
        penalty.add_slopes(&w, &mut gradient);
        let target = [T::ONE, T::ZERO, T::ZERO];
        let loss = Mixed::step(SquaredError, &mut w, &x, &target, T::literal(0.1));
        (
            (answer, used, gradient),
            (w, penalty.value(&w), loss.unwrap_or(T::NAN)),
        )
    });
    out.case("calc_nn::metrics::largest", &three(), |x: [T; 3]| {
        metrics::largest(&x)
    });
}

/// What has no precision.
pub(crate) fn common(out: &mut Out<'_>) {
    out.slow(
        "calc_nn::Network::check_gradient",
        &three(),
        |x: [f64; 3]| {
            let mut w = [0.0; Mixed::PARAMETERS];
            Mixed::init(&mut w, He, 5);
            let check = Mixed::check_gradient(SoftmaxCrossEntropy, &w, &x, &1);
            let trained = Mixed::check_gradient_in_training(SoftmaxCrossEntropy, &w, &x, &1, 3);
            let found = [check, trained].map(|check| check.forward);
            (check.agrees(), trained.agrees(), found)
        },
    );
    out.case("calc_nn::metrics::Confusion", &[0_usize, 2], |class| {
        let mut confusion = Confusion::<3>::default();
        for (truth, chosen) in [(0, 0), (0, 1), (1, 1), (2, 1), (2, 2), (7, 0)] {
            confusion.record(truth, chosen);
        }
        (
            (confusion.total(), confusion.right(), confusion.accuracy()),
            confusion.precision(class),
            confusion.recall(class),
            confusion.f1(class),
        )
    });
}
