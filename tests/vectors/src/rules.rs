//! The update rules and schedules of `calc-opt`, in both precisions.

use calc_opt::rule::{
    AdaBelief, AdaDelta, AdaGrad, Adam, AdamW, Adamax, Adan, AmsGrad, CentredRmsProp, Decoupled,
    Ema, Lamb, Lars, Lion, Momentum, Muon, NAdam, Nesterov, RAdam, RmsProp, Rprop, Rule,
    ScheduleFree, Sgd, SharpnessAware, Signum, Yogi,
};
use calc_opt::{clip, schedule};
use calc_scalar::Float;

use crate::near::Precision;
use crate::out::Out;

/// Three steps by one of the rules, and a change of the rate.
fn stepped<T: Float, R: Rule<T, 2>>(mut rule: R, x0: [T; 2]) -> ([T; 2], T) {
    let mut x = x0;
    for _ in 0..3 {
        let [a, b] = x;
        rule.update(&mut x, &[a + b * T::literal(0.5), b - a]);
        let rate = rule.rate() * T::literal(0.75);
        rule.set_rate(rate);
    }
    rule.begin();
    rule.apply(0, &mut x, &x0);
    (x, rule.rate())
}

/// Everything, in one precision.
pub(crate) fn all<T: Precision>(out: &mut Out<'_>) {
    let two: [[T; 2]; 3] = [[1.2, -0.7], [0.0, 0.0], [2.9, 0.4]].map(|x| x.map(T::from_f64));
    let k = T::from_f64;

    out.case("calc_opt::rule::Sgd", &two, |x: [T; 2]| {
        stepped(Sgd::new(k(0.1)), x)
    });
    out.case("calc_opt::rule::Momentum", &two, |x: [T; 2]| {
        stepped(Momentum::new(k(0.1), k(0.9)), x)
    });
    out.case("calc_opt::rule::Nesterov", &two, |x: [T; 2]| {
        stepped(Nesterov::new(k(0.1), k(0.9)), x)
    });
    out.case("calc_opt::rule::AdaGrad", &two, |x: [T; 2]| {
        stepped(AdaGrad::new(k(0.1)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::RmsProp", &two, |x: [T; 2]| {
        stepped(RmsProp::new(k(0.1)).decay(k(0.9)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::Adam", &two, |x: [T; 2]| {
        stepped(Adam::new(k(0.1)).betas(k(0.8), k(0.99)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::AdamW", &two, |x: [T; 2]| {
        stepped(
            AdamW::new(k(0.1), k(0.01))
                .betas(k(0.8), k(0.99))
                .epsilon(k(1e-6)),
            x,
        )
    });
    out.case("calc_opt::rule::AdaBelief", &two, |x: [T; 2]| {
        stepped(
            AdaBelief::new(k(0.1))
                .betas(k(0.8), k(0.99))
                .epsilon(k(1e-6)),
            x,
        )
    });
    out.case("calc_opt::rule::AdaDelta", &two, |x: [T; 2]| {
        stepped(AdaDelta::new(k(0.1)).decay(k(0.8)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::Adamax", &two, |x: [T; 2]| {
        stepped(
            Adamax::new(k(0.1)).betas(k(0.8), k(0.99)).epsilon(k(1e-6)),
            x,
        )
    });
    out.case("calc_opt::rule::Adan", &two, |x: [T; 2]| {
        stepped(Adan::new(k(0.1), k(0.01)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::AmsGrad", &two, |x: [T; 2]| {
        stepped(
            AmsGrad::new(k(0.1))
                .betas(k(0.8), k(0.99))
                .epsilon(k(1e-6))
                .corrected(true),
            x,
        )
    });
    out.case("calc_opt::rule::CentredRmsProp", &two, |x: [T; 2]| {
        stepped(
            CentredRmsProp::new(k(0.1)).decay(k(0.9)).epsilon(k(1e-6)),
            x,
        )
    });
    out.case("calc_opt::rule::Decoupled", &two, |x: [T; 2]| {
        stepped(Decoupled::new(Sgd::new(k(0.1)), k(0.01)), x)
    });
    out.case("calc_opt::rule::Lamb", &two, |x: [T; 2]| {
        stepped(Lamb::new(k(0.1), k(0.01)), x)
    });
    out.case("calc_opt::rule::Lars", &two, |x: [T; 2]| {
        stepped(Lars::new(k(0.1), k(0.9)).trust(k(0.01)).decay(k(0.001)), x)
    });
    out.case("calc_opt::rule::Lion", &two, |x: [T; 2]| {
        stepped(Lion::new(k(0.1), k(0.01)).betas(k(0.8), k(0.99)), x)
    });
    out.case("calc_opt::rule::NAdam", &two, |x: [T; 2]| {
        stepped(
            NAdam::new(k(0.1))
                .betas(k(0.8), k(0.99))
                .epsilon(k(1e-6))
                .momentum_decay(k(0.01)),
            x,
        )
    });
    out.case("calc_opt::rule::RAdam", &two, |x: [T; 2]| {
        stepped(
            RAdam::new(k(0.1)).betas(k(0.8), k(0.99)).epsilon(k(1e-6)),
            x,
        )
    });
    out.case("calc_opt::rule::Rprop", &two, |x: [T; 2]| {
        stepped(
            Rprop::new(k(0.1))
                .limits(k(1e-4), k(2.0))
                .factors(k(0.4), k(1.3)),
            x,
        )
    });
    out.case("calc_opt::rule::ScheduleFree", &two, |x: [T; 2]| {
        stepped(ScheduleFree::new(k(0.1), k(0.9), x), x)
    });
    out.case("calc_opt::rule::Signum", &two, |x: [T; 2]| {
        stepped(Signum::new(k(0.1), k(0.9)), x)
    });
    out.case("calc_opt::rule::Yogi", &two, |x: [T; 2]| {
        stepped(Yogi::new(k(0.1)).betas(k(0.8), k(0.99)).epsilon(k(1e-6)), x)
    });
    out.case("calc_opt::rule::Ema", &two, |x: [T; 2]| {
        let mut mean = Ema::new(k(0.9));
        mean.update(&x);
        (mean.update(&x), mean.mean())
    });
    out.case(
        "calc_opt::rule::ScheduleFree::average",
        &two,
        |x: [T; 2]| ScheduleFree::new(k(0.1), k(0.9), x).average(&x),
    );
    out.case("calc_opt::rule::SharpnessAware", &two, |x: [T; 2]| {
        SharpnessAware::new(k(0.05)).ascend(&x, &x)
    });
    out.case("calc_opt::rule::Muon", &two, |x: [T; 2]| {
        let mut w = [x, x];
        let [a, b] = x;
        Muon::new(k(0.02)).update(&mut w, &[[a, b], [b, a]]);
        w
    });
    out.case("calc_opt::clip::by_value", &two, |x: [T; 2]| {
        let mut g = x;
        clip::by_value(&mut g, k(0.5));
        g
    });
    out.case("calc_opt::clip::by_norm", &two, |x: [T; 2]| {
        let mut g = x;
        (clip::by_norm(&mut g, k(0.5)), g)
    });
    out.case("calc_opt::clip::by_global_norm", &two, |x: [T; 2]| {
        let (mut g, mut h) = (x, x);
        (clip::by_global_norm(&mut [&mut g, &mut h], k(0.5)), g, h)
    });

    let steps = [0_u32, 7, 30];
    out.of::<T, _, _>("calc_opt::schedule::constant", &steps, |step| {
        schedule::constant(k(0.1), step)
    });
    out.of::<T, _, _>("calc_opt::schedule::step_decay", &steps, |step| {
        schedule::step_decay(k(0.1), k(0.5), 7, step)
    });
    out.of::<T, _, _>("calc_opt::schedule::exponential", &steps, |step| {
        schedule::exponential(k(0.1), k(0.9), step)
    });
    out.of::<T, _, _>("calc_opt::schedule::cosine", &steps, |step| {
        schedule::cosine(k(0.1), k(0.01), 20, step)
    });
    out.of::<T, _, _>("calc_opt::schedule::polynomial", &steps, |step| {
        schedule::polynomial(k(0.1), k(0.01), k(2.0), 20, step)
    });
    out.of::<T, _, _>("calc_opt::schedule::one_cycle", &steps, |step| {
        schedule::one_cycle(k(0.01), k(0.1), k(0.001), 5, 20, step)
    });
    out.of::<T, _, _>("calc_opt::schedule::warm_up", &steps, |step| {
        schedule::warm_up(k(0.0), k(0.1), 5, step, |step| {
            schedule::step_decay(k(0.1), k(0.5), 7, step)
        })
    });
    out.case("calc_opt::schedule::Plateau", &two, |[a, b]: [T; 2]| {
        let mut plateau = schedule::Plateau::new(k(0.5), 2)
            .threshold(k(1e-3))
            .cooldown(1)
            .smallest(k(0.01));
        [a, b, a, b, b, b, b].map(|loss| plateau.next_rate(k(0.1), loss))
    });
    out.of::<T, _, _>("calc_opt::schedule::restarts", &steps, |step| {
        schedule::restarts(k(0.1), k(0.01), 4, 2, step)
    });
}
