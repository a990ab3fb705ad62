// The script of a thread that decodes pictures.

import { parentPort } from 'node:worker_threads';
import { decodePicture } from '../../pictures/decode.ts';
import { sendError } from '../../workers/error-transport.ts';
import type { FromDecoder, ToDecoder } from './protocol.ts';

parentPort?.on('message', async ({ task, bytes, maxPixels }: ToDecoder) => {
  const answer = (message: FromDecoder, transfer: ArrayBuffer[]) =>
    parentPort?.postMessage(message, transfer);
  try {
    const picture = await decodePicture(bytes, { maxPixels });
    const { buffer } = picture.data;
    answer({ task, picture }, buffer instanceof ArrayBuffer ? [buffer] : []);
  } catch (error) {
    answer({ task, error: sendError(error) }, []);
  }
});
