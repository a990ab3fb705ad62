import { Matrix } from '../../core/matrix.ts';
import type { Picture } from '../../core/picture.ts';
import { descriptorDimensions } from '../../descriptors/picture-work.ts';
import type { DescriptorSettings } from '../../descriptors/settings.ts';
import type { Call, Shard } from '../run-call.ts';

/** What the workers of a call have in common. */
export interface DescribingSetup {
  /** The kernels of descriptors; null in TypeScript. */
  readonly module: WebAssembly.Module | null;
  readonly settings: DescriptorSettings;
}

/** Pictures, their pixels one after another. */
export interface DescribingInput {
  readonly sizes: readonly (readonly [width: number, height: number])[];
  readonly pixels: Uint8Array<ArrayBuffer>;
}

// A shard of this many units is done in some 10 ms: a pixel of a picture is one, one of the extended
// picture that is filtered sixteen.
const SHARD_UNITS = 2 ** 22;
const UNITS_OF_FILTERING = 16;
const EXTENSION = 64;

/** Descriptions of pictures, sharded by pictures. */
export function describePicturesCall(
  pictures: readonly Picture[],
  settings: DescriptorSettings,
  module: WebAssembly.Module | null,
  threads: number,
): { call: Call; described: Matrix } {
  const count = pictures.length;
  const dimensions = descriptorDimensions(settings);
  const described = new Matrix(new Float32Array(count * dimensions), count, dimensions);
  const unitsOf = ({ width, height }: Picture) =>
    width * height + UNITS_OF_FILTERING * (settings.side + EXTENSION) ** 2;
  const most = Math.ceil(count / threads);
  function* shards(): Generator<Shard> {
    for (let first = 0; first < count; ) {
      let end = first;
      let units = 0;
      do units += unitsOf(pictures[end++]);
      while (end < count && end - first < most && units < SHARD_UNITS);
      const input = packed(pictures.slice(first, end));
      const at = first * dimensions;
      const accept = (output: unknown) => described.data.set(output as Float32Array, at);
      yield { input, transfer: [input.pixels.buffer], size: end - first, accept };
      first = end;
    }
  }
  const setup: DescribingSetup = { module, settings };
  return {
    described,
    call: { job: 'describePictures', setup, shards: shards(), size: count, depth: 2 },
  };
}

function packed(pictures: readonly Picture[]): DescribingInput {
  const sizes = pictures.map(({ width, height }) => [width, height] as const);
  const pixels = new Uint8Array(pictures.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of pictures) {
    pixels.set(data, at);
    at += data.length;
  }
  return { sizes, pixels };
}
