import { FormatError } from '../core/errors.ts';
import {
  checkFeatureMap,
  type DenseLayer,
  type FeatureMapModel,
  type FourierFeatures,
  type NetworkFeatures,
  type RbfFeatures,
  type SimpleFeatures,
} from '../core/feature-map.ts';
import type { ArrayToWrite } from '../data/arrays/numeric-bytes.ts';
import { type Metadata, matrixOf, type Tensors, vectorOf } from './hasher-tensors.ts';

/** What the metadata of a file says of a feature map that is no plain matrix: all but its tensors. */
interface Outline {
  readonly kind: string;
  readonly width?: number;
  readonly layers?: number;
  readonly dimensions?: number;
  readonly parts?: readonly (Outline | null)[];
  readonly members?: readonly MemberOutline[];
  /** Of probabilities: left out where they are square roots. */
  readonly exponent?: number;
  /** Of scaled values. */
  readonly root?: boolean;
  readonly features?: Outline | null;
}
interface MemberOutline {
  readonly scale: number;
  readonly share: number;
  readonly link: string;
  readonly featureMap: Outline | null;
}

/** What `putFeatureMap` does. */
export type PutFeatureMap = (
  model: FeatureMapModel,
  tensors: Map<string, ArrayToWrite>,
  metadata: Map<string, string>,
) => number;

/** More parts than anybody makes. */
const MOST_PARTS = 1000;

/**
 * Puts a feature map among the tensors and metadata of a hasher's file. Landmarks and frequencies stand
 * there as in the first version; other maps are outlined in JSON as `featureMap`, their tensors named by
 * their place: `layers.0.weights`, `members.1.features.landmarks`, `parts.0.members.0.offsets`,
 * `scaled.landmarks`.
 *
 * @returns the first format version whose readers know such a map.
 */
export const putFeatureMap: PutFeatureMap = (model, tensors, metadata) => {
  const isPlain = model.kind === 'rbf' || model.kind === 'fourier';
  const outline = put(model, '', tensors);
  if (!isPlain) metadata.set('featureMap', JSON.stringify(outline));
  else if (model.kind === 'rbf') metadata.set('width', String(model.width));
  return isPlain ? 1 : hasScaled(model) ? 4 : 3;
};

function hasScaled(model: FeatureMapModel): boolean {
  if (model.kind === 'joined') return model.parts.some((part) => part?.kind === 'scaled');
  return model.kind === 'scaled';
}

function put(model: FeatureMapModel, prefix: string, tensors: Map<string, ArrayToWrite>): Outline {
  const store = (name: string, shape: number[], values: Float32Array) =>
    tensors.set(prefix + name, { shape, dtype: 'float32', values });
  const layer = (at: string, { weights, offsets }: DenseLayer) => {
    store(`${at}weights`, [weights.rows, weights.cols], weights.data);
    store(`${at}offsets`, [offsets.length], offsets);
  };
  const { kind } = model;
  switch (kind) {
    case 'rbf': {
      const { rows, cols, data } = model.landmarks;
      store('landmarks', [rows, cols], data);
      return { kind, width: model.width };
    }
    case 'fourier': {
      const { rows, cols, data } = model.frequencies;
      store('frequencies', [rows, cols], data);
      store('phases', [rows], model.phases);
      return { kind };
    }
    case 'network':
      for (const [i, own] of model.layers.entries()) layer(`layers.${i}.`, own);
      return { kind, layers: model.layers.length };
    case 'probabilities': {
      const members = model.members.map((member, i): MemberOutline => {
        const { scale, share, link, featureMap } = member;
        layer(`members.${i}.`, member);
        const own = featureMap && put(featureMap, `${prefix}members.${i}.features.`, tensors);
        return { scale, share, link, featureMap: own };
      });
      return model.exponent === 1 ? { kind, exponent: 1, members } : { kind, members };
    }
    case 'scaled': {
      const { root, shift, scale, features } = model;
      store('shift', [shift.length], shift);
      store('scale', [scale.length], scale);
      return { kind, root, features: features && put(features, `${prefix}scaled.`, tensors) };
    }
    case 'joined': {
      const parts = model.parts.map(
        (part, i) => part && put(part, `${prefix}parts.${i}.`, tensors),
      );
      return { kind, dimensions: model.dimensions, parts };
    }
  }
}

/** The feature map that the file's tensors tell of, or null. @throws FormatError */
export function readFeatureMap(tensors: Tensors, metadata: Metadata): FeatureMapModel | null {
  const text = metadata.get('featureMap');
  if (text === undefined) return readPlain(tensors, metadata);
  const model = readOutlined(outlineOf(text), '', tensors);
  try {
    checkFeatureMap(model);
  } catch (error) {
    throw new FormatError(`the hasher's feature map: ${(error as Error).message}`);
  }
  return model;
}

