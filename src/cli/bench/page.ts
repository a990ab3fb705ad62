import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { packageRoot } from '../../node/package-root.ts';
import { describeSystemError } from '../../node/system-error.ts';
import { benchHtml } from '../../report/bench/html.ts';
import type { BenchReport } from './run.ts';

/** The page of a run, a document of its own. */
export async function benchPage(report: BenchReport): Promise<string> {
  const [script, style, manifest] = await Promise.all([
    read('build', 'report', 'bench.js'),
    read('build', 'report', 'report.css'),
    read('package.json'),
  ]);
  const { version } = JSON.parse(manifest) as { version: string };
  const created = new Date().toISOString();
  return benchHtml({ ...report, hashplane: version, created }, { script, style });
}

async function read(...path: string[]): Promise<string> {
  const file = join(packageRoot(), ...path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FileError(`can't read ${file}: ${describeSystemError(error)}`, { cause: error });
  }
}
