import type { Matrix } from '../../core/matrix.ts';
import type { StartFeatureMap } from '../../features/feature-map.ts';
import type { Kernels } from '../../kernels/api.ts';
import type { LoadedFeatureMap } from '../hyperplane-hasher.ts';

/** Shares of what a new version codes otherwise than the one before, each 0..1. */
export interface CodeChanges {
  /** Of the codes: those of which any bit changes. */
  readonly codes: number;
  /** Of all their bits. */
  readonly bits: number;
}

/** What `partialFit` did. */
export interface StreamUpdate {
  /** The hasher's version now; 0 until two classes were seen. */
  readonly version: number;
  /** Whether the call made it: other codes from now on. */
  readonly isNew: boolean;
  /** Points learned from so far. */
  readonly seen: number;
  /** Classes that the call saw first, ascending. */
  readonly newClasses: readonly number[];
  /**
   * How many codes of the points seen so far change with the new version, estimated on a sample of
   * them; null where there is no new version, or none before it.
   */
  readonly changes: CodeChanges | null;
}

/** What a stream has learned: what a hasher of it needs. */
export interface StreamModel {
  readonly hyperplanes: Matrix;
  readonly offsets: Float32Array;
  readonly mean: Float32Array | null;
  /** The kernel is the hasher's from then on. */
  readonly features: LoadedFeatureMap;
  readonly changes: CodeChanges | null;
}

/** What a stream is to make. */
export interface StreamJob {
  readonly bits: number;
  readonly seed: number;
  readonly normalise: boolean;
  readonly centre: boolean;
}

/** A learner at work on a stream of labelled points. */
export interface HashingStream {
  readonly seen: number;
  /** The classes so far, in order of their codewords. */
  readonly classes: readonly number[];
  /** Values of a point; null before the first one, unless the settings tell. */
  readonly dimensions: number | null;
  /** Learns from rows x dimensions points that were checked, at least one. */
  learn(points: Matrix, labels: Int32Array): void;
  /** Points learned from since the last version. */
  readonly sinceSolved: number;
  /** Whether it is time for a new version. */
  readonly isDue: boolean;
  /** What there is to be learned of all points so far; null before there are two classes. */
  solve(): StreamModel | null;
  /** The file of the hasher of the last version, with all that the stream needs to go on. */
  save(hasher: Uint8Array): Uint8Array<ArrayBuffer>;
  dispose(): void;
}

/** Makes streams: what the `stream` option of a hasher takes, `landmarkStream()` for instance. */
export interface StreamFactory {
  /** Short and stable, for reports and saved models. */
  readonly name: string;
  /** All settings, as plain values. */
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  /** @internal Starts an empty stream. */
  start(kernels: Kernels, job: StreamJob): HashingStream;
  /** @internal Starts the kernel of a feature map. */
  readonly startMap: StartFeatureMap;
}
