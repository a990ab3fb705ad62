import type { Lab } from '../lab/client.ts';
import type { Pictures } from '../parts/pictures.ts';
import type { DataInUse } from './data-in-use.ts';
import type { ViewName } from './view-names.ts';

/** What the shell offers to every view. */
export interface DemoContext {
  /** The worker with the dataset and all that is computed on it; started when it is first called. */
  readonly lab: Lab;
  /** The bundled images, which begin to load when they are first asked for. */
  readonly pictures: Pictures;
  /** Which dataset the lab has, where it is the reader's own. */
  readonly data: DataInUse;
  /**
   * Puts the state of a view into the address. Other parameters than those given are dropped.
   *
   * @param options - `replace`: in place of the present entry of the history, for what changes often.
   */
  navigate(
    view: ViewName,
    parameters?: Readonly<Record<string, string | number>>,
    options?: { readonly replace?: boolean },
  ): void;
  /** Says in the status line, which screen readers read, what has happened. */
  announce(text: string): void;
}

/** A view that is shown. */
export interface View {
  /** The parameters in the address are others: by a link, by back or forward, or by `navigate`. */
  update(parameters: URLSearchParams): void;
  /** The reader went to another view: stops what runs. */
  dispose(): void;
}

/** Fills a place that is empty. `update` is called right after. */
export type MountView = (place: HTMLElement, context: DemoContext) => View | Promise<View>;
