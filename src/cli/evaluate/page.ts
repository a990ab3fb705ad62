import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/errors.ts';
import { METHODS } from '../../evaluation/methods/registry.ts';
import { PROTOCOL } from '../../evaluation/protocols/registry.ts';
import { packageRoot } from '../../node/package-root.ts';
import { describeSystemError } from '../../node/system-error.ts';
import { evaluationHtml } from '../../report/evaluation/html.ts';
import type { EvaluateReport } from './run.ts';

/** The page of a run, a document of its own. */
export async function evaluationPage(report: EvaluateReport): Promise<string> {
  const [script, style, manifest] = await Promise.all([
    read('build', 'report', 'evaluation.js'),
    read('build', 'report', 'report.css'),
    read('package.json'),
  ]);
  const { version } = JSON.parse(manifest) as { version: string };
  const protocolSummary = PROTOCOL[report.protocol].summary;
  const methodSummaries = Object.fromEntries(
    Object.values(METHODS).map(({ name, summary }) => [name, summary]),
  );
  const data = { ...report, hashplane: version, protocolSummary, methodSummaries };
  return evaluationHtml(data, { script, style });
}

async function read(...path: string[]): Promise<string> {
  const file = join(packageRoot(), ...path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FileError(`can't read ${file}: ${describeSystemError(error)}`, { cause: error });
  }
}
