import type { LabState } from '../lab.ts';
import type { LabCallName, LabCalls } from '../protocol.ts';
import type { CallContext } from './call-context.ts';
import { compare } from './compare.ts';
import { examples } from './examples.ts';
import { forget, keep, kept, reopen } from './kept.ts';
import { meanPrecision } from './mean-precision.ts';
import { overview } from './overview.ts';
import { inspect, load, loaded, useBundled } from './own-data.ts';
import { rowPictures } from './row-pictures.ts';
import { rowStages } from './row-stages.ts';
import { slice } from './slice.ts';
import { story } from './story.ts';
import { toy } from './toy.ts';
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
  rowPictures,
  rowStages,
  slice,
  story,
  toy,
  comparison,
  train,
  inspect,
  load,
  loaded,
  useBundled,
  keep,
  kept,
  forget,
  reopen,
};
