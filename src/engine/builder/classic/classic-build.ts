import { pipeline } from 'node:stream';
import type { BuildRequest } from '../../../core/build/build-request';
import { failure, SlipwayError } from '../../../core/errors';
import { failureReason } from '../../../core/failure-reason';
import { withoutValues } from '../../../core/hidden-values';
import { t } from '../../../core/localize';
import { defined } from '../../../core/records';
import { readUlimit } from '../../../core/run/devices';
import { familiarReference, parseReference, withDefaultTag } from '../../../core/reference';
import { fullId } from '../../images/image-shapes';
import { inspect } from '../../images/inspection';
import { type EngineInformation, engineName } from '../../information';
import { object, text } from '../../json/json';
import { readJsonLines } from '../../json/json-lines';
import { byteCounter } from '../../streams/byte-counter';
import type { Query } from '../../transport/query';
import { registryConfig } from '../../transport/registry-auth';
import { sentSecrets } from '../../transport/sent-secrets';
import type { EngineRequest, EngineTransport } from '../../transport/transport';
import type { BuildCalls, BuildOutcome } from '../builder';
import { lineOfParseError, registryRefusal, shownError } from '../refusals';
import { BuildSteps } from './build-steps';
import { classicSource } from './source';

/** Makes an image of a Dockerfile by the engine's own endpoint, `POST /build`. */
export async function buildClassic(
  transport: EngineTransport,
  information: EngineInformation,
  build: BuildRequest,
  calls: BuildCalls,
): Promise<BuildOutcome> {
  calls.onEvent({ kind: 'builder', builder: 'classic' });
  const known = await Promise.all(calls.registries.map((registry) => calls.credentials(registry)));
  checkAddress(information, build);
  const source = await classicSource(build, calls.platform);
  // The error of the context reaches the request through the stream that it reads.
  const upload = pipeline(source.upload, byteCounter(calls.onProgress, t('Sending the build context')), () => undefined);
  const isPodman = information.kind === 'podman';
  // Podman's own endpoint alone fetches addresses, and finds the Dockerfile there by itself.
  const ofAddress = isPodman && source.remote !== undefined;
  const steps = new BuildSteps(calls, ofAddress);
  const request: EngineRequest = {
    method: 'POST',
    path: ofAddress ? '/libpod/build' : '/build',
    query: {
      dockerfile: ofAddress ? undefined : source.dockerfile,
      remote: source.remote,
      ...queryOf(build),
      ...ownQuery(build, isPodman),
    },
    registryConfig: registryConfig(known.filter((entry) => entry !== undefined)),
    upload,
    signal: calls.signal,
    context: { operation: 'build', what: 'file', name: source.dockerfile },
  };
  try {
    const response = await transport.stream(request);
    for await (const line of readJsonLines(response as AsyncIterable<Buffer>, 'progressLine', transport.options.address)) {
      const said = text(object(line['errorDetail'])['message']) || text(line['error']);
      const error = shownError(said, sentSecrets(request));
      if (error !== '') throw streamFailure(transport, information, request, error, steps.step);
      steps.add(line);
    }
  } catch (error) {
    const failed = refinedFailure(error);
    steps.end(reasonOf(failed));
    throw failed;
  } finally {
    source.upload.destroy();
  }
  steps.end();
  if (steps.imageId === '')
    throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
  // The short form that some builders tell is no identity.
  return { imageId: fullId(text(object(await inspect(transport, steps.imageId))['Id'])) };

  function refinedFailure(error: unknown): unknown {
    if (calls.signal?.aborted) return failure('cancelled', { operation: 'build' }, error);
    if (source.upload.errored) return source.upload.errored;
    return refined(information, transport.streamFailure(error, request), withoutValues(steps.step, sentSecrets(request)));
  }
}

/** What is told of the step that was the last. */
function reasonOf(failed: unknown): string {
  const details = SlipwayError.details(failed, 'buildFailed')?.detail ?? SlipwayError.details(failed, 'unsupported')?.operation;
  if (details !== undefined) return details;
  return SlipwayError.details(failed, 'cancelled') ? t('The build was cancelled.') : failureReason(failed);
}

