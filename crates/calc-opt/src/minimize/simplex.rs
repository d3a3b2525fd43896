//! `N + 1` points and their values, the best one first.

use calc_scalar::Float;

/// A point and its value.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex<T, const N: usize> {
    pub(super) x: [T; N],
    pub(super) value: T,
}

/// The best point, and the others in ascending order of their values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Simplex<T, const N: usize> {
    pub(super) best: Vertex<T, N>,
    others: [Vertex<T, N>; N],
}

impl<T: Float, const N: usize> Simplex<T, N> {
    /// All points at one place, with no values yet.
    pub(super) fn at(x: [T; N]) -> Self {
        let vertex = Vertex {
            x,
            value: T::INFINITY,
        };
        Self {
            best: vertex,
            others: [vertex; N],
        }
    }

    pub(super) fn worst(&self) -> Vertex<T, N> {
        self.others.last().copied().unwrap_or(self.best)
    }

    /// The value of the second worst point.
    pub(super) fn second_worst(&self) -> T {
        let second = self.others.iter().rev().nth(1);
        second.map_or(self.best.value, |vertex| vertex.value)
    }

    pub(super) fn set_corner(&mut self, which: usize, vertex: Vertex<T, N>) {
        if let Some(corner) = self.others.get_mut(which) {
            *corner = vertex;
        }
    }

    /// A corner, `share` of its distance away from the best point.
    pub(super) fn shrunk(&self, which: usize, share: T) -> [T; N] {
        let mut x = self.best.x;
        if let Some(corner) = self.others.get(which) {
            for (x, &c) in x.iter_mut().zip(&corner.x) {
                *x += share * (c - *x);
            }
        }
        x
    }

    /// Puts the points in order.
    pub(super) fn sort(&mut self) {
        for _ in 0..N {
            let mut before = &mut self.best;
            for vertex in &mut self.others {
                if vertex.value < before.value {
                    core::mem::swap(vertex, before);
                }
                before = vertex;
            }
        }
    }

    /// Takes a point that is better than the worst in its place.
    pub(super) fn replace_worst(&mut self, vertex: Vertex<T, N>) {
        let mut carried = vertex;
        if carried.value < self.best.value {
            core::mem::swap(&mut carried, &mut self.best);
        }
        for other in &mut self.others {
            if carried.value < other.value {
                core::mem::swap(&mut carried, other);
            }
        }
    }

    /// The point at `share` of the way from the middle of the others to the worst; negative beyond.
    pub(super) fn along(&self, share: T) -> [T; N] {
        let worst = self.worst();
        let count = T::literal(f64::from(u16::try_from(N.max(1)).unwrap_or(u16::MAX)));
        let mut point = self.best.x;
        for vertex in self.others.iter().rev().skip(1) {
            for (p, &x) in point.iter_mut().zip(&vertex.x) {
                *p += x;
            }
        }
        for (p, &w) in point.iter_mut().zip(&worst.x) {
            let middle = *p / count;
            *p = middle + share * (w - middle);
        }
        point
    }

    /// Whether all points are as near to the best one as asked, in every coordinate.
    pub(super) fn is_within(&self, x_abs: &[T; N], x_rel: T) -> bool {
        self.others.iter().all(|vertex| {
            let pairs = vertex.x.iter().zip(&self.best.x).zip(x_abs);
            pairs
                .into_iter()
                .all(|((&x, &b), &abs)| (x - b).magnitude() <= abs + x_rel * b.magnitude())
        })
    }

    /// The largest distance from the best point, in any coordinate.
    pub(super) fn size(&self) -> T {
        let coordinates = self
            .others
            .iter()
            .flat_map(|vertex| vertex.x.iter().zip(&self.best.x));
        coordinates.fold(T::ZERO, |size, (&x, &b)| size.max((x - b).magnitude()))
    }
}
