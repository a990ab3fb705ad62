// The stages of transform.ts, a function for each radix.
import { add, all, loadAll, mul, sub } from './lanes';

const SINE_60: f32 = 0.8660254;
const COSINE_72: f32 = 0.30901699;
const COSINE_144: f32 = -0.809017;
const SINE_72: f32 = 0.95105652;
const SINE_144: f32 = 0.58778525;

/** Elements next to the picture that nobody looks at, on either side. */
export const EXTENSION: usize = 32;

// @ts-ignore: decorator
@inline
function re<T>(at: usize): T {
  return load<T>(at);
}
// @ts-ignore: decorator
@inline
function im<T>(at: usize): T {
  return load<T>(at, sizeof<T>());
}
// @ts-ignore: decorator
@inline
function put<T>(at: usize, real: T, imaginary: T): void {
  store<T>(at, real);
  store<T>(at, imaginary, sizeof<T>());
}
/** Stores a complex number times a twiddle. */
// @ts-ignore: decorator
@inline
function putTurned<T>(at: usize, real: T, imaginary: T, cosine: T, sine: T): void {
  store<T>(at, sub<T>(mul<T>(real, cosine), mul<T>(imaginary, sine)));
  store<T>(at, add<T>(mul<T>(real, sine), mul<T>(imaginary, cosine)), sizeof<T>());
}

export function radix2<T>(x: usize, y: usize, m: usize, s: usize, w: usize): void {
  const run = s * 2 * sizeof<T>();
  const apart = m * run;
  for (let p: usize = 0; p < m; p++, w += 8) {
    const c1 = loadAll<T>(w),
      s1 = loadAll<T>(w + 4);
    for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
      const ar = re<T>(x),
        ai = im<T>(x),
        br = re<T>(x + apart),
        bi = im<T>(x + apart);
      put<T>(y, add<T>(ar, br), add<T>(ai, bi));
      putTurned<T>(y + run, sub<T>(ar, br), sub<T>(ai, bi), c1, s1);
    }
    y += run;
  }
}

/** The wanted ones of a last stage of radix 2. */
export function middleHalf<T>(x: usize, y: usize, s: usize): void {
  const run = s * 2 * sizeof<T>();
  const margin = EXTENSION * 2 * sizeof<T>();
  for (let at = margin; at < run; at += 2 * sizeof<T>()) {
    const a = x + at,
      b = a + run;
    put<T>(y + at, add<T>(re<T>(a), re<T>(b)), add<T>(im<T>(a), im<T>(b)));
  }
  for (let at: usize = 0; at < run - margin; at += 2 * sizeof<T>()) {
    const a = x + at,
      b = a + run;
    put<T>(y + run + at, sub<T>(re<T>(a), re<T>(b)), sub<T>(im<T>(a), im<T>(b)));
  }
}

export function radix3<T>(x: usize, y: usize, m: usize, s: usize, w: usize): void {
  const run = s * 2 * sizeof<T>();
  const apart = m * run;
  const half = all<T>(0.5),
    sine = all<T>(SINE_60);
  for (let p: usize = 0; p < m; p++, w += 16) {
    const c1 = loadAll<T>(w),
      s1 = loadAll<T>(w + 4),
      c2 = loadAll<T>(w + 8),
      s2 = loadAll<T>(w + 12);
    for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
      const b = x + apart,
        c = b + apart;
      const ar = re<T>(x),
        ai = im<T>(x),
        sumR = add<T>(re<T>(b), re<T>(c)),
        sumI = add<T>(im<T>(b), im<T>(c));
      const turnR = mul<T>(sub<T>(re<T>(b), re<T>(c)), sine),
        turnI = mul<T>(sub<T>(im<T>(b), im<T>(c)), sine);
      const restR = sub<T>(ar, mul<T>(sumR, half)),
        restI = sub<T>(ai, mul<T>(sumI, half));
      put<T>(y, add<T>(ar, sumR), add<T>(ai, sumI));
      putTurned<T>(y + run, add<T>(restR, turnI), sub<T>(restI, turnR), c1, s1);
      putTurned<T>(y + 2 * run, sub<T>(restR, turnI), add<T>(restI, turnR), c2, s2);
    }
    y += 2 * run;
  }
}

