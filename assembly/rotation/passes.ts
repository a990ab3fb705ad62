// Passes of a Walsh-Hadamard transform over memory, of several levels each, so that values stay in
// registers between levels. A level of half length h makes (a + b, a - b) of values h apart.
//
// Passes take `blocks` blocks of `length` bytes from `from` to `to`, which may be the same place.
// With `signed`, a constant, values are first multiplied by signs: masks of the sign bit, as long as
// the values. `kept` tells how many of a block's equal parts are wanted, from its first on: the others
// are not written.

// @ts-ignore: decorator
@inline
function read(from: usize, signs: usize, signed: bool): v128 {
  const values = v128.load(from);
  return signed ? v128.xor(values, v128.load(signs)) : values;
}

/** One level. Blocks of at least 32 bytes. */
// @ts-ignore: decorator
@inline
export function radix2(
  from: usize,
  to: usize,
  signs: usize,
  signed: bool,
  blocks: usize,
  length: usize,
  kept: usize,
): void {
  const step = length >> 1;
  for (let block: usize = 0; block < blocks; block++) {
    for (let at: usize = 0; at < step; at += 16) {
      const a = read(from + at, signs + at, signed);
      const b = read(from + step + at, signs + step + at, signed);
      v128.store(to + at, f32x4.add(a, b));
      if (kept > 1) v128.store(to + step + at, f32x4.sub(a, b));
    }
    from += length;
    to += length;
    if (signed) signs += length;
  }
}

/** Two levels. Blocks of at least 64 bytes. */
// @ts-ignore: decorator
@inline
export function radix4(
  from: usize,
  to: usize,
  signs: usize,
  signed: bool,
  blocks: usize,
  length: usize,
  kept: usize,
): void {
  const step = length >> 2;
  for (let block: usize = 0; block < blocks; block++) {
    for (let at: usize = 0; at < step; at += 16) {
      const x = from + at,
        y = to + at,
        s = signs + at;
      const a0 = read(x, s, signed),
        a1 = read(x + step, s + step, signed),
        a2 = read(x + 2 * step, s + 2 * step, signed),
        a3 = read(x + 3 * step, s + 3 * step, signed);
      const b0 = f32x4.add(a0, a2),
        b1 = f32x4.add(a1, a3);
      v128.store(y, f32x4.add(b0, b1));
      if (kept > 1) v128.store(y + step, f32x4.sub(b0, b1));
      if (kept > 2) {
        const b2 = f32x4.sub(a0, a2),
          b3 = f32x4.sub(a1, a3);
        v128.store(y + 2 * step, f32x4.add(b2, b3));
        v128.store(y + 3 * step, f32x4.sub(b2, b3));
      }
    }
    from += length;
    to += length;
    if (signed) signs += length;
  }
}

/** Three levels. Blocks of at least 128 bytes. */
// @ts-ignore: decorator
@inline
export function radix8(
  from: usize,
  to: usize,
  signs: usize,
  signed: bool,
  blocks: usize,
  length: usize,
  kept: usize,
): void {
  const step = length >> 3;
  for (let block: usize = 0; block < blocks; block++) {
    for (let at: usize = 0; at < step; at += 16) {
      let x = from + at,
        s = signs + at;
      const a0 = read(x, s, signed);
      x += step;
      s += step;
      const a1 = read(x, s, signed);
      x += step;
      s += step;
      const a2 = read(x, s, signed);
      x += step;
      s += step;
      const a3 = read(x, s, signed);
      x += step;
      s += step;
      const a4 = read(x, s, signed);
      x += step;
      s += step;
      const a5 = read(x, s, signed);
      x += step;
      s += step;
      const a6 = read(x, s, signed);
      x += step;
      s += step;
      const a7 = read(x, s, signed);
      let y = to + at;
      const b0 = f32x4.add(a0, a4),
        b1 = f32x4.add(a1, a5),
        b2 = f32x4.add(a2, a6),
        b3 = f32x4.add(a3, a7);
      let c0 = f32x4.add(b0, b2),
        c1 = f32x4.add(b1, b3);
      v128.store(y, f32x4.add(c0, c1));
      if (kept > 1) v128.store(y + step, f32x4.sub(c0, c1));
      if (kept > 2) {
        c0 = f32x4.sub(b0, b2);
        c1 = f32x4.sub(b1, b3);
        v128.store(y + 2 * step, f32x4.add(c0, c1));
        v128.store(y + 3 * step, f32x4.sub(c0, c1));
      }
      if (kept > 4) {
        const b4 = f32x4.sub(a0, a4),
          b5 = f32x4.sub(a1, a5),
          b6 = f32x4.sub(a2, a6),
          b7 = f32x4.sub(a3, a7);
        y += 4 * step;
        c0 = f32x4.add(b4, b6);
        c1 = f32x4.add(b5, b7);
        v128.store(y, f32x4.add(c0, c1));
        v128.store(y + step, f32x4.sub(c0, c1));
        c0 = f32x4.sub(b4, b6);
        c1 = f32x4.sub(b5, b7);
        v128.store(y + 2 * step, f32x4.add(c0, c1));
        v128.store(y + 3 * step, f32x4.sub(c0, c1));
      }
    }
    from += length;
    to += length;
    if (signed) signs += length;
  }
}
