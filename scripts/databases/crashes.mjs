// Whether a store outlives crashes: writers of a PGlite folder and servers of PostgreSQL are killed with
// SIGKILL at random moments; prints a line each, and ends with 1 if a row is lost or a search is wrong.
//
//   node scripts/databases/crashes.mjs [TIMES=20] [TIMES OF A SERVER=5]
import { crashFolder } from './crash-folder.mjs';
import { crashServer } from './crash-server.mjs';
import { startServer } from './start-server.mjs';

const [times = 20, serverTimes = 5] = process.argv.slice(2).map(Number);
const tell = (/** @type {string} */ line) => console.log(line);

console.log('PGlite:');
await crashFolder(times, tell);
const server = serverTimes > 0 ? await startServer() : null;
if (server) {
  console.log('PostgreSQL:');
  await crashServer(server, serverTimes, tell).finally(() => server.remove());
} else if (serverTimes > 0) {
  console.log('no PostgreSQL on the PATH or in /usr/lib/postgresql: no server was killed');
}
console.log('every acknowledged row is there, and searches find what sorting finds');
