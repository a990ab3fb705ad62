/**
 * The distribution function of the standard normal, within 2e-7: Abramowitz & Stegun, 7.1.28. There is
 * no exponential in it, which engines round differently: searches must choose the same candidates on all.
 */
export function normalBelow(x: number): number {
  if (Number.isNaN(x)) return Number.NaN;
  const z = Math.abs(x) * Math.SQRT1_2;
  let sum = 0;
  for (let i = POWERS.length - 1; i >= 0; i--) sum = (sum + POWERS[i]) * z;
  const second = (1 + sum) * (1 + sum);
  const fourth = second * second;
  const eighth = fourth * fourth;
  const tail = 0.5 / (eighth * eighth);
  return x < 0 ? tail : 1 - tail;
}

const POWERS = [0.0705230784, 0.0422820123, 0.0092705272, 0.0001520143, 0.0002765672, 0.0000430638];
