// The script of the worker in which the race is run: no task of the page is as long as its events.
import { type DetailedResult, measureCase } from '../../bench/harness.ts';
import { BACKENDS, type Kernels } from '../../kernels/api.ts';
import { hasSimd } from '../../kernels/base/wasm/modules.ts';
import { createKernels } from '../../kernels/create.ts';
import { hasRelaxedSimd } from '../../kernels/runtime/relaxed-simd.ts';
import { sendError } from '../../workers/error-transport.ts';
import { BUILDERS } from './events.ts';
import { type ContenderName, EVENTS, type EventName } from './programme.ts';
import type { Device, FromRace, Missing, StartRace } from './protocol.ts';
import { steady } from './steady.ts';

/** How often the page is told where the race stands. */
const EVERY_MILLIS = 80;

const post = (message: FromRace) => postMessage(message);

const started = meet();
started.catch((error) => post({ type: 'failed', error: sendError(error) }));

addEventListener('message', ({ data }: MessageEvent<StartRace>) => {
  run(data).catch((error) => post({ type: 'failed', error: sendError(error) }));
});

/** Finds out who can run here. */
async function meet(): Promise<void> {
  const { missing } = await startBackends();
  post({ type: 'ready', device: device(), missing });
}

async function run({ seconds }: StartRace): Promise<void> {
  await started;
  for (const event of EVENTS) {
    // New instances for each event: memory of the last one must not count against this one.
    const { backends } = await startBackends();
    await runEvent(event, backends, seconds);
  }
  post({ type: 'done' });
}

async function runEvent(event: EventName, backends: Kernels[], seconds: number): Promise<void> {
  post({ type: 'checking', event, what: 'making data' });
  const bench = steady(await BUILDERS[event](backends));
  const latest = new Map<string, DetailedResult>();
  const standing = (share: number) =>
    post({ type: 'standing', event, results: [...latest.values()], share });
  let firstTurn = 0;
  let told = 0;
  try {
    await measureCase(bench, seconds, {
      onStep: (what) => {
        if (what.startsWith('checking')) post({ type: 'checking', event, what });
        else firstTurn ||= performance.now();
      },
      onTurn: (soFar) => {
        latest.set(soFar.contender, soFar);
        const now = performance.now();
        if (now - told < EVERY_MILLIS) return;
        told = now;
        // The last turns may take longer than there is time: only the end is 1.
        standing(Math.min(0.99, (now - firstTurn) / (1000 * seconds)));
      },
    });
    standing(1);
  } finally {
    await bench.dispose?.();
  }
}

/** The backends that run here, and what keeps the others from it. */
async function startBackends(): Promise<{ backends: Kernels[]; missing: Missing }> {
  const backends: Kernels[] = [];
  const missing: Partial<Record<ContenderName, string>> = {};
  for (const backend of BACKENDS) {
    try {
      backends.push(await createKernels({ backend }));
    } catch (error) {
      missing[backend] = error instanceof Error ? error.message : String(error);
    }
  }
  return { backends, missing };
}

function device(): Device {
  return {
    cores: navigator.hardwareConcurrency ?? null,
    simd: typeof WebAssembly === 'object' && hasSimd(),
    relaxedSimd: typeof WebAssembly === 'object' && hasRelaxedSimd(),
  };
}
