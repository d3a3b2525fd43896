"""Runs quantised.bin by the description of the format in the documentation of `calc_nn::quantised`.

    python quantised.py > quantised.txt

The inputs are every sixth digit of digits.txt: a pixel of 0 to 16 becomes the byte 15*pixel - 120.
"""

import struct
import zlib

SIZES = [(64, 16), (16, 12), (12, 10)]

with open("quantised.bin", "rb") as file:
    data = file.read()
assert data[:10] == b"\x89CNN\r\n\x1a\n\x01\x01"
(length,) = struct.unpack_from("<I", data, 12)
assert length == len(data) - 32
(checksum,) = struct.unpack_from("<I", data, 28)
assert checksum == zlib.crc32(data[:28] + data[32:])

place = 32 + 16
layers = []
for inputs, outputs in SIZES:

    def take(kind, count):
        global place
        numbers = struct.unpack_from(f"<{count}{kind}", data, place)
        place += struct.calcsize(f"<{count}{kind}")
        return numbers

    has_table, zero, _, _ = take("b", 4)
    offsets, factors, shifts = take("i", outputs), take("i", outputs), take("B", outputs)
    weights = take("b", inputs * outputs)
    table = take("b", 256) if has_table else None
    layers.append((outputs, zero, offsets, factors, shifts, weights, table))
assert place == len(data)


def run(x):
    for outputs, zero, offsets, factors, shifts, weights, table in layers:
        y = []
        for j in range(outputs):
            a = offsets[j] + sum(q * weights[i * outputs + j] for i, q in enumerate(x))
            q = zero + ((a * factors[j] + (1 << (shifts[j] - 1))) >> shifts[j])
            q = max(-128, min(127, q))
            y.append(q if table is None else table[q + 128])
        x = y
    return x


print("# The answers of quantised.bin to every sixth digit, by quantised.py.")
with open("digits.txt", encoding="ascii") as file:
    digits = [line.split()[1] for line in file if not line.startswith("#")]
for pixels in digits[::6]:
    print(*run([15 * int(p, 17) - 120 for p in pixels]))
