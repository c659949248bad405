import type { BuildRequest } from '../../core/build/build-request';
import { SlipwayError } from '../../core/errors';
import { type EngineInformation, hasEarlyBuildKit } from '../information';
import type { EngineTransport } from '../transport/transport';
import type { BuildCalls, BuildFeature, BuildOutcome, EngineBuilder } from './builder';
import { cacheMethods } from './cache';
import { checkFeatures, needsBuildx } from './features';
import { buildClassic } from './classic/classic-build';

/** What the classic endpoint has no way to say. */
const classicLacks: readonly BuildFeature[] = ['secrets', 'ssh', 'noCacheStages', 'contexts', 'output', 'inlineCache'];
/** Docker's classic builder passes the platform over where the image is here. */
const dockerClassicLacks: readonly BuildFeature[] = [...classicLacks, 'platform'];
/** Podman takes no names of networks there. */
const podmanLacks: readonly BuildFeature[] = [...classicLacks, 'network'];
/** BuildKit knows no networks of the engine. */
const buildKitLacks: readonly BuildFeature[] = ['network'];
/** What BuildKit in engines before Docker 23 passes over. */
const earlyLacks: readonly BuildFeature[] = ['contexts', 'shmSize', 'ulimits', 'network'];

/** The builder of the engine that the transport leads to: BuildKit where the engine has it, as every Docker for Linux containers does. */
export function engineBuilder(transport: EngineTransport, information: EngineInformation): EngineBuilder {
  const hasBuildKit = information.kind === 'docker' && !information.platform.startsWith('windows');
  const isEarly = hasEarlyBuildKit(information);
  const ofClassic = new Set(information.kind === 'podman' ? podmanLacks : dockerClassicLacks);
  const lacks = hasBuildKit ? new Set(isEarly ? earlyLacks : buildKitLacks) : ofClassic;
  const classic = async (request: BuildRequest, calls: BuildCalls): Promise<BuildOutcome> => {
    checkFeatures(request, ofClassic, transport.engineName);
    return buildClassic(transport, information, request, calls);
  };
  return {
    kind: hasBuildKit ? 'buildkit' : 'classic',
    lacks,
    build: async (request, calls) => {
      if (needsBuildx(request)) {
        const { buildWithBuildx } = await import('./buildx/buildx-build');
        return buildWithBuildx(transport, request, calls);
      }
      checkFeatures(request, lacks, transport.engineName);
      if (!hasBuildKit || (isEarly && isFolderOfRepository(request))) return classic(request, calls);
      const { buildWithBuildKit } = await import('./buildkit/buildkit-build');
      try {
        return await buildWithBuildKit(transport, request, calls);
      } catch (error) {
        // An engine, or a proxy before it, that does not know the way to BuildKit.
        if (isRefusedUpgrade(error)) return classic(request, calls);
        throw error;
      }
    },
    ...cacheMethods(transport),
  };
}

/** `https://host/repository.git#ref:folder`, of which early BuildKit takes the repository only; the classic builder takes it. */
function isFolderOfRepository({ source }: BuildRequest): boolean {
  if (source.kind !== 'address') return false;
  const fragment = source.address.indexOf('#');
  const colon = fragment === -1 ? -1 : source.address.indexOf(':', fragment);
  return colon !== -1 && colon < source.address.length - 1;
}

function isRefusedUpgrade(error: unknown): boolean {
  const unsupported = SlipwayError.details(error, 'unsupported');
  // The engine has no such path, and gives no reason.
  if (unsupported !== undefined && unsupported.detail === undefined) return true;
  return SlipwayError.details(error, 'engineFailed')?.status === 501 || SlipwayError.details(error, 'notFound')?.name === '';
}