function queryOf(build: BuildRequest): Query {
  const full = (reference: string): string => familiarReference(withDefaultTag(parseReference(reference)));
  const filled = (record: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> | undefined =>
    Object.keys(record).length > 0 ? record : undefined;
  return {
    t: build.references?.map(full),
    target: build.target,
    buildargs: filled(build.buildArguments),
    labels: filled(build.labels),
    platform: build.platform,
    nocache: build.noCache === true ? true : undefined,
    pull: build.pull,
    shmsize: build.shmSize,
    cachefrom: build.cacheFrom && build.cacheFrom.length > 0 ? JSON.stringify(build.cacheFrom) : undefined,
    rm: true,
    // Without it a failed RUN leaves its container.
    forcerm: true,
  };
}

/** What Podman (4.3 to 5) wants in a form of its own; see `pkg/api/handlers/compat/images_build.go` of containers/podman. */
function ownQuery({ network, extraHosts, ulimits }: BuildRequest, isPodman: boolean): Query {
  const limits = ulimits && ulimits.length > 0 ? ulimits : undefined;
  if (!isPodman) {
    return { networkmode: network, extrahosts: extraHosts, ulimits: limits && JSON.stringify(limits.map(readUlimit)) };
  }
  const json = (values: readonly unknown[] | undefined): string | undefined => values && JSON.stringify(values);
  return {
    // `NetworkDisabled`; a name counts for nothing.
    networkmode: network === 'none' ? '1' : undefined,
    nsoptions: network === 'host' ? json([{ Name: 'network', Host: true }]) : undefined,
    extrahosts: json(extraHosts),
    ulimits: json(limits),
  };
}

/** Throws `unsupported` for a Dockerfile that Podman would not look for. */
function checkAddress(information: EngineInformation, { source, dockerfile }: BuildRequest): void {
  if (information.kind !== 'podman' || source.kind !== 'address' || dockerfile.kind !== 'inside') return;
  if (dockerfile.path === 'Dockerfile' || dockerfile.path === 'Containerfile') return;
  throw failure('unsupported', {
    operation: t('Another name of the Dockerfile at an address'),
    engine: `Podman ${information.version}`,
    detail: t('Podman finds only Dockerfile and Containerfile at an address.'),
  });
}

function streamFailure(
  transport: EngineTransport,
  information: EngineInformation,
  request: EngineRequest,
  detail: string,
  step: string,
): SlipwayError {
  const image = /: FROM (?:--\S+ )*(\S+)/i.exec(step)?.[1];
  const isNamed = image !== undefined && !/[$\s]/.test(image);
  const refusal = isNamed ? registryRefusal(detail, image, transport.context({ ...request, context: { operation: 'build' } })) : undefined;
  return refusal ?? buildFailure(information, detail, withoutValues(step, sentSecrets(request)));
}

function buildFailure(information: EngineInformation, detail: string, step: string): SlipwayError {
  if (/requires BuildKit/i.test(detail)) {
    return failure('unsupported', {
      operation: detail,
      engine: engineName(information),
    });
  }
  // Podman ends so where it does not take the archive apart.
  const reason =
    detail.trim() ||
    t('The engine rejected the build context without a reason. Podman does this for a link that points outside the context.');
  return failure('buildFailed', { step, detail: reason, ...defined({ line: lineOfParseError(detail) }) });
}

/** A Dockerfile that the builder refuses at once is answered with a status. */
function refined(information: EngineInformation, error: SlipwayError, step: string): SlipwayError {
  const detail =
    SlipwayError.details(error, 'engineFailed')?.detail ??
    SlipwayError.details(error, 'invalidInput')?.reason ??
    SlipwayError.details(error, 'notFound')?.detail;
  return detail === undefined ? error : buildFailure(information, detail, step);
}
