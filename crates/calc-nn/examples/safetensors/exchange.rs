//! Networks in the format `safetensors`, in which PyTorch and others exchange parameters.
//!
//! A network that was trained in PyTorch is saved there by `save_file(net.state_dict(), "net.safetensors")`
//! from the Python package `safetensors`, and goes back by `net.load_state_dict(load_file("net.safetensors"))`.
//! The tensors of a layer are called `name.weight` and `name.bias`; in a `Sequential`, the name is the
//! number of the layer, and activations are counted, too: `["0", "2"]` where a `ReLU` is in between. There is
//! a name for each layer that has parameters: dense ones, and layer norms.

use core::fmt;
use std::collections::BTreeMap;

use calc_nn::saved::Stored;
use calc_nn::{Network, Part, Parts};
use safetensors::tensor::{Dtype, SafeTensorError, SafeTensors, TensorView};

/// Why a file was not taken; the parameters are as they were.
#[derive(Debug)]
pub(crate) enum Error {
    /// It is not in the format, or a tensor is missing.
    Format(SafeTensorError),
    /// There are more layers than names.
    Name(usize),
    /// A tensor has another shape or type of numbers than the network.
    Shape {
        /// Its name.
        name: String,
        /// What it should be.
        expected: (Dtype, Vec<usize>),
        /// What it is.
        found: (Dtype, Vec<usize>),
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(error) => write!(f, "this is not such a file: {error}"),
            Self::Name(layer) => write!(f, "there is no name for layer {layer}"),
            Self::Shape {
                name,
                expected: (wanted, wanted_shape),
                found: (kind, shape),
            } => write!(
                f,
                "`{name}` should be {wanted:?} {wanted_shape:?} and is {kind:?} {shape:?}"
            ),
        }
    }
}

impl core::error::Error for Error {}

impl From<SafeTensorError> for Error {
    fn from(error: SafeTensorError) -> Self {
        Self::Format(error)
    }
}

/// Reads the parameters of a network whose layers have these names.
///
/// # Errors
///
/// [`Error`] says which tensor does not fit. Then the parameters are as they were.
pub(crate) fn read<L: Parts, T: Stored, const P: usize>(
    file: &[u8],
    names: &[&str],
    parameters: &mut [T; P],
) -> Result<(), Error> {
    let tensors = SafeTensors::deserialize(file)?;
    let mut read = *parameters;
    for part in parts::<L>() {
        let name = name(part, names)?;
        let tensor = tensors.tensor(&name)?;
        let expected = (kind::<T>(), shape(part));
        let found = (tensor.dtype(), tensor.shape().to_vec());
        if found != expected {
            return Err(Error::Shape {
                name,
                expected,
                found,
            });
        }
        for (place, bytes) in places(part).zip(tensor.data().chunks_exact(T::SIZE)) {
            read[place] = T::take(bytes);
        }
    }
    *parameters = read;
    Ok(())
}

/// Writes the parameters of a network whose layers get these names.
///
/// # Errors
///
/// [`Error::Name`] if there are too few names.
pub(crate) fn write<L: Parts, T: Stored, const P: usize>(
    parameters: &[T; P],
    names: &[&str],
) -> Result<Vec<u8>, Error> {
    let mut data = BTreeMap::new();
    for part in parts::<L>() {
        let mut bytes = vec![0; part.len() * T::SIZE];
        for (place, bytes) in places(part).zip(bytes.chunks_exact_mut(T::SIZE)) {
            parameters[place].put(bytes);
        }
        data.insert(name(part, names)?, (shape(part), bytes));
    }
    let mut views = Vec::new();
    for (name, (shape, bytes)) in &data {
        views.push((name, TensorView::new(kind::<T>(), shape.clone(), bytes)?));
    }
    Ok(safetensors::serialize(views, None)?)
}

/// What the format calls our numbers.
fn kind<T: Stored>() -> Dtype {
    if T::SIZE == size_of::<f32>() {
        Dtype::F32
    } else {
        Dtype::F64
    }
}

fn parts<L: Parts>() -> Vec<Part> {
    let mut parts = Vec::new();
    Network::<L>::parts(|part| parts.push(part));
    parts
}

fn name(part: Part, names: &[&str]) -> Result<String, Error> {
    let layer = names.get(part.layer).ok_or(Error::Name(part.layer))?;
    Ok(format!("{layer}.{}", part.name))
}

/// PyTorch's: outputs, then inputs, if there are any.
fn shape(part: Part) -> Vec<usize> {
    [Some(part.outputs), part.inputs]
        .into_iter()
        .flatten()
        .collect()
}

/// Where PyTorch's numbers stand among our parameters, in its order.
fn places(part: Part) -> impl Iterator<Item = usize> {
    let inputs = part.inputs.unwrap_or(1);
    (0..part.outputs)
        .flat_map(move |output| (0..inputs).map(move |input| part.index(output, input)))
}