/** Landmarks or frequencies, as files of the first version have them. */
function readPlain(tensors: Tensors, metadata: Metadata): FeatureMapModel | null {
  if (tensors.has('landmarks')) {
    const text = metadata.get('width');
    const width = Number(text);
    return rbfOf(tensors, '', width > 0 ? width : text);
  }
  return tensors.has('frequencies') ? fourierOf(tensors, '') : null;
}

function readOutlined(outline: Outline, prefix: string, tensors: Tensors): FeatureMapModel {
  switch (outline.kind) {
    case 'probabilities':
      return {
        kind: 'probabilities',
        // Checked below, as all that is put together here.
        ...(outline.exponent !== undefined && { exponent: outline.exponent as 1 }),
        members: listed(outline.members).map((member, i) => {
          const { scale, share, link, featureMap } = objectOf(member);
          const at = `${prefix}members.${i}.`;
          const map = featureMap && readSimple(objectOf(featureMap), `${at}features.`, tensors);
          return {
            ...layerOf(tensors, at),
            scale,
            share,
            link: link as 'softmax',
            featureMap: map,
          };
        }),
      };
    case 'scaled': {
      const shift = vectorOf(tensors, `${prefix}shift`);
      const scale = vectorOf(tensors, `${prefix}scale`, shift.length);
      const own = outline.features && objectOf(outline.features);
      if (own && ['scaled', 'joined'].includes(own.kind)) return unknownKind(own.kind);
      const features = own
        ? (readOutlined(own, `${prefix}scaled.`, tensors) as NetworkFeatures)
        : null;
      return { kind: 'scaled', root: outline.root as boolean, shift, scale, features };
    }
    case 'joined':
      return {
        kind: 'joined',
        dimensions: Number(outline.dimensions),
        parts: listed(outline.parts).map((part, i) => {
          if (part === null) return null;
          const own = objectOf(part);
          if (own.kind === 'joined') return unknownKind(own.kind);
          return readOutlined(own, `${prefix}parts.${i}.`, tensors) as NetworkFeatures;
        }),
      };
    default:
      return readSimple(outline, prefix, tensors);
  }
}

function readSimple(outline: Outline, prefix: string, tensors: Tensors): SimpleFeatures {
  switch (outline.kind) {
    case 'rbf':
      return rbfOf(tensors, prefix, outline.width);
    case 'fourier':
      return fourierOf(tensors, prefix);
    case 'network': {
      const count = Number(outline.layers);
      if (!(Number.isInteger(count) && count >= 1 && count <= MOST_PARTS)) {
        throw new FormatError(`a network must have 1 to ${MOST_PARTS} layers`);
      }
      const layers = Array.from({ length: count }, (_, i) =>
        layerOf(tensors, `${prefix}layers.${i}.`),
      );
      return { kind: 'network', layers };
    }
    default:
      return unknownKind(outline.kind);
  }
}

function rbfOf(tensors: Tensors, prefix: string, width: unknown): RbfFeatures {
  if (typeof width === 'number' && width > 0 && width < Number.POSITIVE_INFINITY) {
    return { kind: 'rbf', landmarks: matrixOf(tensors, `${prefix}landmarks`), width };
  }
  throw new FormatError(`a hasher's width must be above 0, not ${JSON.stringify(width)}`);
}

function fourierOf(tensors: Tensors, prefix: string): FourierFeatures {
  const frequencies = matrixOf(tensors, `${prefix}frequencies`);
  const phases = vectorOf(tensors, `${prefix}phases`, frequencies.rows);
  return { kind: 'fourier', frequencies, phases };
}

function layerOf(tensors: Tensors, prefix: string): DenseLayer {
  const weights = matrixOf(tensors, `${prefix}weights`);
  return { weights, offsets: vectorOf(tensors, `${prefix}offsets`, weights.rows) };
}

function outlineOf(text: string): Outline {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw new FormatError("a hasher's featureMap must be a JSON object");
  }
}

function objectOf<T extends object>(value: T | null): T {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new FormatError("a hasher's featureMap must be made of JSON objects");
}

function listed<T>(value: readonly T[] | undefined): readonly T[] {
  if (Array.isArray(value) && value.length > 0 && value.length <= MOST_PARTS) return value;
  throw new FormatError(`a feature map must have a list of 1 to ${MOST_PARTS} parts or members`);
}

function unknownKind(kind: unknown): never {
  throw new FormatError(`the hasher has a feature map of the unknown kind ${JSON.stringify(kind)}`);
}
