import type { RotationModel } from '../../core/rotation.ts';

/** The signs of a rotation as masks of the sign bit of a float32, one word each. */
export function signMasks({ signs }: RotationModel): Uint32Array {
  const masks = new Uint32Array(signs.length * 8);
  for (let i = 0; i < masks.length; i++) masks[i] = ((signs[i >>> 3] >>> (i & 7)) & 1) << 31;
  return masks;
}
