import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { packageRoot } from '../../node/package-root.ts';

/** The machine in a line: processor, cores, system. */
export function machineName(): string {
  const cores = cpus();
  const model = cores[0]?.model.trim() || 'unknown processor';
  return `${model}, ${cores.length} cores, ${process.platform} ${process.arch}`;
}

/** The commit that is checked out here, or null outside a checkout. */
export function commitName(): string | null {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: packageRoot(), stdio: ['ignore', 'pipe', 'ignore'] })
        .toString()
        .trim();
    // Installed below somebody else's repository, that one's commit says nothing.
    if (git('rev-parse', '--show-prefix') !== '') return null;
    const isChanged = git('status', '--porcelain', '--untracked-files=no') !== '';
    return git('rev-parse', '--short=12', 'HEAD') + (isChanged ? '+changes' : '');
  } catch {
    return null;
  }
}
