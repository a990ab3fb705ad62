import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { packageRoot } from '../../node/package-root.ts';
import { describeSystemError } from '../../node/system-error.ts';
import type { ReportAssets } from '../../report/document.ts';

/** What the build made for a page of `src/report`, and the version of hashplane that it is of. */
export interface PageAssets {
  readonly assets: ReportAssets;
  readonly version: string;
}

/** Pages of reports. */
export type PageName = 'page' | 'bench' | 'evaluation' | 'pictures';

/** @param name - of the page's script in build/report. */
export async function readPageAssets(name: PageName): Promise<PageAssets> {
  const [script, style, manifest] = await Promise.all([
    read('build', 'report', `${name}.js`),
    read('build', 'report', 'report.css'),
    read('package.json'),
  ]);
  const { version } = JSON.parse(manifest) as { version: string };
  return { assets: { script, style }, version };
}

async function read(...path: string[]): Promise<string> {
  const file = join(packageRoot(), ...path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FileError(`can't read ${file}: ${describeSystemError(error)}`, { cause: error });
  }
}
