import type { NetworkReason } from '../../core/errors';
import { followedBy } from '../../core/followed';
import { defined } from '../../core/records';

/**
 * What engines say when they do not reach a registry. Only `errors.ts` calls this; the texts are those of Go's `net`,
 * `net/http` and `crypto/tls` (https://pkg.go.dev/net#OpError), which Docker and Podman pass on.
 */
export function isUnreachable(detail: string): boolean {
  return unreachableText.test(detail) || followedBy(detail, /unexpected status/i, /\b5\d\d\b/) !== undefined;
}

const unreachableText =
  /dial (?:tcp|udp)|proxyconnect|lookup \S+ on |no such host|connection refused|i\/o timeout|client\.timeout|deadline exceeded|request canceled|handshake timeout|connection reset|broken pipe|no route to host|network is unreachable|unexpected EOF|: EOF$|unexpected http status|received unexpected|invalid character '.{1,12}' looking for beginning|error parsing HTTP|invalid status code from registry [45]\d\d|content descriptor \S+ \(text\/html\b/i;

/** A proxy that wants a log-in, which is not the registry's. */
export function isProxyRefusal(detail: string): boolean {
  return /proxy authentication required/i.test(detail);
}

const tlsTexts: readonly (readonly [RegExp, string])[] = [
  [/server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/i, 'HTTP_RESPONSE'],
  [/certificate has expired|not yet valid/i, 'CERT_HAS_EXPIRED'],
  [
    /certificate is valid for|cannot validate certificate|doesn't contain any IP SANs|not valid for any names/i,
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ],
  [/signed by unknown authority/i, 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  [/x509:|tls: /i, 'TLS'],
];

/** What is wrong with a registry's TLS, in Node's codes; `TLS` for what has none, undefined when it is not TLS. */
export function tlsCode(detail: string): string | undefined {
  return tlsTexts.find(([pattern]) => pattern.test(detail))?.[1];
}

type Why = NetworkReason['why'];

/** In this order: a proxy's own trouble reads like any other, and so does a name server's. */
const reasons: readonly (readonly [begin: RegExp, why: Why, then?: RegExp])[] = [
  [/proxyconnect tcp: /i, 'proxy', /lookup (?<name>[^\s:]+)|dial (?:tcp|udp)[46]? (?<host>\[[^\][]+\]:\d+|[^\s:]+:\d+)/i],
  [/proxyconnect tcp|proxy authentication required/i, 'proxy'],
  [/lookup (?<name>[^\s:]+)/i, 'unknownName', /no such host|no answer from DNS|name or service not known|server misbehaving: NXDOMAIN/i],
  [/lookup (?<name>[^\s:]+)/i, 'noNames'],
  [/no such host/i, 'unknownName'],
  [/dial (?:tcp|udp)[46]? (?<host>\S+?): /i, 'refused', /connection refused|actively refused/i],
  [/connection refused/i, 'refused'],
  [/dial (?:tcp|udp)[46]? (?<host>\S+?): /i, 'noRoute', /no route to host|network is unreachable|unreachable host|unreachable network/i],
  [/no route to host|network is unreachable/i, 'noRoute'],
  [/dial (?:tcp|udp)[46]? (?<host>\S+?): /i, 'noAnswer', /timeout|deadline exceeded|timed out/i],
  [/i\/o timeout|client\.timeout|deadline exceeded|request canceled|handshake timeout|timed out/i, 'noAnswer'],
  [/connection reset|broken pipe|unexpected EOF|: EOF$|forcibly closed/i, 'cut'],
];

/** The network's reason in an engine's text, as a part of the error's details; nothing when it is none. */
export function networkReason(detail: string): { readonly reason?: NetworkReason } {
  for (const [begin, why, then] of reasons) {
    const groups = groupsOf(detail, begin, then);
    if (groups === undefined) continue;
    const host = groups['name'] ?? groups['host'];
    return { reason: { why, by: 'engine', ...defined({ host }) } };
  }
  return {};
}

function groupsOf(detail: string, begin: RegExp, then: RegExp | undefined): Partial<Record<string, string>> | undefined {
  if (then === undefined) {
    const match = begin.exec(detail);
    return match === null ? undefined : (match.groups ?? {});
  }
  const found = followedBy(detail, begin, then);
  return found && { ...found.begin.groups, ...found.then.groups };
}
