import { maxHeaderSize } from 'node:http';
import { followedBy } from '../../core/followed';
import { failure, type ObjectKind, SlipwayError } from '../../core/errors';
import { exceeded } from '../../core/limit-exceeded';
import { withoutValues } from '../../core/hidden-values';
import { withoutSecrets, withoutUserInfo } from '../../core/secrets';
import { object, parseJson, text } from '../json/json';
import { missingIn } from './missing';
import { isProxyRefusal, isUnreachable, networkReason, tlsCode } from './network-errors';
import { otherContainerIn, wrongStateIn } from './wrong-state';

/** What was being done when an answer came, so that the error can say it. */
export interface OperationContext {
  /** One word in English: `pull`, `remove`. */
  readonly operation: string;
  /** Address of the engine, as shown. */
  readonly address: string;
  /** Name of the engine with its version, as shown: `Docker 20.10.24`. */
  readonly engine: string;
  /** What the operation works on. */
  readonly what?: ObjectKind;
  readonly name?: string;
  /** What a conflict is about, when that is not `name`. */
  readonly conflictName?: string;
  /** Host of the registry that the engine talks to meanwhile. */
  readonly registry?: string;
  /** True when the engine was given credentials for the registry. */
  readonly withCredentials?: boolean;
  /** What was sent and must not come back in an error: passwords, values of environment and build arguments. */
  readonly secrets?: readonly string[];
}

const unreachableCodes = [
  'ENOENT',
  'ECONNREFUSED',
  'ENOTSOCK',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
];
const lostCodes = ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'];

/** Node's parser found a head, or the extension of a chunk, that is too long. */
const headCodes = ['HPE_HEADER_OVERFLOW', 'HPE_CHUNK_EXTENSIONS_OVERFLOW'];

/** The error for a request that failed before or besides an answer. `aborted` says that the caller stopped it. */
export function fromNodeError(error: unknown, context: OperationContext, aborted = false): SlipwayError {
  if (error instanceof SlipwayError) return error;
  if (aborted) return failure('cancelled', { operation: context.operation }, error);
  const code = text(object(error).code);
  if (code === 'EACCES' || code === 'EPERM') return failure('permissionDenied', { address: context.address }, error);
  if (unreachableCodes.includes(code)) {
    return failure('engineUnreachable', { tried: [{ address: context.address, source: '', reason: code }] }, error);
  }
  if (headCodes.includes(code)) return exceeded('head', context.address, maxHeaderSize);
  const message = clean(error instanceof Error ? error.message : String(error), context);
  // A parser error means that the connection ended within a header or a chunk.
  if (lostCodes.includes(code) || code.startsWith('HPE_') || /socket hang up|aborted/.test(message)) {
    return failure('connectionLost', { operation: context.operation }, error);
  }
  return failure('engineFailed', { operation: context.operation, status: 0, detail: message }, error);
}

/** The error for an answer with a failing status. `body` is what the engine sent, JSON or not. */
export function fromAnswer(status: number, body: string, context: OperationContext): SlipwayError {
  const json = object(parseJson(body));
  const detail = text(json.message) || text(json.cause) || text(json.error) || body;
  return classify(status, clean(detail, context), context);
}

/** The error for `{"error": …}` inside a stream that had begun with status 200. */
export function fromStreamError(detail: string, context: OperationContext): SlipwayError {
  return classify(200, clean(detail, context), context);
}

/** Trims and bounds a text of the engine, and takes out what is secret in it. */
function clean(detail: string, { secrets = [] }: OperationContext): string {
  // More than is kept is searched: a secret that is cut in two would not be found.
  return withoutSecrets(withoutUserInfo(withoutValues(detail.slice(0, 60_000), secrets), ''))
    .slice(0, 10_000)
    .trim();
}

type Classify = (status: number, detail: string, context: OperationContext) => SlipwayError | undefined;

/** In this order: what a registry said comes first, because the engine wraps it into a status of its own. */
const classifiers: readonly Classify[] = [registryError, unsupported, invalidInput, conflict, notFound];

function classify(status: number, detail: string, context: OperationContext): SlipwayError {
  for (const classifier of classifiers) {
    const error = classifier(status, detail, context);
    if (error) return error;
  }
  return failure('engineFailed', { operation: context.operation, status, detail });
}

function registryError(status: number, detail: string, context: OperationContext): SlipwayError | undefined {
  const { registry } = context;
  if (registry === undefined) return undefined;
  if (/toomanyrequests|too many requests|rate limit|status: 429/i.test(detail) || status === 429) {
    return failure('rateLimited', { registry });
  }
  return (
    tlsError(detail, registry, context.engine) ??
    (isProxyRefusal(detail) ? failure('registryUnreachable', { registry, detail, ...networkReason(detail) }) : undefined) ??
    accessError(status, detail, registry, context) ??
    (isUnreachable(detail) ? failure('registryUnreachable', { registry, detail, ...networkReason(detail) }) : undefined)
  );
}

function tlsError(detail: string, registry: string, engine: string): SlipwayError | undefined {
  const code = tlsCode(detail);
  return code === undefined ? undefined : failure('tlsFailed', { address: registry, code, detail, engine });
}

