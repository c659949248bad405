import type { EngineInformation } from '../information';
import type { EngineTransport } from '../transport/transport';
import type { BuildFeature, EngineBuilder } from './builder';
import { cacheMethods } from './cache';
import { buildClassic } from './classic/classic-build';

/** What the classic builder has no way to say. */
const classicLacks: ReadonlySet<BuildFeature> = new Set([
  'secrets',
  'ssh',
  'noCacheStages',
  'contexts',
  'output',
  'inlineCache',
  'ulimits',
  'dockerfileIgnore',
]);

/** The builder of the engine that the transport leads to. */
export function engineBuilder(transport: EngineTransport, information: EngineInformation): EngineBuilder {
  return {
    kind: 'classic',
    lacks: classicLacks,
    build: (request, calls) => buildClassic(transport, information, request, calls),
    ...cacheMethods(transport),
  };
}
