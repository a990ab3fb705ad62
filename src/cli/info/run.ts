import { basename } from 'node:path';
import { pause } from '../../core/next-task.ts';
import { readContents } from '../../data/contents.ts';
import { inFile } from '../../node/in-file.ts';
import { readDataFolder, readFileBytes } from '../../node/read-file.ts';
import { type TableArguments, tableOptions } from '../options/table.ts';
import { printResult } from '../output/print-result.ts';
import { runWork, type WorkTools } from '../work.ts';
import { describeContents } from './contents.ts';
import { DESCRIBERS } from './describers.ts';
import type { FileDescription } from './description.ts';
import { descriptionText } from './text.ts';

/** Options as commander parsed them. */
export interface InfoOptions extends TableArguments {
  readonly json?: boolean;
}

export async function runInfoCommand(file: string, options: InfoOptions): Promise<void> {
  const description = await runWork(({ progress, signal }) => {
    progress.update(`reading ${file}`, 0);
    return describeFile(file, options, { progress, signal });
  });
  printResult(options.json, description, (paint) =>
    descriptionText(basename(file), description, paint),
  );
}

async function describeFile(
  file: string,
  options: InfoOptions,
  { progress, signal }: WorkTools,
): Promise<FileDescription> {
  const { array: pointsColumn, ...rest } = tableOptions(options, progress);
  const table = { ...rest, pointsColumn };
  const folder = await readDataFolder(file, table);
  if (folder) return inFile(file, () => describeContents(folder, signal));
  const bytes = await readFileBytes(file);
  await pause(signal);
  return inFile(file, async () => {
    const own = DESCRIBERS.find((describer) => describer.knows(bytes));
    if (own) return own.describe(bytes, file);
    const contents = await readContents(bytes, { name: basename(file), ...table });
    return describeContents(contents, signal);
  });
}
