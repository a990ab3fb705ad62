import { basename } from 'node:path';
import { readContents } from '../../data/contents.ts';
import { inFile } from '../../node/in-file.ts';
import { readDataFolder, readFileBytes } from '../../node/read-file.ts';
import { printable } from '../errors.ts';
import { painter } from '../output/colour.ts';
import { progressLine } from '../output/progress.ts';
import { describeContents } from './contents.ts';
import { DESCRIBERS, type FileDescription } from './describers.ts';
import { descriptionText } from './text.ts';

/** Options as commander parsed them. */
export interface InfoOptions {
  readonly array?: string;
  readonly labelColumn?: string;
  readonly json?: boolean;
}

export async function runInfoCommand(file: string, options: InfoOptions): Promise<void> {
  const progress = progressLine();
  try {
    progress.update(`reading ${printable(file)}`, 0);
    const description = await describeFile(file, options);
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

async function describeFile(file: string, options: InfoOptions): Promise<FileDescription> {
  const { labelColumn, array: pointsColumn } = options;
  const table = { labelColumn, pointsColumn };
  const folder = await readDataFolder(file, table);
  if (folder) return inFile(file, () => describeContents(folder));
  const bytes = await readFileBytes(file);
  return inFile(file, async () => {
    const own = DESCRIBERS.find((describer) => describer.knows(bytes));
    if (own) return own.describe(bytes);
    return describeContents(await readContents(bytes, { name: basename(file), ...table }));
  });
}
