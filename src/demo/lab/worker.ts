import { sendError } from '../../workers/error-transport.ts';
import { CALLS } from './calls/registry.ts';
import type { LabSources } from './dataset.ts';
import { LabState } from './lab.ts';
import type { FromLab, ToLab } from './protocol.ts';

const running = new Map<number, AbortController>();
let lab: Promise<LabState>;

const post = (message: FromLab) => postMessage(message);

addEventListener('message', ({ data }: MessageEvent<LabSources | ToLab>) => {
  if (!('type' in data)) {
    lab = LabState.start(data);
    // Whoever calls is told.
    lab.catch(() => {});
  } else if (data.type === 'cancel') running.get(data.id)?.abort();
  else void answer(data);
});

async function answer({ id, name, parameters }: Extract<ToLab, { type: 'call' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  try {
    const call = CALLS[name] as (...all: unknown[]) => unknown;
    const report = (progress: unknown) => post({ type: 'progress', id, progress });
    const result = await call(await lab, parameters, { report, signal: controller.signal });
    post({ type: 'done', id, result });
  } catch (error) {
    post({ type: 'failed', id, error: sendError(error) });
  } finally {
    running.delete(id);
  }
}
