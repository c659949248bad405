import { buildMethods } from './classic-build';
import type { EngineBuilder } from './builder';
import { cacheMethods } from './cache';
import type { EngineInformation } from '../information';
import type { EngineTransport } from '../transport/transport';

/** The builder of the engine that the transport leads to. */
export function engineBuilder(transport: EngineTransport, information: EngineInformation): EngineBuilder {
  return { ...buildMethods(transport, information), ...cacheMethods(transport) };
}
