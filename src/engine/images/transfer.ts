import { failure, SlipwayError } from '../../core/errors';
import { NameCount } from '../../core/limit-exceeded';
import { familiarRepository, formatReference, type ImageReference, parseReference } from '../../core/reference';
import type { EngineInformation } from '../information';
import type { OperationOptions, RegistryCredentials } from '../operation';
import type { EngineImages, PullResult, PushResult } from './images';
import { fullId } from './image-shapes';
import { inspect } from './inspection';
import { object, text, texts } from '../json/json';
import { LayerProgress } from './layer-progress';
import { compareApiVersions } from '../transport/negotiation';
import { matchesPlatform, platformObject } from './platform';
import { followProgress } from './progress-lines';
import { registryAuth } from '../transport/registry-auth';
import type { EngineRequest, EngineTransport } from '../transport/transport';

type TransferMethods = Pick<EngineImages, 'pull' | 'push'>;

/** What moves images between the engine and registries. */
export function transferMethods(transport: EngineTransport, information: EngineInformation): TransferMethods {
  return {
    pull: (reference, options) => pullImage(transport, information, reference, options),
    push: (reference, options) => pushImage(transport, information, reference, options),
  };
}

async function pullImage(
  transport: EngineTransport,
  information: EngineInformation,
  name: string,
  options: OperationOptions & { readonly platform?: string; readonly allTags?: boolean; readonly credentials?: RegistryCredentials },
): Promise<PullResult> {
  const parsed = parseReference(name);
  const tag = parsed.digest ?? parsed.tag ?? (options.allTags ? undefined : 'latest');
  const reference = referenceText(parsed, tag);
  // Podman would look a short name up in registries of its own choice.
  const repository = information.kind === 'podman' ? `${parsed.domain}/${parsed.path}` : familiarRepository(parsed);
  const before = tag === undefined ? undefined : await identify(transport, reference, options.signal);
  const progress = new LayerProgress('pull', options.onProgress);
  let status = '';
  let digest: string | undefined;
  await followProgress(
    transport,
    {
      method: 'POST',
      path: '/images/create',
      query: { fromImage: repository, tag, platform: options.platform },
      registryAuth: registryAuth(options.credentials),
      signal: options.signal,
      context: transferContext('pull', reference, parsed, options),
    },
    (line) => {
      progress.add(line);
      const words = text(line.status);
      digest = /^Digest: (\S+)/.exec(words)?.[1] ?? digest;
      if (/^Status: /.test(words)) status = words;
    },
  );
  // Docker's last line; without it the answer was cut short, by a proxy or by an engine that was ended.
  if (status === '' && information.kind === 'docker') throw failure('connectionLost', { operation: 'pull' });
  if (tag === undefined) {
    const imageId = await anyOf(transport, reference);
    return { reference, imageId, digest: undefined, changed: /newer image/.test(status) };
  }
  const image = await describePulled(transport, information, reference, parsed, options.platform);
  return {
    reference,
    imageId: image.id,
    digest: digest ?? image.digest,
    changed: before === undefined || before !== image.id || /newer image/.test(status),
  };
}

function referenceText(parsed: ImageReference, tag: string | undefined): string {
  const repository = familiarRepository(parsed);
  if (tag === undefined) return repository;
  return parsed.digest === undefined ? `${repository}:${tag}` : `${repository}@${parsed.digest}`;
}

function transferContext(
  operation: string,
  name: string,
  parsed: ImageReference,
  options: { readonly credentials?: RegistryCredentials },
): EngineRequest['context'] {
  return { operation, what: 'image', name, registry: parsed.domain, withCredentials: options.credentials !== undefined };
}

/** Id of the newest image of a repository; empty when there is none. */
async function anyOf(transport: EngineTransport, repository: string): Promise<string> {
  const query = { filters: { reference: [repository] } };
  const request = { method: 'GET', path: '/images/json', query, context: { operation: 'list images' } } as const;
  const [newest = ''] = await transport.list(request, (image) => text(object(image).Id));
  return fullId(newest);
}

/** Id of a local image, or undefined when there is none of that name. */
async function identify(transport: EngineTransport, reference: string, signal: AbortSignal | undefined): Promise<string | undefined> {
  try {
    return fullId(text(object(await inspect(transport, reference, { signal })).Id));
  } catch (error) {
    if (error instanceof SlipwayError && error.kind === 'notFound') return undefined;
    throw error;
  }
}