function accessError(status: number, detail: string, registry: string, context: OperationContext): SlipwayError | undefined {
  const name = context.name ?? registry;
  if (
    /no basic auth credentials|authentication required|incorrect username or password|unauthorized|authorization failed|status(?: code)?:? 401|invalid username\/password/i.test(
      detail,
    ) ||
    status === 401
  ) {
    return failure('unauthorized', { registry, detail });
  }
  // Docker Hub says the same about what is private and what does not exist.
  if (/pull access denied|may require 'docker login'|may require authorization/i.test(detail)) {
    return context.withCredentials
      ? failure('notFound', { what: 'repository', name, detail })
      : failure('unauthorized', { registry, detail });
  }
  if (/\bdenied\b|forbidden|insufficient_scope|status(?: code)?:? 403/i.test(detail) || status === 403) {
    return context.withCredentials || !/requested access to the resource is denied|insufficient_scope/i.test(detail)
      ? failure('forbidden', { registry, name, detail })
      : failure('unauthorized', { registry, detail });
  }
  return undefined;
}

function unsupported(status: number, detail: string, context: OperationContext): SlipwayError | undefined {
  const missingRoute =
    (status === 404 || status === 405) && /^(?:page not found|404 page not found|not found|method not allowed|)$/i.test(detail);
  return missingRoute ||
    status === 501 ||
    /requires? API version|only supported (?:on|with)|is not (?:yet )?(?:supported|implemented)|not implemented/i.test(detail)
    ? failure('unsupported', { operation: context.operation, engine: context.engine, ...(missingRoute || detail === '' ? {} : { detail }) })
    : undefined;
}

function invalidInput(status: number, detail: string, context: OperationContext): SlipwayError | undefined {
  const value = context.name ?? '';
  if (
    /invalid reference format|must be lowercase|invalid tag format|invalid repository name|invalid checksum digest|normaliz(?:e|ing) image|error parsing reference/i.test(
      detail,
    )
  ) {
    return failure('invalidInput', { field: 'reference', value, reason: detail });
  }
  if (/is not a valid change command|dockerfile parse error|unknown instruction|unknown flag|invalid change/i.test(detail)) {
    return failure('invalidInput', { field: 'changes', value, reason: detail });
  }
  if (status === 400 && /invalid filter/i.test(detail)) return failure('invalidInput', { field: 'filters', value, reason: detail });
  return undefined;
}

const conflictText =
  /is using its referenced image|image is being used|image is in use|in use by|is in use|must be forced|must force|with more than one tag|please force removal|already in use|is already in progress|has active endpoints|has associated containers|container state improper|has dependent child|has dependent containers|being used by the following|already exists|is being used/i;

/** An address or port of the machine is nobody's name; the engine's sentence says it best. */
const portText = /address already in use|port is already allocated|cannot assign requested address/i;

function conflict(status: number, detail: string, context: OperationContext): SlipwayError | undefined {
  if (portText.test(detail)) return undefined;
  const state = wrongStateIn(detail);
  if (state !== undefined && (status === 409 || status >= 500)) {
    const name = otherContainerIn(detail, context.operation) ?? context.conflictName ?? context.name ?? '';
    return failure('conflict', {
      name: /^[0-9a-f]{64}$/.test(name) && name !== context.name ? name.slice(0, 12) : name,
      usedBy: [],
      detail,
      state,
    });
  }
  if (status !== 409 && !((status >= 500 || status === 403 || status === 200) && conflictText.test(detail))) return undefined;
  return failure('conflict', { name: context.conflictName ?? context.name ?? '', usedBy: usersIn(detail), detail });
}

/** Ids and names of what stands in the way, as the engines put them into their sentences. */
function usersIn(detail: string): readonly string[] {
  const found = [
    ...detail.matchAll(/(?:container|by) \[?"?([0-9a-f]{12,64})\b/g),
    ...detail.matchAll(/in use by container "?\/?([\w.-]+)/g),
    ...detail.matchAll(/volume is in use - \[([^\][]*)\]/g),
    ...detail.matchAll(/following container\(s\): ([^:]*)/g),
  ].flatMap((match) => (match[1] ?? '').split(/[\s,]+/));
  const listed = detail
    .split(': ')
    .flatMap((part, index, parts) =>
      parts[index - 1]?.includes('used by the following container') === true ? (part.split(':', 1)[0] ?? '').split(/[\s,]+/) : [],
    );
  const endpoints = /has active endpoints \(?([^)]*)/.exec(detail)?.[1] ?? '';
  const names = [...endpoints.matchAll(/name:"([^"]+)"/g)].map((match) => match[1] ?? '');
  return [...new Set([...found, ...listed, ...names].filter((name) => name !== ''))];
}

/** What registries call a manifest or a repository that they do not have, in the words of the engines. */
const missingInRegistry = /not found|manifest unknown|manifest invalid|name unknown|repository name not known|no matching manifest/i;
/** Operations that need other objects than the one they are about. */
const needing: ReadonlySet<string> = new Set(['create', 'start', 'restart']);

function notFound(status: number, detail: string, context: OperationContext): SlipwayError | undefined {
  const missing = missingIn(detail);
  const { name = '', operation } = context;
  if (missing && isItself(missing.name, missing.what, context)) return failure('notFound', { what: missing.what, name, detail });
  if (context.registry !== undefined && operation !== 'push' && (status === 404 || missingInRegistry.test(detail))) {
    const what =
      /name unknown|repository name not known/i.test(detail) || followedBy(detail, /repository /i, / not found/i)
        ? 'repository'
        : 'manifest';
    return failure('notFound', { what, name, detail });
  }
  if (missing) return failure('notFound', { what: missing.what, name: missing.name ?? '', detail, needed: true });
  // Without a word about what is missing it is what the request was about.
  return status === 404 && context.what !== undefined && !needing.has(operation)
    ? failure('notFound', { what: context.what, name, detail })
    : undefined;
}

function isItself(missing: string | undefined, what: ObjectKind, { what: about, name = '', operation }: OperationContext): boolean {
  if (missing === name || (what === 'image' && (missing ?? '').endsWith(`/${name}`))) return what === about;
  return what === about && !needing.has(operation);
}
