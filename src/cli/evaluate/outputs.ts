import { join } from 'node:path';
import { checkWritableFolder } from '../../node/write-file.ts';
import { ResultFiles } from '../output/result-files.ts';
import { type TableResult, tableCsv, tableLatex } from './exports.ts';
import { CellFiles } from './store.ts';

const OUTPUTS = ['results.json', 'results.csv', 'results.tex', 'index.html'] as const;

/** Where a run keeps its cells and writes its results: nowhere without `--out`. */
export interface EvaluateOutputs<C> {
  readonly cells: CellFiles<C> | undefined;
  /** What is said of files at the end. */
  readonly report: string;
  /** What a signal leaves, as a clause. */
  kept(): string;
  /** @param page - makes the page; called last, since the numbers are safe then, whatever happens to it. */
  write<R extends TableResult>(
    result: R,
    page: (result: R) => Promise<string>,
    signal: AbortSignal,
  ): Promise<void>;
}

/** @throws FileError if the folder can't be written to. */
export async function openOutputs<C>(folder: string | undefined): Promise<EvaluateOutputs<C>> {
  const files = await ResultFiles.in(folder, OUTPUTS);
  const cells = folder === undefined ? undefined : await cellsIn<C>(folder);
  return {
    cells,
    get report() {
      return files?.report ?? '';
    },
    kept() {
      if (!files || !cells) return 'nothing was written; with --out finished cells are kept';
      const { count } = cells;
      if (count === 0) return files.kept;
      const finished = count === 1 ? '1 finished cell is' : `${count} finished cells are`;
      return `${finished} kept in ${cells.folder}, and the same command goes on after them`;
    },
    async write(result, page, signal) {
      if (!files) return;
      await files.write('results.json', `${JSON.stringify(result, null, 2)}\n`, signal);
      await files.write('results.csv', tableCsv(result), signal);
      await files.write('results.tex', tableLatex(result), signal);
      await files.write('index.html', await page(result), signal);
    },
  };
}

async function cellsIn<C>(folder: string): Promise<CellFiles<C>> {
  const cells = join(folder, 'cells');
  await checkWritableFolder(cells);
  return new CellFiles(cells);
}
