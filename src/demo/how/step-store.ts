import type {
  WalkthroughStep,
  WalkthroughStepId,
  WalkthroughStepOf,
} from '../../evaluation/walkthrough/types.ts';
import type { Lab } from '../lab/client.ts';

/** The steps that are about one row; all others are the same whatever row is shown. */
export const ABOUT_A_ROW: readonly WalkthroughStepId[] = [
  'data',
  'hyperplanes',
  'bits',
  'bucket',
  'table',
];

/** The steps of the story as the lab tells them, each once. */
export class StepStore {
  readonly #lab: Lab;
  readonly #told = new Map<string, Promise<WalkthroughStep>>();
  readonly #listeners = new Set<(message: string) => void>();
  #done = new Set<string>();
  #isBundled = false;
  #rows = 1;

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  /** Whether rows are the bundled images; known once a step is there. */
  get isBundled(): boolean {
    return this.#isBundled;
  }

  /** Rows of the dataset; known once a step is there. */
  get rows(): number {
    return this.#rows;
  }

  /** Whether a step is there already. */
  has(step: WalkthroughStepId, image: number | null): boolean {
    return this.#done.has(keyOf(step, image));
  }

  /** A step, computed if it must be; `onProgress` is told in words what is being done. */
  async get<Id extends WalkthroughStepId>(
    step: Id,
    image: number | null,
    onProgress: (message: string) => void,
  ): Promise<WalkthroughStepOf<Id>> {
    this.#listeners.add(onProgress);
    try {
      return (await this.#tell(step, image)) as WalkthroughStepOf<Id>;
    } finally {
      this.#listeners.delete(onProgress);
    }
  }

  /** Computes a step before anyone asks for it. */
  prepare(step: WalkthroughStepId, image: number | null): void {
    this.#tell(step, image).catch(() => {});
  }

  #tell(step: WalkthroughStepId, image: number | null): Promise<WalkthroughStep> {
    const key = keyOf(step, image);
    const known = this.#told.get(key);
    if (known) return known;
    const onProgress = (message: string) => {
      for (const listener of this.#listeners) listener(message);
    };
    const row = ABOUT_A_ROW.includes(step) ? image : null;
    const told = Promise.all([
      this.#lab.call('story', { step, row }, { onProgress }),
      this.#lab.call('overview', null),
    ]).then(([made, { isBundled, rows }]) => {
      this.#isBundled = isBundled;
      this.#rows = rows;
      this.#done.add(key);
      return made;
    });
    this.#told.set(key, told);
    // What failed is asked for anew.
    told.catch(() => this.#told.delete(key));
    return told;
  }
}

/** What makes a step another one. */
export function keyOf(step: WalkthroughStepId, image: number | null): string {
  return ABOUT_A_ROW.includes(step) ? `${step} ${image ?? 0}` : step;
}
