import {
  type Inspected,
  inspectFile,
  type OwnFiles,
  type ReadingProgress,
  readFiles,
} from '../files.ts';
import type { LabState } from '../lab.ts';
import { type ShownRow, shownRow } from '../shown-rows.ts';
import type { CallContext } from './call-context.ts';
import { type OverviewResult, overview } from './overview.ts';

/** What the lab has read, and works with from now on. */
export interface LoadedResult {
  readonly overview: OverviewResult;
  /** Some rows to look at. */
  readonly rows: readonly ShownRow[];
  /** What was guessed, filled in or passed over. */
  readonly notes: readonly string[];
  /** Where there are no labels: columns that were not read, one of which may be them. */
  readonly unread: readonly string[];
}

/** Rows that are shown of a dataset. */
const SHOWN = 12;

/** What a file is, and what reading it will take; nothing but its first bytes is read. */
export function inspect(_lab: LabState, { file }: { file: File }): Promise<Inspected> {
  return inspectFile(file);
}

/** Reads the reader's files and works with them from now on; if that fails, all stays as it is. */
export async function load(
  lab: LabState,
  files: OwnFiles,
  context: CallContext<ReadingProgress>,
): Promise<LoadedResult> {
  const { dataset, notes, unread } = await readFiles(files, context);
  lab.use(dataset, files);
  return { ...(await loaded(lab)), notes, unread };
}

/** What the lab works with now. */
export async function loaded(lab: LabState): Promise<LoadedResult> {
  const dataset = await lab.dataset;
  const { rows } = dataset.points;
  const count = Math.min(SHOWN, rows);
  // From all over the file: what is sorted by class would else show one.
  const picked = Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
  return {
    overview: await overview(lab),
    rows: picked.map((row) => shownRow(dataset, row)),
    notes: [],
    unread: [],
  };
}

/** Works with the bundled images again. */
export function useBundled(lab: LabState): null {
  lab.use(null);
  return null;
}
