import { MISSING_RULES, type MissingRule } from '../../data/dataset/missing-rules.ts';
import { el } from '../../report/page/dom.ts';
import type { LoadedResult } from '../lab/calls/own-data.ts';
import type { Inspected, OwnFiles, ReadingProgress } from '../lab/files.ts';
import { choiceField, labelled } from '../parts/field.ts';
import type { DemoContext } from '../shell/context.ts';
import { ProgressLine } from './progress-line.ts';
import { SAMPLES } from './samples.ts';
import { bytesText, forPage } from './wording.ts';

/** Files from here on are read only when the reader has seen what they take. */
const ASK_BYTES = 2 ** 26;

const RULES: Readonly<Record<MissingRule, string>> = {
  error: 'are a fault that is told',
  mean: 'become the mean of their column',
  zero: 'become zero',
  'drop-row': 'leave their rows out',
};

/** Takes files, by drop or by choice, and has the lab read them. */
export class Reader {
  readonly element: HTMLElement;
  readonly #context: DemoContext;
  readonly #onLoaded: (loaded: LoadedResult) => void;
  readonly #chosen = el('p', { class: 'chosen' });
  readonly #line: ProgressLine;
  readonly #array = el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  readonly #labelColumn = el('input', { type: 'text', autocomplete: 'off', spellcheck: 'false' });
  readonly #missing = choiceField<MissingRule>({
    label: 'Missing numbers',
    choices: MISSING_RULES.map((rule) => [rule, RULES[rule]] as const),
    value: 'error',
    hint: 'Empty fields, NaN and the like.',
    onChange: () => {},
  });
  #points: File | null = null;
  #labels: File | null = null;
  #running = new AbortController();

  constructor(context: DemoContext, onLoaded: (loaded: LoadedResult) => void) {
    this.#context = context;
    this.#onLoaded = onLoaded;
    this.#line = new ProgressLine(() => this.#running.abort());
    this.element = el(
      'section',
      { class: 'reader', 'aria-label': 'Files' },
      this.#dropZone(),
      this.#options(),
      this.#line.element,
    );
  }

  dispose(): void {
    this.#running.abort();
  }

  #dropZone(): HTMLElement {
    const points = fileButton('Choose a file', 'The file of points', (file) => this.#take([file]));
    const labels = fileButton('Add a file of labels', 'The file of labels', (file) => {
      this.#labels = file;
      void this.#read();
    });
    const samples = SAMPLES.map((sample) => {
      const button = el('button', { type: 'button' }, sample.title);
      button.addEventListener('click', () => this.#take([sample.make()]));
      return el('li', {}, button, ` ${sample.about}`);
    });
    const zone = el(
      'div',
      { class: 'drop' },
      el('p', { class: 'drop-title' }, 'Drop a file here'),
      el('p', { class: 'quiet' }, FORMATS),
      el('div', { class: 'buttons' }, points, labels),
      this.#chosen,
      el(
        'div',
        { class: 'samples' },
        el('p', {}, 'No file at hand? Try one that is made here:'),
        el('ul', {}, ...samples),
      ),
    );
    zone.addEventListener('dragover', (event) => {
      event.preventDefault();
      zone.classList.add('over');
    });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      this.#take([...(event.dataTransfer?.files ?? [])]);
    });
    return zone;
  }

  #options(): HTMLElement {
    const again = el('button', { type: 'button' }, 'Read again');
    again.addEventListener('click', () => void this.#read());
    return el(
      'details',
      { class: 'how-read' },
      el('summary', {}, 'Which columns, and missing numbers'),
      el(
        'div',
        { class: 'fields' },
        labelled(
          'Column of points',
          this.#array,
          null,
          'Array, column or key of the vectors; empty: found by itself.',
        ),
        labelled(
          'Column of labels',
          this.#labelColumn,
          null,
          'By name or place (1, 2 ..., -1 the last); empty: found by itself.',
        ),
        this.#missing.element,
      ),
      again,
    );
  }

  /** Of two files the smaller one has the labels. */
  #take(files: readonly File[]): void {
    const [points, labels = null, ...more] = [...files].sort((a, b) => b.size - a.size);
    if (!points) return;
    if (more.length > 0) {
      this.#line.fail('Give one file of points, and a second one of labels if they are apart.');
      return;
    }
    this.#points = points;
    this.#labels = labels;
    // Columns are those of a file.
    this.#array.value = '';
    this.#labelColumn.value = '';
    void this.#read();
  }

  async #read(): Promise<void> {
    const points = this.#points;
    if (!points) {
      this.#line.fail('Choose the file of points first.');
      return;
    }
    const second = this.#labels ? ` with labels of ${this.#labels.name}` : '';
    this.#chosen.textContent = `${points.name}, ${bytesText(points.size)}${second}`;
    await this.#run(async (signal) => {
      const inspected = await this.#context.lab.call('inspect', { file: points }, { signal });
      if (inspected.bytes >= ASK_BYTES) await this.#line.ask(memoryText(inspected), signal);
      return this.#load({ points, labels: this.#labels, ...this.#columns() }, signal);
    });
  }

  /** What the fields say; empty ones say nothing. */
  #columns(): Omit<OwnFiles, 'points' | 'labels'> {
    const [array, labelColumn] = [this.#array.value.trim(), this.#labelColumn.value.trim()];
    return {
      ...(array && { array }),
      ...(labelColumn && { labelColumn }),
      missing: this.#missing.value,
    };
  }

  #load(files: OwnFiles, signal: AbortSignal): Promise<LoadedResult> {
    const onProgress = (progress: ReadingProgress) =>
      this.#line.progress(progressText(progress), progress);
    return this.#context.lab.call('load', files, { signal, onProgress });
  }

  /** Runs what gives a dataset; what ran before is cancelled. */
  async #run(work: (signal: AbortSignal) => Promise<LoadedResult>): Promise<void> {
    this.#running.abort();
    const running = new AbortController();
    this.#running = running;
    this.#line.progress('Looking at the file', null);
    try {
      const loaded = await work(running.signal);
      this.#line.clear();
      this.#onLoaded(loaded);
    } catch (error) {
      if (running !== this.#running) return;
      if (running.signal.aborted) this.#line.say('Cancelled: everything is as it was.');
      else this.#line.fail(forPage((error as Error).message));
    }
  }

  /** Reads the same file again, with this column as labels. */
  readLabels(column: string): void {
    this.#labelColumn.value = column;
    void this.#read();
  }

  /** Has the lab read what is kept in the browser. */
  reopen(name: string): Promise<void> {
    return this.#run((signal) => {
      const onProgress = (progress: ReadingProgress) =>
        this.#line.progress(progressText(progress), progress);
      return this.#context.lab.call('reopen', { name }, { signal, onProgress });
    });
  }
}

const FORMATS =
  '.npy, .npz, .mat, HDF5, .csv and other tables, Parquet, Arrow, JSON, safetensors, word vectors, IDX and more; ' +
  'with labels in the file, in a second file, or without. It stays on this machine.';

function fileButton(text: string, name: string, onFile: (file: File) => void): HTMLElement {
  const input = el('input', { type: 'file', 'aria-label': `${text}: ${name}` });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file) onFile(file);
    input.value = '';
  });
  return el('label', { class: 'button' }, input, text);
}

function progressText({ stage, loaded, total }: ReadingProgress): string {
  if (stage === 'unpacking') return 'Making sense of it';
  return `Reading: ${bytesText(loaded)} of ${bytesText(total)}`;
}

function memoryText({ shape, memory }: Inspected): string {
  const what = shape ? `It holds ${shape.join(' x ')} numbers. ` : '';
  const about = shape ? 'about' : 'at least';
  return `${what}Working with it takes ${about} ${bytesText(memory)} of memory.`;
}
