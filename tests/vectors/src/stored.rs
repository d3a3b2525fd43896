//! Judging, scaling, saving and quantising networks.

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::Glorot;
use calc_nn::metrics::{Confusion, Regression};
use calc_nn::quantised::largest_int8;
use calc_nn::saved::{LoadError, Stored};
use calc_nn::{Dense, Network, Normaliser, Shape};

use crate::out::{Bits, Out};

type Net = Network<(Dense<3, 5, Tanh>, Dense<5, 4, Relu>, Dense<4, 2>)>;

fn weights<T: Stored>(seed: u64) -> [T; Net::PARAMETERS] {
    let mut w = [T::ZERO; Net::PARAMETERS];
    Net::init(&mut w, Glorot, seed);
    w
}

fn inputs<T: Stored>() -> [[T; 3]; 3] {
    [[0.5, -0.25, 1.0], [-1.0, 0.75, 0.0], [0.125, 0.5, -0.5]].map(|x| x.map(T::from_f64))
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Which error it is.
fn kind(error: LoadError) -> u32 {
    match error {
        LoadError::NotANetwork => 1,
        LoadError::Version { .. } => 2,
        LoadError::Length { .. } => 3,
        LoadError::Damaged { .. } => 4,
        LoadError::Precision { .. } => 5,
        LoadError::Parameters { .. } => 6,
        LoadError::Shape { .. } => 7,
        _ => 8,
    }
}

/// A normaliser that has seen the inputs.
fn normaliser<T: Stored>() -> Normaliser<T, 3> {
    let mut normaliser = Normaliser::new();
    for x in &inputs() {
        let _ = normaliser.record(x);
    }
    normaliser
}

/// Everything, in one precision.
pub(crate) fn all<T: Stored + Bits>(out: &mut Out<'_>) {
    out.case("calc_nn::Normaliser", &inputs(), |x: [T; 3]| {
        let mut found = normaliser::<T>();
        let of_data = Normaliser::of(&[(x, ()), (x, ())]).unwrap_or_default();
        let bad = found.record(&[T::ONE, T::NAN, T::ONE]).is_err();
        let merged = found.merge(&of_data).is_ok();
        let scaling = found.scaling();
        (
            (found.count(), found.mean(), found.variance()),
            (found.deviation(), bad, merged),
            (scaling.apply(&x), scaling.undo(&x)),
        )
    });
    out.case("calc_nn::metrics::Regression", &inputs(), |x: [T; 3]| {
        let mut errors = Regression::default();
        for target in &inputs() {
            errors.record(target, &x);
        }
        (
            (
                errors.count(),
                errors.mean_squared(),
                errors.mean_absolute(),
            ),
            (errors.root_mean_squared(), errors.largest()),
            errors.r_squared(),
        )
    });
    out.of::<T, _, _>("calc_nn::Network::regression", &[1_u64, 2], |seed| {
        let data = inputs::<T>().map(|x| (x, [T::ONE, T::ZERO]));
        let classes = inputs::<T>().map(|x| (x, 1));
        (
            Net::regression(&weights(seed), &data).mean_squared(),
            Net::confusion(&weights::<T>(seed), &classes).right(),
        )
    });
    out.of::<T, _, _>("calc_nn::Network::to_bytes", &[1_u64, 2], |seed| {
        // Long enough for both precisions.
        let mut buffer = [0; 600];
        let (mut read, mut first) = ([T::ZERO; Net::PARAMETERS], T::ZERO);
        let mut sum = 0;
        if let Ok(file) = Net::to_bytes(&weights::<T>(seed), &mut buffer) {
            sum = hash(file);
            let _ = Net::from_bytes(file, &mut read);
            if let Ok(net) = Net::in_place::<T>(file) {
                first = net.forward(&[T::ONE; 3])[0];
            }
        }
        let mut errors = [0; 3];
        for (error, place) in errors.iter_mut().zip([0, 8, 100]) {
            if let Some(byte) = buffer.get_mut(place) {
                *byte ^= 4;
            }
            let length = Net::saved_bytes::<T>();
            let bytes = buffer.get(..length).unwrap_or_default();
            *error = Net::from_bytes(bytes, &mut read).map_or_else(kind, |()| 0);
            if let Some(byte) = buffer.get_mut(place) {
                *byte ^= 4;
            }
        }
        (sum, read, (first, errors))
    });
    out.of::<T, _, _>("calc_nn::Network::to_bytes_with", &[1_u64, 2], |seed| {
        let mut buffer = [0; 700];
        let (mut w, mut read) = ([T::ZERO; Net::PARAMETERS], Normaliser::new());
        let mut found = (0, 0);
        if let Ok(file) = Net::to_bytes_with(&weights(seed), &normaliser::<T>(), &mut buffer) {
            found.0 = hash(file);
            found.1 = Net::from_bytes_with(file, &mut w, &mut read).map_or_else(kind, |()| 0);
        }
        (found, Net::saved_bytes_with::<T, 3>(), (w, read.mean()))
    });
    out.of::<T, _, _>("calc_nn::Network::quantise", &[1_u64, 2], |seed| {
        let mut buffer = [0; Net::QUANTISED_BYTES];
        let mut answers = [[T::ZERO; 2]; 3];
        let (mut sum, mut classes) = (0, [0; 3]);
        if let Ok(file) = Net::quantise(&weights::<T>(seed), &inputs(), &mut buffer) {
            sum = hash(file);
            if let Ok(net) = Net::quantised(file) {
                let places = answers.iter_mut().zip(&mut classes);
                for ((answer, class), x) in places.zip(inputs()) {
                    *answer = net.forward(&x);
                    let bytes = net.forward_int8(&x.map(|x| net.inputs().to_int8(x)));
                    *class = largest_int8(&bytes);
                }
            }
        }
        (sum, answers, classes)
    });
}

/// What has no precision.
pub(crate) fn common(out: &mut Out<'_>) {
    out.case("calc_nn::metrics::Scores", &[0_usize, 1], |class| {
        let mut confusion = Confusion::<3>::new();
        for (truth, chosen) in [(0, 0), (0, 1), (1, 1), (1, 1), (1, 0)] {
            confusion.record(truth, chosen);
        }
        let macros = confusion.macro_average();
        let weighted = confusion.weighted_average();
        (
            (confusion.scores(class).f1, confusion.matthews()),
            (macros.precision, macros.recall, macros.f1),
            (weighted.precision, confusion.micro_average().f1),
        )
    });
    out.case("calc_nn::Shape", &[3_usize, 70_000], |size| {
        let shape = Shape::layer("Layer").size(size).word("word");
        (shape.hash(), shape.then(shape).hash())
    });
    out.case("calc_nn::Network::parts", &[0_usize, 1], |output| {
        let mut places = [0_usize; 6];
        let mut next = places.iter_mut();
        Net::parts(|part| {
            if let Some(place) = next.next() {
                *place = part.index(output, 1) + part.len() + usize::from(part.is_empty());
            }
        });
        places
    });
}
