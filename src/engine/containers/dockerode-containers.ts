import { containerFileMethods } from './container-files';
import { containerMethods } from './life';
import type { EngineContainers } from './containers';
import type { EngineInformation } from '../information';
import { logMethods } from './logs';
import { processMethods } from './processes';
import type { EngineTransport } from '../transport/transport';

/** The containers of the engine that the transport leads to. */
export function engineContainers(transport: EngineTransport, information: EngineInformation): EngineContainers {
  return {
    ...containerMethods(transport, information),
    ...containerFileMethods(transport),
    ...logMethods(transport),
    ...processMethods(transport, information),
  };
}
