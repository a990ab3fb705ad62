import { basename } from 'node:path';
import { readContents } from '../../data/contents.ts';
import { inFile } from '../../node/in-file.ts';
import { readCifar10Folder, readFileBytes } from '../../node/read-file.ts';
import { printable } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { type TableArguments, tableOptions } from '../table-options.ts';
import { describeContents } from './contents.ts';
import { DESCRIBERS, type FileDescription } from './describers.ts';
import { descriptionText } from './text.ts';

/** Options as commander parsed them. */
export interface InfoOptions extends TableArguments {
  readonly json?: boolean;
}

export async function runInfoCommand(file: string, options: InfoOptions): Promise<void> {
  const progress = progressLine();
  try {
    progress.update(`reading ${printable(file)}`, 0);
    const description = await describeFile(file, options, progress);
    progress.clear();
    process.stdout.write(
      options.json
        ? `${JSON.stringify(description)}\n`
        : descriptionText(basename(file), description, painter(process.stdout)),
    );
  } finally {
    progress.clear();
  }
}

async function describeFile(
  file: string,
  options: InfoOptions,
  progress: { clear(): void },
): Promise<FileDescription> {
  const folder = await readCifar10Folder(file);
  if (folder) return inFile(file, () => describeContents(folder));
  const bytes = await readFileBytes(file);
  return inFile(file, async () => {
    const own = DESCRIBERS.find((describer) => describer.knows(bytes));
    if (own) return own.describe(bytes);
    const { array: pointsColumn, ...rest } = tableOptions(options, progress);
    const table = { ...rest, pointsColumn };
    return describeContents(await readContents(bytes, { name: basename(file), ...table }));
  });
}
