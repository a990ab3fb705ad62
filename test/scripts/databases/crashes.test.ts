import { describe, expect, test } from 'vitest';
import { crashFolder } from '../../../scripts/databases/crash-folder.mjs';
import { crashServer } from '../../../scripts/databases/crash-server.mjs';
import { createPostgresServer, postgresOfTests } from '../../support/postgres-server.ts';

const PROGRAMS = postgresOfTests();

describe('after SIGKILL every acknowledged row is there, and searches find what sorting finds', () => {
  test('in a folder of PGlite', async () => {
    const lines: string[] = [];
    expect(await crashFolder(2, (line) => lines.push(line))).toBeGreaterThanOrEqual(0);
    expect(lines).toHaveLength(2);
  });

  test.skipIf(!PROGRAMS)('in a server, and all written again once', async () => {
    const server = await createPostgresServer(PROGRAMS as string);
    try {
      expect(await crashServer(server, 2)).toBeGreaterThan(0);
    } finally {
      await server.remove();
    }
  });
});
