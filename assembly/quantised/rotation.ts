// A pseudo-random rotation: three rounds of random signs and a fast Walsh-Hadamard transform (Ailon &
// Chazelle 2009; Andoni et al. 2015). Only sums and differences, level after level, the widest first.

const ROUNDS = 3;
const TWO_THIRDS: f32 = 2.0 / 3.0;

/**
 * Rotates `count` floats in place; they come out sqrt(part)^3 times as long, for a part of all floats or,
 * where count is 3 x 2^k, of a third of them.
 * @param signs of each round and float: 0, or the sign bit to turn its sign
 */
export function rotate(y: usize, count: usize, signs: usize): void {
  const bytes = count << 2;
  const isWhole = (count & (count - 1)) == 0;
  for (let round = 0; round < ROUNDS; round++, signs += bytes) {
    turnSigns(y, bytes, signs);
    if (isWhole) {
      transform(y, bytes);
    } else {
      const third = bytes / 3;
      mixThirds(y, third);
      transform(y, third);
      transform(y + third, third);
      transform(y + 2 * third, third);
    }
  }
}

function turnSigns(y: usize, bytes: usize, signs: usize): void {
  for (let k: usize = 0; k < bytes; k += 8) {
    store<u64>(y + k, load<u64>(y + k) ^ load<u64>(signs + k));
  }
}

/** (a, b, c) less two thirds of a + b + c: a reflection. */
function mixThirds(y: usize, third: usize): void {
  const end = y + third;
  if (ASC_FEATURE_SIMD) {
    const factor = f32x4.splat(TWO_THIRDS);
    for (; y < end; y += 16) {
      const a = v128.load(y),
        b = v128.load(y + third),
        c = v128.load(y + 2 * third);
      const sum = f32x4.mul(f32x4.add(f32x4.add(a, b), c), factor);
      v128.store(y, f32x4.sub(a, sum));
      v128.store(y + third, f32x4.sub(b, sum));
      v128.store(y + 2 * third, f32x4.sub(c, sum));
    }
  } else {
    for (; y < end; y += 4) {
      const a = load<f32>(y),
        b = load<f32>(y + third),
        c = load<f32>(y + 2 * third);
      const sum = (a + b + c) * TWO_THIRDS;
      store<f32>(y, a - sum);
      store<f32>(y + third, b - sum);
      store<f32>(y + 2 * third, c - sum);
    }
  }
}

/** The Walsh-Hadamard transform of 2^k floats, 16 at least: (a, b) becomes (a + b, a - b). */
function transform(y: usize, bytes: usize): void {
  if (ASC_FEATURE_SIMD) {
    let half = bytes >> 1;
    for (; half >= 32; half >>= 2) twoLevels(y, bytes, half);
    if (half == 16) level(y, bytes, half);
    lanes(y, bytes);
  } else {
    for (let half = bytes >> 1; half >= 4; half >>= 1) {
      for (let start = y; start < y + bytes; start += 2 * half) {
        for (let at = start; at < start + half; at += 4) {
          const a = load<f32>(at),
            b = load<f32>(at + half);
          store<f32>(at, a + b);
          store<f32>(at + half, a - b);
        }
      }
    }
  }
}

/** The level whose pairs are `half` bytes apart, and the next. */
function twoLevels(y: usize, bytes: usize, half: usize): void {
  const quarter = half >> 1;
  const end = y + bytes;
  for (; y < end; y += half + quarter) {
    for (const stop = y + quarter; y < stop; y += 16) {
      const a = v128.load(y),
        b = v128.load(y + quarter),
        c = v128.load(y + half),
        d = v128.load(y + half + quarter);
      const a1 = f32x4.add(a, c),
        c1 = f32x4.sub(a, c),
        b1 = f32x4.add(b, d),
        d1 = f32x4.sub(b, d);
      v128.store(y, f32x4.add(a1, b1));
      v128.store(y + quarter, f32x4.sub(a1, b1));
      v128.store(y + half, f32x4.add(c1, d1));
      v128.store(y + half + quarter, f32x4.sub(c1, d1));
    }
  }
}

function level(y: usize, bytes: usize, half: usize): void {
  for (const end = y + bytes; y < end; y += half) {
    for (const stop = y + half; y < stop; y += 16) {
      const a = v128.load(y),
        b = v128.load(y + half);
      v128.store(y, f32x4.add(a, b));
      v128.store(y + half, f32x4.sub(a, b));
    }
  }
}

/** The last two levels, within four floats: a - b is a + (-b), to the bit. */
function lanes(y: usize, bytes: usize): void {
  const turnUpper = i32x4(0, 0, 0x80000000, 0x80000000);
  const turnOdd = i32x4(0, 0x80000000, 0, 0x80000000);
  for (const end = y + bytes; y < end; y += 16) {
    const x = v128.load(y);
    const pairs = f32x4.add(
      i32x4.shuffle(x, x, 0, 1, 0, 1),
      v128.xor(i32x4.shuffle(x, x, 2, 3, 2, 3), turnUpper),
    );
    v128.store(
      y,
      f32x4.add(
        i32x4.shuffle(pairs, pairs, 0, 0, 2, 2),
        v128.xor(i32x4.shuffle(pairs, pairs, 1, 1, 3, 3), turnOdd),
      ),
    );
  }
}
