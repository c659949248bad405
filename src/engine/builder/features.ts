import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { BuildFeature, BuildxFeature } from './builder';

function buildxFeaturesOf(build: BuildRequest): Readonly<Record<BuildxFeature, boolean>> {
  return {
    severalPlatforms: build.platform?.includes(',') === true,
    builder: build.builder !== undefined,
    registryCache: (build.cacheTo ?? []).length > 0,
    push: build.push === true,
  };
}

/** Whether a build has options that only `docker buildx` knows. */
export function needsBuildx(build: BuildRequest): boolean {
  return Object.values(buildxFeaturesOf(build)).includes(true);
}

/** The options of a build that not every builder has. */
export function featuresOf(build: BuildRequest): readonly BuildFeature[] {
  const used: Readonly<Record<BuildFeature, boolean>> = {
    secrets: (build.secrets ?? []).length > 0,
    ssh: (build.ssh ?? []).length > 0,
    platform: build.platform !== undefined,
    noCacheStages: build.noCache !== undefined && build.noCache !== true && build.noCache.length > 0,
    contexts: Object.keys(build.contexts ?? {}).length > 0,
    output: build.output !== undefined,
    inlineCache: build.inlineCache === true,
    ulimits: (build.ulimits ?? []).length > 0,
    shmSize: build.shmSize !== undefined,
    network: build.network !== undefined && !['default', 'none', 'host'].includes(build.network),
    ...buildxFeaturesOf(build),
  };
  return (Object.keys(used) as BuildFeature[]).filter((feature) => used[feature]);
}

/** What is said of an option that a builder has not. */
export function featureName(feature: BuildFeature): string {
  switch (feature) {
    case 'secrets':
      return t('Secrets');
    case 'ssh':
      return t('SSH agents');
    case 'platform':
      return t('Another platform');
    case 'noCacheStages':
      return t('No cache for some stages only');
    case 'contexts':
      return t('Named contexts');
    case 'output':
      return t('Files instead of an image');
    case 'inlineCache':
      return t('Cache information in the image');
    case 'ulimits':
      return t('Limits of processes (ulimit)');
    case 'shmSize':
      return t('Size of shared memory');
    case 'network':
      return t('Networks other than none and host');
    case 'severalPlatforms':
      return t('Several platforms at once');
    case 'builder':
      return t('Another builder');
    case 'registryCache':
      return t('Cache kept elsewhere');
    case 'push':
      return t('Push as part of the build');
  }
}

/** Refuses a build that the builder would do otherwise than it was told. Throws `unsupported`. */
export function checkFeatures(build: BuildRequest, lacks: ReadonlySet<BuildFeature>, engine: string): void {
  const missing = featuresOf(build).filter((feature) => lacks.has(feature));
  if (missing.length === 0) return;
  throw failure('unsupported', {
    operation: missing.map(featureName).join(', '),
    engine,
    detail: t('The builder of this engine has no such option: {0}', missing.map(featureName).join(', ')),
  });
}
