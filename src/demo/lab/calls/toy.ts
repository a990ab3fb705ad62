import { type ToyOptions, toyExample } from '../../../evaluation/walkthrough/toy/example.ts';
import type { ToyExample } from '../../../evaluation/walkthrough/toy/types.ts';
import type { LabState } from '../lab.ts';

/** The example of six images; it takes a millisecond. */
export function toy({ kernels }: LabState, options: ToyOptions): Promise<ToyExample> {
  return toyExample(kernels, options);
}