/** The middle third of a last stage of radix 3. */
export function middleThird<T>(x: usize, y: usize, s: usize): void {
  const run = s * 2 * sizeof<T>();
  const half = all<T>(0.5),
    sine = all<T>(SINE_60);
  y += run;
  for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
    const b = x + run,
      c = b + run;
    const sumR = add<T>(re<T>(b), re<T>(c)),
      sumI = add<T>(im<T>(b), im<T>(c));
    const turnR = mul<T>(sub<T>(re<T>(b), re<T>(c)), sine),
      turnI = mul<T>(sub<T>(im<T>(b), im<T>(c)), sine);
    const restR = sub<T>(re<T>(x), mul<T>(sumR, half)),
      restI = sub<T>(im<T>(x), mul<T>(sumI, half));
    put<T>(y, add<T>(restR, turnI), sub<T>(restI, turnR));
  }
}

export function radix4<T>(x: usize, y: usize, m: usize, s: usize, w: usize): void {
  const run = s * 2 * sizeof<T>();
  const apart = m * run;
  for (let p: usize = 0; p < m; p++, w += 24) {
    const c1 = loadAll<T>(w),
      s1 = loadAll<T>(w + 4),
      c2 = loadAll<T>(w + 8),
      s2 = loadAll<T>(w + 12),
      c3 = loadAll<T>(w + 16),
      s3 = loadAll<T>(w + 20);
    for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
      const b = x + apart,
        c = b + apart,
        d = c + apart;
      const evenR = add<T>(re<T>(x), re<T>(c)),
        evenI = add<T>(im<T>(x), im<T>(c)),
        apartR = sub<T>(re<T>(x), re<T>(c)),
        apartI = sub<T>(im<T>(x), im<T>(c));
      const oddR = add<T>(re<T>(b), re<T>(d)),
        oddI = add<T>(im<T>(b), im<T>(d)),
        turnR = sub<T>(re<T>(b), re<T>(d)),
        turnI = sub<T>(im<T>(b), im<T>(d));
      put<T>(y, add<T>(evenR, oddR), add<T>(evenI, oddI));
      if (p == 0) {
        put<T>(y + run, add<T>(apartR, turnI), sub<T>(apartI, turnR));
        put<T>(y + 2 * run, sub<T>(evenR, oddR), sub<T>(evenI, oddI));
        put<T>(y + 3 * run, sub<T>(apartR, turnI), add<T>(apartI, turnR));
      } else {
        putTurned<T>(y + run, add<T>(apartR, turnI), sub<T>(apartI, turnR), c1, s1);
        putTurned<T>(y + 2 * run, sub<T>(evenR, oddR), sub<T>(evenI, oddI), c2, s2);
        putTurned<T>(y + 3 * run, sub<T>(apartR, turnI), add<T>(apartI, turnR), c3, s3);
      }
    }
    y += 3 * run;
  }
}

