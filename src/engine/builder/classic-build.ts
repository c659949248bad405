import { pipeline, type Readable } from 'node:stream';
import { failure, SlipwayError } from '../../core/errors';
import { t } from '../../core/localize';
import { familiarReference, parseReference, withDefaultTag } from '../../core/reference';
import { withoutValues } from '../../core/hidden-values';
import { byteCounter } from '../streams/byte-counter';
import type { BuildOptions, EngineBuilder } from './builder';
import type { EngineInformation } from '../information';
import { fromStreamError } from '../errors/errors';
import { fullId } from '../images/image-shapes';
import { inspect } from '../images/inspection';
import { type JsonObject, object, text } from '../json/json';
import { readJsonLines } from '../json/json-lines';
import { registryConfig } from '../transport/registry-auth';
import { sentSecrets } from '../transport/sent-secrets';
import type { EngineRequest, EngineTransport } from '../transport/transport';
import { defined } from '../../core/records';

type BuildMethods = Pick<EngineBuilder, 'build'>;

/** Images made of Dockerfiles by the engine's own builder. */
export function buildMethods(transport: EngineTransport, information: EngineInformation): BuildMethods {
  return { build: (context, options) => buildImage(transport, information, context, options) };
}

async function buildImage(
  transport: EngineTransport,
  information: EngineInformation,
  context: Readable,
  options: BuildOptions,
): Promise<{ readonly imageId: string }> {
  const steps = new BuildSteps(options);
  // The error of the context reaches the request through the stream that it reads.
  const upload = pipeline(context, byteCounter(options.onProgress, t('Sending the build context')), () => undefined);
  const request: EngineRequest = {
    method: 'POST',
    path: '/build',
    query: {
      dockerfile: options.dockerfile,
      t: options.reference === undefined ? undefined : familiarReference(withDefaultTag(parseReference(options.reference))),
      target: options.target,
      buildargs: Object.keys(options.buildArguments ?? {}).length > 0 ? options.buildArguments : undefined,
      rm: true,
      // Without it a failed RUN leaves its container.
      forcerm: true,
    },
    registryConfig: registryConfig(options.credentials ?? []),
    upload,
    signal: options.signal,
    context: { operation: 'build', what: 'file', name: options.dockerfile },
  };
  try {
    const response = await transport.stream(request);
    for await (const line of readJsonLines(response as AsyncIterable<Buffer>, 'progressLine', transport.options.address)) {
      const said = text(object(line['errorDetail'])['message']) || text(line['error']);
      // Cut behind what is hidden, so that no part of it is left.
      const error = withoutValues(said.slice(0, 6 * longestError), sentSecrets(request)).slice(0, longestError);
      if (error !== '') throw streamFailure(transport, information, request, error, steps.step);
      await steps.add(line);
    }
  } catch (error) {
    if (options.signal?.aborted) throw failure('cancelled', { operation: 'build' }, error);
    if (context.errored) throw context.errored;
    throw refined(information, transport.streamFailure(error, request), withoutValues(steps.step, sentSecrets(request)));
  } finally {
    context.destroy();
  }
  if (steps.imageId === '')
    throw failure('engineFailed', { operation: 'build', status: 200, detail: t('The builder ended without an image.') });
  // The short form that some builders tell is no identity.
  return { imageId: fullId(text(object(await inspect(transport, steps.imageId))['Id'])) };
}

/** So much of an error and of what begins a step is looked at, in characters. */
const longestError = 10_000;
const longestStep = 65_536;
const mostLayers = 2_000;

/** What the builder says, in order. */
class BuildSteps {
  /** The last step that began, as the builder says it: `Step 3/5 : RUN make`. */
  step = '';
  imageId = '';
  private readonly pulling = new Map<string, string>();

  constructor(private readonly options: BuildOptions) {}

  async add(line: JsonObject): Promise<void> {
    const id = text(object(line['aux'])['ID']);
    if (id !== '') this.imageId = id;
    const output = text(line['stream']);
    if (output !== '') await this.addOutput(output);
    const status = text(line['status']);
    if (status !== '') await this.addStatus(text(line['id']), status);
  }

  private async addOutput(output: string): Promise<void> {
    await this.options.onOutput?.(output);
    const words = output.slice(0, longestStep);
    const step = /^(?:\[[^\]\n\r\u2028\u2029]*\] )?step \d+\/\d+ ?: .*/im.exec(words)?.[0];
    if (step !== undefined) {
      this.step = step.trim();
      this.options.onProgress?.({ message: this.step });
    }
    const built = /^Successfully built ([0-9a-f]{12,64})$/m.exec(words)?.[1];
    if (built !== undefined && this.imageId === '') this.imageId = built;
  }

  /** Pulling a base image: each layer's words once, not each of their byte counts. */
  private async addStatus(id: string, status: string): Promise<void> {
    if (this.pulling.get(id) === status) return;
    // No base image has so many layers.
    if (this.pulling.size > mostLayers) this.pulling.clear();
    this.pulling.set(id, status);
    await this.options.onOutput?.(`${id === '' ? '' : `${id}: `}${status}\n`);
  }
}

const registryKinds: ReadonlySet<string> = new Set(['unauthorized', 'forbidden', 'rateLimited', 'registryUnreachable', 'tlsFailed']);

function streamFailure(
  transport: EngineTransport,
  information: EngineInformation,
  request: EngineRequest,
  detail: string,
  step: string,
): SlipwayError {
  const image = /: FROM (?:--\S+ )*(\S+)/i.exec(step)?.[1];
  if (image !== undefined && !/[$\s]/.test(image)) {
    const registry = registryIn(image);
    const error = fromStreamError(
      detail,
      transport.context({ ...request, context: { operation: 'build', what: 'image', name: image, ...defined({ registry }) } }),
    );
    if (registryKinds.has(error.kind)) return error;
  }
  return buildFailure(information, detail, withoutValues(step, sentSecrets(request)));
}

function registryIn(image: string): string | undefined {
  try {
    return parseReference(image).domain;
  } catch {
    return undefined;
  }
}

function buildFailure(information: EngineInformation, detail: string, step: string): SlipwayError {
  if (/requires BuildKit/i.test(detail)) {
    return failure('unsupported', {
      operation: detail,
      engine: `${information.kind === 'podman' ? 'Podman' : 'Docker'} ${information.version}`,
    });
  }
  const line = /(?:dockerfile )?parse error(?: on)? line (\d+)/i.exec(detail)?.[1];
  // Podman ends so where it does not take the archive apart.
  const reason =
    detail.trim() ||
    t('The engine rejected the build context without a reason. Podman does this for a link that points outside the context.');
  return failure('buildFailed', { step, detail: reason, ...(line === undefined ? {} : { line: Number(line) }) });
}

/** A Dockerfile that the builder refuses at once is answered with a status. */
function refined(information: EngineInformation, error: SlipwayError, step: string): SlipwayError {
  const detail =
    SlipwayError.details(error, 'engineFailed')?.detail ??
    SlipwayError.details(error, 'invalidInput')?.reason ??
    SlipwayError.details(error, 'notFound')?.detail;
  return detail === undefined ? error : buildFailure(information, detail, step);
}
