"""Runs quantised.bin by the description of the format in the documentation of `calc_nn::quantised`.

    python quantised.py > quantised.txt

The inputs are every sixth digit of digits.txt: a pixel of 0 to 16 becomes the byte 15*pixel - 120.
"""

import math
import struct
import zlib

# Dense layers by inputs and outputs, layer norms by their numbers, activations on their own by nothing.
LAYERS = [(64, 16), (16,), (16, 12), (12,), (), (12, 10)]

with open("quantised.bin", "rb") as file:
    data = file.read()
assert data[:10] == b"\x89CNN\r\n\x1a\n\x01\x01"
(length,) = struct.unpack_from("<I", data, 12)
assert length == len(data) - 32
(checksum,) = struct.unpack_from("<I", data, 28)
assert checksum == zlib.crc32(data[:28] + data[32:])

place = 32 + 16


def take(kind, count):
    global place
    numbers = struct.unpack_from(f"<{count}{kind}", data, place)
    place += struct.calcsize(f"<{count}{kind}")
    return numbers


def dense(inputs, outputs):
    has_table, zero, _, _ = take("b", 4)
    offsets, factors, shifts = take("i", outputs), take("i", outputs), take("B", outputs)
    weights = take("b", inputs * outputs)
    table = take("b", 256) if has_table else None

    def run(x):
        y = []
        for j in range(outputs):
            a = offsets[j] + sum(q * weights[i * outputs + j] for i, q in enumerate(x))
            q = zero + ((a * factors[j] + (1 << (shifts[j] - 1))) >> shifts[j])
            q = max(-128, min(127, q))
            y.append(q if table is None else table[q + 128])
        return y

    return run


def layer_norm(n):
    (zero, _, _, _), (epsilon,) = take("b", 4), take("Q", 1)
    offsets, factors, shifts = take("i", n), take("i", n), take("B", n)
    f = (36 - 3 * math.ceil(math.log2(n))) // 2 * 2

    def run(x):
        distances = [n * q - sum(x) for q in x]
        v = epsilon + (sum(d * d for d in distances) << f)
        j = (64 - v.bit_length() - 1) // 2
        r = (1 << 56) // math.isqrt((v << 2 * j) // n)
        y = []
        for d, b, m, k in zip(distances, offsets, factors, shifts):
            unit = ((d << j + f // 2) * r + (1 << 31)) >> 32
            q = zero + ((((unit * m + (1 << (k - 1))) >> k) + b + 128) >> 8)
            y.append(max(-128, min(127, q)))
        return y

    return run


def activation():
    table = take("b", 256)
    return lambda x: [table[q + 128] for q in x]


KINDS = [activation, layer_norm, dense]
layers = [KINDS[len(sizes)](*sizes) for sizes in LAYERS]
assert place == len(data)


def run(x):
    for layer in layers:
        x = layer(x)
    return x


print("# The answers of quantised.bin to every sixth digit, by quantised.py.")
with open("digits.txt", encoding="ascii") as file:
    digits = [line.split()[1] for line in file if not line.startswith("#")]
for pixels in digits[::6]:
    print(*run([15 * int(p, 17) - 120 for p in pixels]))
