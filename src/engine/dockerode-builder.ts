import { buildMethods } from './build/build';
import type { EngineBuilder } from './builder/builder';
import { cacheMethods } from './cache';
import type { EngineInformation } from './information';
import type { Transport } from './transport';

/** The builder of the engine that the transport leads to. */
export function engineBuilder(transport: Transport, information: EngineInformation): EngineBuilder {
  return { ...buildMethods(transport, information), ...cacheMethods(transport) };
}
