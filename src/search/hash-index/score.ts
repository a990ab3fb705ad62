import type { DistanceName } from './types.ts';

/**
 * A distance as a number that is larger for nearer vectors. Cosine: the cosine similarity, 1 - distance;
 * dot: the dot product; both also where they are estimated. Euclidean and asymmetric distances:
 * 1 / (1 + distance), from 1 down to 0, where an estimate below 0 counts as 0.
 */
export function scoreOf(name: DistanceName, distance: number): number {
  if (name.endsWith('cosine')) return 1 - distance;
  // 0 - distance: a product of 0 has no sign.
  return name.endsWith('dot') ? 0 - distance : 1 / (1 + Math.max(0, distance));
}
