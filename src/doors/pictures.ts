// `hashplane/pictures`: from pictures to vectors.

export type { Picture } from '../core/picture.ts';
export { DESCRIPTORS, type DescriptorName } from '../descriptors/names.ts';
export {
  type DescribeOptions,
  type DescriptorPool,
  PictureDescriptor,
  type PictureDescriptorOptions,
} from '../descriptors/picture-descriptor.ts';
export { decodePicture } from '../pictures/decode.ts';
export { pictureFormat, pictureSize } from '../pictures/size.ts';
export {
  type ColourKind,
  type Orientation,
  PICTURE_FORMATS,
  type PictureFormat,
  type PictureOptions,
  type PictureSize,
} from '../pictures/types.ts';
