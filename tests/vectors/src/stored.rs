//! Judging, scaling, saving and quantising networks.

use calc_nn::activation::{Relu, Tanh};
use calc_nn::init::Glorot;
use calc_nn::metrics::{Confusion, Regression};
use calc_nn::quantised::largest_int8;
use calc_nn::saved::{LoadError, Stored, length, trim};
use calc_nn::{Dense, LayerNorm, Network, Normaliser, Shape};

use crate::near::Precision;
use crate::out::Out;

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
pub(crate) fn all<T: Stored + Precision>(out: &mut Out<'_>) {
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
    out.of::<T, _, _>("calc_nn::Network::to_bytes_joined", &[1_u64, 2], |seed| {
        type Body = Dense<3, 5, Tanh>;
        type Head = (Dense<5, 4, Relu>, Dense<4, 2>);
        type Both = Network<(Body, Head)>;
        let mut head = [T::ZERO; Network::<Head>::PARAMETERS];
        Network::<Head>::init(&mut head, Glorot, seed);
        let (mut page, mut next) = ([0xFF; 800], [0xFF; 800]);
        let first = Both::to_bytes_with(&weights(seed), &normaliser::<T>(), &mut page).is_ok();
        let file = trim(&page).ok()?;
        let (net, seen) = Both::in_place_with::<T, 3>(file).ok()?;
        let (body, old) = net.split();
        let answer = old.forward(&body.forward(&seen.scaling().apply(&[T::ONE; 3])));
        let joined = Both::to_bytes_joined_with(&body, &head, &seen, &mut next).map(hash);
        let mut read = [T::ZERO; Network::<Head>::PARAMETERS];
        let page = trim(&next).ok()?;
        Both::in_place_with::<T, 3>(page)
            .ok()?
            .0
            .split()
            .1
            .copy_to(&mut read);
        let with = length(page).unwrap_or(0);
        let plain = Both::to_bytes_joined(&body, &old, &mut next).map(hash);
        let lengths = [with, length(&next).unwrap_or(0)];
        Some((
            (first, answer, read),
            (joined.unwrap_or(0), plain.unwrap_or(0), lengths),
        ))
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

/// A page of flash that begins with a network of single precision and its normaliser.
static PAGE: [u8; 128] = {
    let (mut page, mut i) = ([0xFF; 128], 0);
    while i < FILE.len() {
        page[i] = FILE[i];
        i += 1;
    }
    page
};

#[rustfmt::skip]
const FILE: [u8; 84] = [
    0x89, 0x43, 0x4e, 0x4e, 0x0d, 0x0a, 0x1a, 0x0a, 0x01, 0x04, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00,
    0x03, 0x72, 0xc9, 0xb8, 0x74, 0xb1, 0xdb, 0x0a, 0x02, 0x00, 0x00, 0x00, 0xf4, 0x7f, 0xae, 0x29,
    0x00, 0x00, 0x00, 0x3f, 0x00, 0x00, 0xc0, 0xbf, 0xcd, 0xcc, 0xcc, 0x3d, 0x02, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x08, 0x40, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x00,
    0x00, 0x00, 0x00, 0x40,
];

/// What has no precision.
pub(crate) fn common(out: &mut Out<'_>) {
    out.case(
        "calc_nn::Network::in_place_with, in flash",
        &[0.25_f32, -2.5],
        |x| {
            type Two = Network<Dense<2, 1, Tanh>>;
            let file = trim(&PAGE).ok()?;
            let (net, normaliser) = Two::in_place_with::<f32, 2>(file).ok()?;
            let (w, again) = Two::constants_f32_with::<3, 2>(file).ok()?;
            let x = normaliser.scaling().apply(&[x, 0.5]);
            Some((net.forward(&x), Two::forward(&w, &x), again.mean()))
        },
    );
    out.case("calc_nn::metrics::Scores", &[0_usize, 1], |class| {
        let mut confusion = Confusion::<3>::new();
        for (truth, chosen) in [(0, 0), (0, 1), (1, 1), (1, 1), (1, 0), (1, 3), (3, 0)] {
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
        Network::<(Dense<3, 5, Tanh>, LayerNorm<5>, Dense<5, 2>)>::parts(|part| {
            if let Some(place) = next.next() {
                let size = part.len() + usize::from(part.is_empty());
                *place = part.index(output, 1) + size + part.name.len();
            }
        });
        places
    });
}
