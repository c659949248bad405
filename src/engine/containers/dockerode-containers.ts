import { containerFileMethods } from './container-files';
import { hasFileMethods } from './has-file';
import { containerArchiveMethods } from './container-archives';
import { containerMethods } from './life';
import type { EngineContainers } from './containers';
import type { EngineInformation } from '../information';
import { logMethods } from './logs';
import { processMethods } from './processes';
import { renameMethods } from './rename';
import { statsMethods } from './stats';
import { topMethods } from './top';
import { updateMethods } from './update';
import type { EngineTransport } from '../transport/transport';

/** The containers of the engine that the transport leads to. */
export function engineContainers(transport: EngineTransport, information: EngineInformation): EngineContainers {
  return {
    ...containerMethods(transport, information),
    ...containerFileMethods(transport),
    ...hasFileMethods(transport),
    ...containerArchiveMethods(transport),
    ...logMethods(transport),
    ...processMethods(transport, information),
    ...renameMethods(transport),
    ...statsMethods(transport),
    ...topMethods(transport),
    ...updateMethods(transport, information),
  };
}