/**
 * What a pull has brought. By name and not from the list, because the containerd store may leave an image out of the
 * list that shares layers with others. Docker 20.10 and the containerd store answer success for a platform that the
 * image does not have, so the platform is looked at.
 */
async function describePulled(
  transport: EngineTransport,
  information: EngineInformation,
  reference: string,
  parsed: ImageReference,
  platform: string | undefined,
): Promise<{ id: string; digest: string | undefined }> {
  const byPlatform = platform !== undefined && information.containerdStore && compareApiVersions(information.apiVersion, '1.49') >= 0;
  const query = byPlatform ? { platform: platformObject(platform) } : {};
  const image = object(
    await inspect(transport, reference, { query }).catch((error: unknown) =>
      describeFailure(error, reference, byPlatform ? platform : undefined),
    ),
  );
  if (platform !== undefined && !matchesPlatform(image, platform)) throw missingPlatform(reference, platform);
  const name = familiarRepository(parsed);
  const full = `${parsed.domain}/${parsed.path}`;
  const digest = texts(image.RepoDigests).find((item) => item.startsWith(`${name}@`) || item.startsWith(`${full}@`));
  return { id: fullId(text(image.Id)), digest: digest?.slice(digest.indexOf('@') + 1) };
}

function describeFailure(error: unknown, reference: string, platform: string | undefined): never {
  if (platform !== undefined && error instanceof SlipwayError && error.kind === 'notFound') {
    throw missingPlatform(reference, platform);
  }
  throw error;
}

function missingPlatform(reference: string, platform: string): SlipwayError {
  return failure('notFound', { what: 'manifest', name: `${reference} (${platform})`, detail: `no matching manifest for ${platform}` });
}

async function pushImage(
  transport: EngineTransport,
  information: EngineInformation,
  name: string,
  options: OperationOptions & { readonly allTags?: boolean; readonly credentials?: RegistryCredentials },
): Promise<PushResult> {
  const parsed = parseReference(name);
  if (options.allTags && information.kind === 'podman') return pushEachTag(transport, information, parsed, options);
  const tag = parsed.tag ?? (options.allTags ? undefined : 'latest');
  const reference = referenceText(parsed, tag);
  const progress = new LayerProgress('push', options.onProgress);
  const pushed = new Map<string, string>();
  const names = new NameCount(transport.options.address);
  await followProgress(
    transport,
    {
      method: 'POST',
      path: `/images/${familiarRepository(parsed)}/push`,
      query: { tag },
      registryAuth: registryAuth(options.credentials),
      signal: options.signal,
      context: transferContext('push', reference, parsed, options),
    },
    (line) => {
      progress.add(line);
      const aux = object(line.aux);
      const said = /^(\S+): digest: (\S+)/.exec(text(line.status));
      // Podman calls every tag `latest` here.
      const name = tag ?? (text(aux.Tag) || said?.[1]);
      const digest = text(aux.Digest) || said?.[2];
      if (name === undefined || digest === undefined) return;
      names.add(name);
      pushed.set(name, digest);
    },
  );
  // Docker tells the digest of each tag last.
  if (pushed.size === 0 && information.kind === 'docker') throw failure('connectionLost', { operation: 'push' });
  const tags = [...pushed].map(([name, digest]) => ({ tag: name, digest }));
  return { reference, digest: tag === undefined ? undefined : pushed.get(tag), tags };
}

/** Podman pushes one tag at a time. */
async function pushEachTag(
  transport: EngineTransport,
  information: EngineInformation,
  parsed: ImageReference,
  options: OperationOptions & { readonly credentials?: RegistryCredentials },
): Promise<PushResult> {
  const repository = `${parsed.domain}/${parsed.path}`;
  const context = { operation: 'list images' };
  const request = { method: 'GET', path: '/images/json', signal: options.signal, context } as const;
  const tagged = await transport.list(request, (image) => texts(object(image).RepoTags));
  const names = tagged.flat().filter((name) => {
    const colon = name.lastIndexOf(':');
    return name.slice(0, colon) === repository || formatReference(parsed) === name.slice(0, colon);
  });
  if (names.length === 0) throw failure('notFound', { what: 'image', name: familiarRepository(parsed) });
  const tags: { tag: string; digest: string | undefined }[] = [];
  for (const name of names) {
    const tag = name.slice(name.lastIndexOf(':') + 1);
    const { digest } = await pushImage(transport, information, name, { ...options, allTags: false });
    tags.push({ tag, digest });
  }
  return { reference: familiarRepository(parsed), digest: undefined, tags };
}
