// One step of AdamW on `count` values, a multiple of 4, in place.

/**
 * w = decay w; m = m + firstShare (g - m); v = secondKept v + (secondShare g) g;
 * w = w - rate (m / (sqrt(v) / root + epsilon)), every operation in float32.
 * @param rate learning rate over the first moment's bias correction
 * @param root square root of the second moment's bias correction
 */
export function adamW(
  weights: usize,
  gradients: usize,
  first: usize,
  second: usize,
  count: usize,
  decay: f32,
  rate: f32,
  root: f32,
  firstShare: f32,
  secondKept: f32,
  secondShare: f32,
  epsilon: f32,
): void {
  const bytes = count << 2;
  if (ASC_FEATURE_SIMD) {
    const decays = f32x4.splat(decay),
      rates = f32x4.splat(rate),
      roots = f32x4.splat(root),
      firstShares = f32x4.splat(firstShare),
      kept = f32x4.splat(secondKept),
      secondShares = f32x4.splat(secondShare),
      epsilons = f32x4.splat(epsilon);
    for (let at: usize = 0; at < bytes; at += 16) {
      const g = v128.load(gradients + at);
      const old = v128.load(first + at);
      const m = f32x4.add(old, f32x4.mul(firstShares, f32x4.sub(g, old)));
      const v = f32x4.add(
        f32x4.mul(kept, v128.load(second + at)),
        f32x4.mul(f32x4.mul(secondShares, g), g),
      );
      const denominator = f32x4.add(f32x4.div(f32x4.sqrt(v), roots), epsilons);
      const w = f32x4.mul(decays, v128.load(weights + at));
      v128.store(first + at, m);
      v128.store(second + at, v);
      v128.store(weights + at, f32x4.sub(w, f32x4.mul(rates, f32x4.div(m, denominator))));
    }
  } else {
    for (let at: usize = 0; at < bytes; at += 4) {
      const g = load<f32>(gradients + at);
      const old = load<f32>(first + at);
      const m = old + firstShare * (g - old);
      const v = secondKept * load<f32>(second + at) + secondShare * g * g;
      const denominator = sqrt<f32>(v) / root + epsilon;
      const w = decay * load<f32>(weights + at);
      store<f32>(first + at, m);
      store<f32>(second + at, v);
      store<f32>(weights + at, w - rate * (m / denominator));
    }
  }
}
