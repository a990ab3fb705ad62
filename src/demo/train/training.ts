import type { Comparison, TrainedIteration } from '../lab/calls/train.ts';
import type { Lab } from '../lab/client.ts';
import type { TrainSettings } from './learners.ts';

export type TrainPhase = 'loading' | 'ready' | 'training' | 'done' | 'cancelled' | 'failed';

/** What the view shows: the comparison, and how far training is. */
export class Training {
  phase: TrainPhase = 'loading';
  comparison: Comparison | null = null;
  /** The last iteration that has ended. */
  trained: TrainedIteration | null = null;
  share = 0;
  step = '';
  error: string | null = null;
  readonly #lab: Pick<Lab, 'call'>;
  readonly #onChange: () => void;
  #compared = '';
  #running: AbortController | null = null;

  constructor(lab: Pick<Lab, 'call'>, onChange: () => void) {
    this.#lab = lab;
    this.#onChange = onChange;
  }

  /** Measures random hyperplanes of these settings, unless they are what is shown. */
  async compare({ bits, seed }: TrainSettings): Promise<void> {
    const key = `${bits} ${seed}`;
    if (key === this.#compared) return;
    this.cancel();
    this.#compared = key;
    Object.assign(this, { phase: 'loading', trained: null, share: 0, step: '', error: null });
    this.#onChange();
    try {
      const comparison = await this.#lab.call('comparison', { bits, seed });
      if (key !== this.#compared) return;
      this.comparison = comparison;
      this.phase = 'ready';
    } catch (error) {
      if (key !== this.#compared) return;
      this.#compared = '';
      this.#fail(error);
    }
    this.#onChange();
  }

  async train(settings: TrainSettings): Promise<void> {
    this.cancel();
    const controller = new AbortController();
    this.#running = controller;
    Object.assign(this, { phase: 'training', trained: null, share: 0, step: 'first bits' });
    this.error = null;
    this.#onChange();
    try {
      await this.#lab.call('train', settings, {
        signal: controller.signal,
        onProgress: (progress) => {
          if (progress.type === 'iteration') this.trained = progress.trained;
          else Object.assign(this, { share: progress.share, step: progress.step });
          this.#onChange();
        },
      });
      this.phase = 'done';
    } catch (error) {
      // What has begun instead says itself where it is.
      if (controller !== this.#running) return;
      if (controller.signal.aborted) this.phase = 'cancelled';
      else this.#fail(error);
    }
    this.#running = null;
    this.#onChange();
  }

  /** Ends what runs; the last iteration that has ended stays. */
  stop(): void {
    this.#running?.abort();
  }

  /** Ends what runs, of which nobody wants to hear any more. */
  cancel(): void {
    const running = this.#running;
    this.#running = null;
    running?.abort();
  }

  #fail(error: unknown): void {
    this.phase = 'failed';
    this.error = error instanceof Error ? error.message : String(error);
  }
}