export function radix5<T>(x: usize, y: usize, m: usize, s: usize, w: usize): void {
  const run = s * 2 * sizeof<T>();
  const apart = m * run;
  const cos1 = all<T>(COSINE_72),
    cos2 = all<T>(COSINE_144),
    sin1 = all<T>(SINE_72),
    sin2 = all<T>(SINE_144);
  for (let p: usize = 0; p < m; p++, w += 32) {
    for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
      const b = x + apart,
        c = b + apart,
        d = c + apart,
        e = d + apart;
      const ar = re<T>(x),
        ai = im<T>(x);
      const outerR = add<T>(re<T>(b), re<T>(e)),
        outerI = add<T>(im<T>(b), im<T>(e)),
        innerR = add<T>(re<T>(c), re<T>(d)),
        innerI = add<T>(im<T>(c), im<T>(d));
      const farR = sub<T>(re<T>(b), re<T>(e)),
        farI = sub<T>(im<T>(b), im<T>(e)),
        nearR = sub<T>(re<T>(c), re<T>(d)),
        nearI = sub<T>(im<T>(c), im<T>(d));
      put<T>(y, add<T>(add<T>(ar, outerR), innerR), add<T>(add<T>(ai, outerI), innerI));
      const rest1R = add<T>(add<T>(ar, mul<T>(outerR, cos1)), mul<T>(innerR, cos2)),
        rest1I = add<T>(add<T>(ai, mul<T>(outerI, cos1)), mul<T>(innerI, cos2)),
        rest2R = add<T>(add<T>(ar, mul<T>(outerR, cos2)), mul<T>(innerR, cos1)),
        rest2I = add<T>(add<T>(ai, mul<T>(outerI, cos2)), mul<T>(innerI, cos1));
      const turn1R = add<T>(mul<T>(farR, sin1), mul<T>(nearR, sin2)),
        turn1I = add<T>(mul<T>(farI, sin1), mul<T>(nearI, sin2)),
        turn2R = sub<T>(mul<T>(farR, sin2), mul<T>(nearR, sin1)),
        turn2I = sub<T>(mul<T>(farI, sin2), mul<T>(nearI, sin1));
      turned<T>(y + run, add<T>(rest1R, turn1I), sub<T>(rest1I, turn1R), w);
      turned<T>(y + 2 * run, add<T>(rest2R, turn2I), sub<T>(rest2I, turn2R), w + 8);
      turned<T>(y + 3 * run, sub<T>(rest2R, turn2I), add<T>(rest2I, turn2R), w + 16);
      turned<T>(y + 4 * run, sub<T>(rest1R, turn1I), add<T>(rest1I, turn1R), w + 24);
    }
    y += 4 * run;
  }
}

// @ts-ignore: decorator
@inline
function turned<T>(at: usize, real: T, imaginary: T, w: usize): void {
  putTurned<T>(at, real, imaginary, loadAll<T>(w), loadAll<T>(w + 4));
}

/**
 * Any odd radix. Elements k and r - k first become their sum and their difference, where they stand;
 * then outputs j and r - j are sums over k = 1, 2, ..., in that order, of these times cosines and sines.
 */
export function prime<T>(x: usize, y: usize, m: usize, s: usize, r: usize, w: usize): void {
  const run = s * 2 * sizeof<T>();
  const apart = m * run;
  const half = r >> 1;
  const roots = w;
  w += r << 3;
  for (let p: usize = 0; p < m; p++, w += (r - 1) << 3) {
    for (const end = x + run; x < end; x += 2 * sizeof<T>(), y += 2 * sizeof<T>()) {
      let allR = re<T>(x),
        allI = im<T>(x);
      for (let k: usize = 1; k <= half; k++) {
        const a = x + k * apart,
          b = x + (r - k) * apart;
        const ar = re<T>(a),
          ai = im<T>(a),
          br = re<T>(b),
          bi = im<T>(b);
        put<T>(a, add<T>(ar, br), add<T>(ai, bi));
        put<T>(b, sub<T>(ar, br), sub<T>(ai, bi));
        allR = add<T>(allR, add<T>(ar, br));
        allI = add<T>(allI, add<T>(ai, bi));
      }
      put<T>(y, allR, allI);
      for (let j: usize = 1; j <= half; j++) {
        let evenR = re<T>(x),
          evenI = im<T>(x),
          turnR = all<T>(0),
          turnI = all<T>(0);
        let turn: usize = 0;
        for (let k: usize = 1; k <= half; k++) {
          turn += j;
          if (turn >= r) turn -= r;
          const cosine = loadAll<T>(roots + (turn << 3)),
            sine = loadAll<T>(roots + (turn << 3) + 4);
          const a = x + k * apart,
            b = x + (r - k) * apart;
          evenR = add<T>(evenR, mul<T>(re<T>(a), cosine));
          evenI = add<T>(evenI, mul<T>(im<T>(a), cosine));
          turnR = add<T>(turnR, mul<T>(re<T>(b), sine));
          turnI = add<T>(turnI, mul<T>(im<T>(b), sine));
        }
        turned<T>(y + j * run, sub<T>(evenR, turnI), add<T>(evenI, turnR), w + ((j - 1) << 3));
        turned<T>(
          y + (r - j) * run,
          add<T>(evenR, turnI),
          sub<T>(evenI, turnR),
          w + ((r - j - 1) << 3),
        );
      }
    }
    y += (r - 1) * run;
  }
}
