import type { LabState } from '../lab.ts';
import type { LabCallName, LabCalls } from '../protocol.ts';
import type { CallContext } from './call-context.ts';
import { compare } from './compare.ts';
import { examples } from './examples.ts';
import { meanPrecision } from './mean-precision.ts';
import { overview } from './overview.ts';
import { comparison, train } from './train.ts';

type Call<N extends LabCallName> = (
  lab: LabState,
  parameters: LabCalls[N]['parameters'],
  context: CallContext<LabCalls[N]['progress']>,
) => LabCalls[N]['result'] | Promise<LabCalls[N]['result']>;

export const CALLS: { readonly [N in LabCallName]: Call<N> } = {
  overview,
  examples,
  compare,
  meanPrecision,
  comparison,
  train,
};
