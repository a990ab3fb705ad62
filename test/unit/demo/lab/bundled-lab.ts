import { readFileSync } from 'node:fs';
import { LabState } from '../../../../src/demo/lab/lab.ts';

/** A lab without a page, with the bundled images. */
export function bundledLab(): Promise<LabState> {
  return LabState.start({
    images: file('t10k-images-idx3-ubyte'),
    labels: file('t10k-labels-idx1-ubyte'),
  });
}

function file(name: string): Uint8Array {
  return readFileSync(new URL(`../../../../data/fashion-mnist/${name}.gz`, import.meta.url));
}
