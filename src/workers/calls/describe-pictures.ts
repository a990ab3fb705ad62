import { PictureWork } from '../../descriptors/picture-work.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { DescriptorInstance } from '../../kernels/descriptors/exports.ts';
import { DESCRIPTION } from '../../kernels/descriptors/kernels.ts';
import { instantiate } from '../../kernels/runtime/instantiate.ts';
import type { JobFactory } from '../job.ts';
import type { DescribingInput, DescribingSetup } from './describe-pictures-call.ts';

/**
 * The work of the last call, for the next one with the same settings: its tables take longer to draw
 * than some pictures to describe.
 */
let kept: { readonly key: string; readonly work: PictureWork } | null = null;

/** The worker's side: the module of the kernels comes with the call. */
export const describePicturesJob: JobFactory<
  DescribingSetup,
  DescribingInput,
  Float32Array<ArrayBuffer>
> = (kernels, setup) => ({
  run({ sizes, pixels }, { onProgress }) {
    const work = workFor(kernels, setup);
    const { dimensions } = work;
    const output = new Float32Array(sizes.length * dimensions);
    let at = 0;
    for (const [i, [width, height]] of sizes.entries()) {
      const data = pixels.subarray(at, at + 4 * width * height);
      work.describe({ width, height, data }, output.subarray(i * dimensions, (i + 1) * dimensions));
      at += data.length;
      onProgress(i + 1, sizes.length);
    }
    return { output, transfer: [output.buffer] };
  },
  dispose: () => {},
});

function workFor(kernels: Kernels, { module, settings }: DescribingSetup): PictureWork {
  const key = JSON.stringify(settings);
  if (kept?.key === key) return kept.work;
  kept?.work.dispose();
  kept = null;
  const descriptors = module
    ? DESCRIPTION.webAssembly(instantiate<DescriptorInstance['kernels']>(module, 'responses'))
    : DESCRIPTION.typescript();
  kept = { key, work: new PictureWork(kernels, descriptors, settings) };
  return kept.work;
}
