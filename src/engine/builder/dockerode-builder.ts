import { buildMethods } from './classic-build';
import type { EngineBuilder } from './builder';
import { cacheMethods } from './cache';
import type { EngineInformation } from '../information';
import type { Transport } from '../transport/transport';

/** The builder of the engine that the transport leads to. */
export function engineBuilder(transport: Transport, information: EngineInformation): EngineBuilder {
  return { ...buildMethods(transport, information), ...cacheMethods(transport) };
}
