import type { DetailedResult } from '../../bench/harness.ts';
import { receiveError } from '../../workers/error-transport.ts';
import { EVENTS, type EventName } from './programme.ts';
import type { Device, FromRace, Missing, StartRace } from './protocol.ts';

/** What is known of one event. */
export interface EventState {
  readonly phase: 'waiting' | 'checking' | 'running' | 'stopped' | 'done';
  readonly results: readonly DetailedResult[];
  /** How much of its time is over. */
  readonly share: number;
  /** What is being checked. */
  readonly what: string;
}

/** What the race needs of a worker. */
export interface RaceWorker {
  onmessage: ((event: MessageEvent<FromRace>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(message: StartRace): void;
  terminate(): void;
}

export type RacePhase = 'idle' | 'running' | 'stopped' | 'done' | 'failed';

const WAITING: EventState = { phase: 'waiting', results: [], share: 0, what: '' };

/** The race of this page: it goes on in its worker, and what it found stays while the page is open. */
export class RaceSession {
  phase: RacePhase = 'idle';
  device: Device | null = null;
  missing: Missing = {};
  error: Error | null = null;
  readonly #events = new Map<EventName, EventState>();
  readonly #startWorker: () => RaceWorker;
  #worker: RaceWorker | null = null;
  /** Who shows it. */
  onChange: ((event: EventName | null) => void) | null = null;

  constructor(startWorker: () => RaceWorker) {
    this.#startWorker = startWorker;
  }

  event(name: EventName): EventState {
    return this.#events.get(name) ?? WAITING;
  }

  /** Whether anything has been measured. */
  get hasResults(): boolean {
    return EVENTS.some((name) => this.event(name).results.length > 0);
  }

  /** Finds out what the device has, before the race. */
  meet(): void {
    if (!this.device && !this.#worker) this.#worker = this.#open();
  }

  /** Begins anew. */
  start(seconds: number): void {
    this.#events.clear();
    this.error = null;
    this.phase = 'running';
    this.#worker ??= this.#open();
    this.#worker.postMessage({ seconds });
    this.onChange?.(null);
  }

  /** Ends at once, and keeps what was measured. */
  stop(): void {
    this.#close();
    if (this.phase !== 'running') return;
    this.phase = 'stopped';
    for (const [name, state] of this.#events) {
      if (state.phase !== 'done') this.#events.set(name, { ...state, phase: 'stopped' });
    }
    this.onChange?.(null);
  }

  #open(): RaceWorker {
    const worker = this.#startWorker();
    worker.onmessage = ({ data }) => {
      // What was on its way when the worker was ended.
      if (worker === this.#worker) this.#receive(data);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#fail(new Error(event.message || "the worker's script does not load"));
    };
    return worker;
  }

  #receive(message: FromRace): void {
    if (message.type === 'ready') {
      this.device = message.device;
      this.missing = message.missing;
      this.onChange?.(null);
    } else if (message.type === 'failed') this.#fail(receiveError(message.error));
    else if (message.type === 'done') {
      this.phase = 'done';
      this.#close();
      this.onChange?.(null);
    } else {
      const { event } = message;
      if (message.type === 'checking') {
        this.#events.set(event, { ...WAITING, phase: 'checking', what: message.what });
      } else {
        const { results, share } = message;
        const phase = share === 1 ? 'done' : 'running';
        this.#events.set(event, { phase, results, share, what: '' });
      }
      this.onChange?.(event);
    }
  }

  #fail(error: Error): void {
    this.stop();
    this.error = error;
    this.phase = 'failed';
    this.onChange?.(null);
  }

  /** Gives its memory back. */
  #close(): void {
    this.#worker?.terminate();
    this.#worker = null;
  }
}
