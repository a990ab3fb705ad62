import type { Stage } from '../transform-stages.ts';

const { fround } = Math;
const SINE_60 = fround(0.8660254);
const COSINE_72 = fround(0.30901699);
const COSINE_144 = fround(-0.809017);
const SINE_72 = fround(0.95105652);
const SINE_144 = fround(0.58778525);

/** Complex numbers of a line: real and imaginary parts apart. */
export interface Line {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

export function newLine(length: number): Line {
  return { re: new Float32Array(length), im: new Float32Array(length) };
}

/** One value of a sum over the radix: a butterfly writes those of its r inputs to `out`. */
type Butterfly = (
  inRe: Float32Array,
  inIm: Float32Array,
  outRe: Float32Array,
  outIm: Float32Array,
  stage: Stage,
) => void;

/**
 * Transforms a line as assembly/descriptors/transform.ts does, operation by operation, and leaves the
 * result in it.
 */
export function transformInPlace(line: Line, stages: readonly Stage[], scratch: Line): void {
  let [source, target] = [line, scratch];
  let rest = line.re.length;
  let stride = 1;
  for (const stage of stages) {
    const m = rest / stage.radix;
    runStage(source, target, m, stride, stage);
    rest = m;
    stride *= stage.radix;
    [source, target] = [target, source];
  }
  if (source === line) return;
  line.re.set(source.re);
  line.im.set(source.im);
}

function runStage(x: Line, y: Line, m: number, s: number, stage: Stage): void {
  const { radix, twiddles } = stage;
  const butterfly = BUTTERFLIES[radix] ?? prime;
  const [inRe, inIm, outRe, outIm] = Array.from({ length: 4 }, () => new Float32Array(radix));
  let w = radix > 5 ? 2 * radix : 0;
  for (let p = 0; p < m; p++, w += 2 * (radix - 1)) {
    for (let q = 0; q < s; q++) {
      for (let k = 0; k < radix; k++) {
        inRe[k] = x.re[q + s * (p + k * m)];
        inIm[k] = x.im[q + s * (p + k * m)];
      }
      butterfly(inRe, inIm, outRe, outIm, stage);
      const at = q + s * radix * p;
      y.re[at] = outRe[0];
      y.im[at] = outIm[0];
      for (let j = 1; j < radix; j++) {
        const [re, im] = [outRe[j], outIm[j]];
        const [cosine, sine] = [twiddles[w + 2 * j - 2], twiddles[w + 2 * j - 1]];
        y.re[at + s * j] = fround(re * cosine) - fround(im * sine);
        y.im[at + s * j] = fround(re * sine) + fround(im * cosine);
      }
    }
  }
}

const BUTTERFLIES: Readonly<Record<number, Butterfly>> = {
  2: (xr, xi, yr, yi) => {
    yr[0] = xr[0] + xr[1];
    yi[0] = xi[0] + xi[1];
    yr[1] = xr[0] - xr[1];
    yi[1] = xi[0] - xi[1];
  },
  3: (xr, xi, yr, yi) => {
    const sumR = fround(xr[1] + xr[2]);
    const sumI = fround(xi[1] + xi[2]);
    const turnR = fround(fround(xr[1] - xr[2]) * SINE_60);
    const turnI = fround(fround(xi[1] - xi[2]) * SINE_60);
    const restR = fround(xr[0] - fround(sumR * 0.5));
    const restI = fround(xi[0] - fround(sumI * 0.5));
    yr[0] = xr[0] + sumR;
    yi[0] = xi[0] + sumI;
    yr[1] = restR + turnI;
    yi[1] = restI - turnR;
    yr[2] = restR - turnI;
    yi[2] = restI + turnR;
  },
  4: (xr, xi, yr, yi) => {
    const evenR = fround(xr[0] + xr[2]);
    const evenI = fround(xi[0] + xi[2]);
    const apartR = fround(xr[0] - xr[2]);
    const apartI = fround(xi[0] - xi[2]);
    const oddR = fround(xr[1] + xr[3]);
    const oddI = fround(xi[1] + xi[3]);
    const turnR = fround(xr[1] - xr[3]);
    const turnI = fround(xi[1] - xi[3]);
    yr[0] = evenR + oddR;
    yi[0] = evenI + oddI;
    yr[1] = apartR + turnI;
    yi[1] = apartI - turnR;
    yr[2] = evenR - oddR;
    yi[2] = evenI - oddI;
    yr[3] = apartR - turnI;
    yi[3] = apartI + turnR;
  },
  5: radix5,
};

function radix5(xr: Float32Array, xi: Float32Array, yr: Float32Array, yi: Float32Array): void {
  const outerR = fround(xr[1] + xr[4]);
  const outerI = fround(xi[1] + xi[4]);
  const innerR = fround(xr[2] + xr[3]);
  const innerI = fround(xi[2] + xi[3]);
  const farR = fround(xr[1] - xr[4]);
  const farI = fround(xi[1] - xi[4]);
  const nearR = fround(xr[2] - xr[3]);
  const nearI = fround(xi[2] - xi[3]);
  const part = (a: number, outer: number, inner: number, c1: number, c2: number) =>
    fround(fround(a + fround(outer * c1)) + fround(inner * c2));
  const rest1R = part(xr[0], outerR, innerR, COSINE_72, COSINE_144);
  const rest1I = part(xi[0], outerI, innerI, COSINE_72, COSINE_144);
  const rest2R = part(xr[0], outerR, innerR, COSINE_144, COSINE_72);
  const rest2I = part(xi[0], outerI, innerI, COSINE_144, COSINE_72);
  const turn1R = fround(fround(farR * SINE_72) + fround(nearR * SINE_144));
  const turn1I = fround(fround(farI * SINE_72) + fround(nearI * SINE_144));
  const turn2R = fround(fround(farR * SINE_144) - fround(nearR * SINE_72));
  const turn2I = fround(fround(farI * SINE_144) - fround(nearI * SINE_72));
  yr[0] = fround(xr[0] + outerR) + innerR;
  yi[0] = fround(xi[0] + outerI) + innerI;
  yr[1] = rest1R + turn1I;
  yi[1] = rest1I - turn1R;
  yr[2] = rest2R + turn2I;
  yi[2] = rest2I - turn2R;
  yr[3] = rest2R - turn2I;
  yi[3] = rest2I + turn2R;
  yr[4] = rest1R - turn1I;
  yi[4] = rest1I + turn1R;
}

const prime: Butterfly = (xr, xi, yr, yi, { radix, twiddles }) => {
  const half = radix >> 1;
  yr[0] = xr[0];
  yi[0] = xi[0];
  for (let k = 1; k <= half; k++) {
    const [a, b, c, d] = [xr[k], xr[radix - k], xi[k], xi[radix - k]];
    xr[k] = a + b;
    xi[k] = c + d;
    xr[radix - k] = a - b;
    xi[radix - k] = c - d;
    yr[0] += xr[k];
    yi[0] += xi[k];
  }
  for (let j = 1; j <= half; j++) {
    let [evenR, evenI, turnR, turnI] = [xr[0], xi[0], 0, 0];
    for (let k = 1; k <= half; k++) {
      const turn = (j * k) % radix;
      const [cosine, sine] = [twiddles[2 * turn], twiddles[2 * turn + 1]];
      evenR = fround(evenR + fround(xr[k] * cosine));
      evenI = fround(evenI + fround(xi[k] * cosine));
      turnR = fround(turnR + fround(xr[radix - k] * sine));
      turnI = fround(turnI + fround(xi[radix - k] * sine));
    }
    yr[j] = evenR - turnI;
    yi[j] = evenI + turnR;
    yr[radix - j] = evenR + turnI;
    yi[radix - j] = evenI - turnR;
  }
};
