// The script that runs in a worker, of a browser or of Node. It has no import of its own once it is
// bundled, and holds no compiled module: the pool posts them.

import type { Kernels } from '../kernels/api.ts';
import { TypeScriptKernels } from '../kernels/base/typescript/kernels.ts';
import { WasmKernels } from '../kernels/base/wasm/kernels.ts';
import { describePicturesJob } from './calls/describe-pictures.ts';
import { encodeJob } from './calls/encode.ts';
import { fitJob } from './calls/fit.ts';
import { hammingJob } from './calls/hamming.ts';
import { histogramsJob } from './calls/histograms.ts';
import { nearestJob } from './calls/nearest.ts';
import { trainNetworksJob } from './calls/train-networks.ts';
import { sendError } from './error-transport.ts';
import type { Job, JobFactory } from './job.ts';
import { findPort } from './port.ts';
import { type FromWorker, type JobName, PROTOCOL, type ToWorker } from './protocol.ts';

/** Progress more often than this would be noise. */
const PROGRESS_MS = 50;

type AnyFactory = JobFactory<unknown, unknown, unknown>;

const JOBS = {
  encode: encodeJob,
  nearest: nearestJob,
  hammingNearest: hammingJob,
  distanceHistograms: histogramsJob,
  fit: fitJob,
  trainNetworks: trainNetworksJob,
  describePictures: describePicturesJob,
} as Readonly<Record<JobName, unknown>> as Readonly<Record<JobName, AnyFactory>>;

interface OpenCall {
  readonly job: JobName;
  readonly setup: unknown;
  readonly stop: AbortController;
  work: Job<unknown, unknown> | null;
  running: number;
}

const port = findPort<ToWorker, FromWorker>();
const calls = new Map<number, OpenCall>();
let kernels: Kernels | null = null;
port.listen(receive);

function receive(message: ToWorker): void {
  switch (message?.type) {
    case 'start':
      start(message);
      break;
    case 'open': {
      const { call, job, setup } = message;
      calls.set(call, { job, setup, stop: new AbortController(), work: null, running: 0 });
      break;
    }
    case 'run':
      void run(message.call, message.shard, message.input);
      break;
    case 'close':
      close(message.call);
      break;
  }
}

function start({ module, extensions }: Extract<ToWorker, { type: 'start' }>): void {
  try {
    kernels = module ? new WasmKernels(module, extensions) : new TypeScriptKernels();
    send({ type: 'ready', protocol: PROTOCOL });
  } catch (error) {
    send({ type: 'refused', error: sendError(error) });
  }
}

async function run(call: number, shard: number, input: unknown): Promise<void> {
  const open = calls.get(call);
  if (!open || !kernels) return;
  open.running++;
  try {
    // Begun here and not when the call is opened, so that its errors have somewhere to go.
    open.work ??= JOBS[open.job](kernels, open.setup);
    const context = { signal: open.stop.signal, onProgress: reporter(call, shard) };
    const { output, transfer } = await open.work.run(input, context);
    send({ type: 'done', call, shard, output }, transfer);
  } catch (error) {
    send({ type: 'failed', call, shard, error: sendError(error) });
  } finally {
    open.running--;
    disposeIfOver(open);
  }
}

/** Tells the pool how far a shard is, now and then. */
function reporter(call: number, shard: number): (done: number, total: number) => void {
  let last = performance.now();
  return (done, total) => {
    if (performance.now() - last < PROGRESS_MS) return;
    last = performance.now();
    send({ type: 'progress', call, shard, done, total });
  };
}

function close(call: number): void {
  const open = calls.get(call);
  if (!open) return;
  calls.delete(call);
  open.stop.abort();
  disposeIfOver(open);
}

function disposeIfOver(open: OpenCall): void {
  if (!open.stop.signal.aborted || open.running > 0) return;
  open.work?.dispose();
  open.work = null;
}

function send(message: FromWorker, transfer: ArrayBuffer[] = []): void {
  port.post(message, transfer);
}
