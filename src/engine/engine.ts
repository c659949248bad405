import type { Disposable } from '../core/disposable';
import type { EngineBuilder } from './builder/builder';
import type { EngineContainers } from './containers/containers';
import type { EngineImages } from './images/images';
import type { EngineInformation } from './information';
import type { EngineNetworks } from './networks/networks';
import type { EngineSystem } from './system/system';
import type { EngineVolumes } from './volumes/volumes';

/**
 * One container engine, by what it holds. The only implementation over the network is `engine/dockerode-engine.ts`; every
 * method throws `SlipwayError` and nothing else. Names given to it are checked before they reach a URL.
 */
export interface Engine extends Disposable {
  readonly information: EngineInformation;
  readonly images: EngineImages;
  readonly containers: EngineContainers;
  readonly volumes: EngineVolumes;
  readonly networks: EngineNetworks;
  readonly builder: EngineBuilder;
  readonly system: EngineSystem;
}
