import { archiveMethods } from './archives';
import type { EngineImages } from './images';
import { importMethods } from './import';
import { imageMethods } from './inspection';
import type { EngineInformation } from '../information';
import { transferMethods } from './transfer';
import type { EngineTransport } from '../transport/transport';

/** The images of the engine that the transport leads to. */
export function engineImages(transport: EngineTransport, information: EngineInformation): EngineImages {
  return {
    ...imageMethods(transport),
    ...transferMethods(transport, information),
    ...archiveMethods(transport, information),
    ...importMethods(transport, information),
  };
}
