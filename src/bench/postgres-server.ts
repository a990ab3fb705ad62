import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** A PostgreSQL server of our own: in a temporary folder, on a loopback port, without passwords. */
export interface PostgresServer {
  readonly port: number;
  /** The folder with its data. */
  readonly folder: string;
  /** What drivers of JavaScript take. */
  url(database?: string): string;
  /** What libpq takes, and thus PL/Proxy and subscriptions. */
  connection(database?: string): string;
  createDatabase(name: string): Promise<void>;
  /** Starts it again after `stop` or `kill`, on the same port. */
  start(): Promise<void>;
  /** Lets it end in order. */
  stop(): Promise<void>;
  /** SIGKILL to all its processes: a crash. */
  kill(): Promise<void>;
  /** Stops it and removes its folder. */
  remove(): Promise<void>;
}

export interface PostgresServerOptions {
  /** Lines of postgresql.conf, such as `{ wal_level: 'logical' }`. */
  readonly settings?: Readonly<Record<string, string | number>> | undefined;
}

/** A process that runs programs of PostgreSQL, which refuse to run as root. */
interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

const run = promisify(execFile);
const USER = 'postgres';
const HOST = '127.0.0.1';
const DEBIAN = '/usr/lib/postgresql';
const START_MILLIS = 30_000;
/** Below the ports that systems give to clients: none takes one while a server that was killed is down. */
const FIRST_PORT = 20_000;
const PORTS = 12_000;

/** The folder of the programs of PostgreSQL: on the PATH, or the newest where Debian puts them; else null. */
export function findPostgres(): string | null {
  const onPath = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...onPath, ...debianFolders()].find(hasServer) ?? null;
}

/**
 * Starts a new server. Its processes end with this one's, whatever ends it.
 *
 * @param programs - what `findPostgres` found.
 */
export async function createPostgresServer(
  programs: string,
  { settings = {} }: PostgresServerOptions = {},
): Promise<PostgresServer> {
  const account = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'hashplane-postgres-'));
  if (account.uid !== undefined) chownSync(folder, account.uid, account.gid as number);
  const data = join(folder, 'data');
  const options = ['-D', data, '-U', USER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
  try {
    await run(join(programs, 'initdb'), options, { ...account, cwd: folder });
    for (;;) {
      const server = serverOf(programs, folder, await freePort(), settings, account);
      try {
        await server.start();
        return server;
      } catch (error) {
        // Another program took the port meanwhile.
        if (!/Address already in use/.test(String(error))) throw error;
      }
    }
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

function serverOf(
  programs: string,
  folder: string,
  port: number,
  settings: Readonly<Record<string, string | number>>,
  account: Account,
): PostgresServer {
  const all = { listen_addresses: HOST, unix_socket_directories: '', port, ...settings };
  const words = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const start = () =>
    startProcess(
      join(programs, 'postgres'),
      ['-D', join(folder, 'data'), ...words],
      account,
      folder,
    );
  let running: Running | null = null;
  const server: PostgresServer = {
    port,
    folder,
    url: (database = USER) => `postgres://${USER}@${HOST}:${port}/${database}`,
    connection: (database = USER) => `host=${HOST} port=${port} user=${USER} dbname=${database}`,
    async createDatabase(name) {
      const options = ['-h', HOST, '-p', String(port), '-U', USER, name];
      await run(join(programs, 'createdb'), options, { cwd: folder });
    },
    async start() {
      running ??= await start();
    },
    async stop() {
      await running?.end('SIGINT');
      running = null;
    },
    async kill() {
      await running?.end('SIGKILL');
      running = null;
    },
    async remove() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

interface Running {
  end(signal: 'SIGINT' | 'SIGKILL'): Promise<void>;
}

/** Starts the server's first process and waits until it takes connections. */
async function startProcess(
  program: string,
  words: string[],
  account: Account,
  cwd: string,
): Promise<Running> {
  const deadline = performance.now() + START_MILLIS;
  for (;;) {
    const child = spawn(program, words, { ...account, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    const log = await untilReady(child);
    if (log === null) return { end: ending(child, ended) };
    // Processes of a server that was killed hold its memory for a moment.
    if (!/in use|already running|lock file/.test(log) || performance.now() > deadline) {
      throw new Error(`PostgreSQL doesn't start: ${log}`);
    }
    await sleep(100);
  }
}

/** Null once a server takes connections, or the last lines that it wrote before it ended. */
function untilReady(child: ChildProcess): Promise<string | null> {
  return new Promise((done) => {
    let log = '';
    child.stderr?.on('data', (piece: Buffer) => {
      log = (log + piece.toString()).slice(-2000);
      if (log.includes('ready to accept connections')) done(null);
    });
    child.once('error', (error) => done(error.message));
    child.once('exit', () => done(log.trim()));
  });
}

function ending(child: ChildProcess, ended: Promise<void>): Running['end'] {
  const pid = child.pid as number;
  // The shell waits for the end of our side of its input, and then stops the server.
  const guard = spawn('sh', ['-c', `read -r _; kill -INT ${pid}`], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  for (const handle of [guard, child, child.stderr, guard.stdin]) {
    (handle as { unref?: () => void } | null)?.unref?.();
  }
  return async (signal) => {
    child.ref();
    guard.kill('SIGKILL');
    const children = signal === 'SIGKILL' ? childrenOf(pid) : [];
    for (const each of [pid, ...children]) signalled(each, signal);
    await ended;
    while (children.some((each) => signalled(each, 0))) await sleep(20);
  };
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

/** The processes that a process started, where the system tells. */
function childrenOf(pid: number): number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return text === '' ? [] : text.split(' ').map(Number);
  } catch {
    return [];
  }
}

/** Ourselves; as root, the user that Debian made for the server, or nobody. */
function unprivileged(): Account {
  if (process.getuid?.() !== 0) return {};
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  for (const name of [USER, 'nobody']) {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    if (fields) return { uid: Number(fields[2]), gid: Number(fields[3]) };
  }
  throw new Error(`PostgreSQL doesn't run as root, and there is no user ${USER} or nobody`);
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = FIRST_PORT + randomInt(PORTS);
    if (await isFree(port)) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done, fail) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? done(false) : fail(error),
    );
    server.listen(port, HOST, () => server.close(() => done(true)));
  });
}

function debianFolders(): string[] {
  try {
    const versions = readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(DEBIAN, version, 'bin'));
  } catch {
    return [];
  }
}

function hasServer(folder: string): boolean {
  try {
    for (const name of ['postgres', 'initdb', 'createdb']) {
      accessSync(join(folder, name), constants.X_OK);
    }
    return true;
  } catch {
    return false;
  }
}
