import { type EnginePlace, isPipeAddress, permissionAdvice } from './engine-place';
import type { NetworkReason } from './errors';
import { t } from './localize';
import { sshWords } from './ssh-reason';
import { oneLine } from './untrusted';
import { own } from './records';

/** What of the network stood in the way, in one translated phrase that follows “X cannot reach Y: ”. */
export function networkWords({ why, host }: NetworkReason): string {
  const place = host === undefined ? undefined : oneLine(host, 100);
  switch (why) {
    case 'unknownName':
      return place === undefined ? t('its name is unknown') : t('the host {0} is unknown', place);
    case 'noNames':
      return t('the name server does not answer');
    case 'refused':
      return place === undefined ? t('nothing listens there') : t('nothing listens at {0}', place);
    case 'noAnswer':
      return place === undefined ? t('no answer in time') : t('no answer from {0} in time', place);
    case 'cut':
      return t('the connection was cut');
    case 'noRoute':
      return place === undefined ? t('the network has no route to it') : t('the network has no route to {0}', place);
    case 'proxy':
      return place === undefined ? t('the proxy does not let it through') : t('the proxy {0} cannot be reached', place);
  }
}

/** Node's codes of the network (`errno.h`, `getaddrinfo`, undici), by what they mean; undefined for any other. */
export function reasonOfCode(code: string): NetworkReason['why'] | undefined {
  return own(whyByCode, code);
}

const whyByCode: Readonly<Record<string, NetworkReason['why']>> = {
  ENOTFOUND: 'unknownName',
  EAI_NONAME: 'unknownName',
  EAI_NODATA: 'unknownName',
  EAI_AGAIN: 'noNames',
  EAI_FAIL: 'noNames',
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'noAnswer',
  ESOCKETTIMEDOUT: 'noAnswer',
  UND_ERR_CONNECT_TIMEOUT: 'noAnswer',
  UND_ERR_HEADERS_TIMEOUT: 'noAnswer',
  UND_ERR_BODY_TIMEOUT: 'noAnswer',
  ECONNRESET: 'cut',
  ECONNABORTED: 'cut',
  EPIPE: 'cut',
  UND_ERR_SOCKET: 'cut',
  EHOSTUNREACH: 'noRoute',
  ENETUNREACH: 'noRoute',
  EHOSTDOWN: 'noRoute',
  ENETDOWN: 'noRoute',
  EADDRNOTAVAIL: 'noRoute',
};

/** Codes of OpenSSL for a peer that answers without TLS. */
const plainAnswer =
  /^(?:HTTP_RESPONSE|EPROTO|ERR_SSL_(?:WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|UNEXPECTED_MESSAGE|HTTP_REQUEST|UNKNOWN_PROTOCOL))$/;

/** True when a code of TLS means that the other side does not speak it at all. */
export function isPlainAnswer(code: string): boolean {
  return plainAnswer.test(code);
}

/**
 * What Node's codes mean for the address of an engine, in one translated phrase; the code stays beside it for those who
 * look it up. Any other text is given back. With the address and the place the words say what helps there.
 */
export function attemptWords(reason: string, address = '', place: EnginePlace = isPipeAddress(address) ? 'windows' : 'linux'): string {
  switch (reason) {
    case 'ENOENT':
      return missingWords(reason, address);
    case 'EACCES':
    case 'EPERM':
      return t('you do not have permission to open it; {0} ({1})', permissionAdvice(place), reason);
    case 'ENOTSOCK':
      return t('this is not a socket ({0})', reason);
    case silent:
      return t('it no longer answers');
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
      return t(
        'its certificate is not trusted ({0}); name the file of its authority, ca.pem, in the context or in DOCKER_CERT_PATH',
        reason,
      );
    case 'CERT_HAS_EXPIRED':
    case 'CERT_NOT_YET_VALID':
      return t('its certificate is expired or not valid yet ({0}); it has to be renewed there, or a clock is wrong', reason);
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return t('its certificate is for another name ({0}); use a name or an address that stands in it', reason);
    default:
      return (/^ssh:/i.test(address) ? sshWords(reason, address) : undefined) ?? codeWords(reason);
  }
}

/** Alerts by which an engine refuses what it was shown of certificates; OpenSSL's names of those of RFC 8446, 6.2. */
const refusedCertificate =
  /^ERR_SSL_(?:TLSV13_ALERT_CERTIFICATE_REQUIRED|(?:SSLV3|TLSV1)_ALERT_(?:HANDSHAKE_FAILURE|BAD_CERTIFICATE|CERTIFICATE_(?:EXPIRED|REVOKED|UNKNOWN)|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR))$/;

/** A pipe is there exactly while its program runs. */
function missingWords(reason: string, address: string): string {
  if (!isPipeAddress(address)) return t('nothing is there ({0})', reason);
  if (/[\\/]podman[^\\/]*$/i.test(address)) return t('nothing is there; the Podman machine is not running ({0})', reason);
  if (/[\\/]docker(?:desktop|_engine)[^\\/]*$/i.test(address)) return t('nothing is there; Docker Desktop is not running ({0})', reason);
  return t('nothing is there ({0})', reason);
}

/** The reason of an attempt on an engine that had answered before and fell silent. */
export const silent = 'SILENT';

function codeWords(reason: string): string {
  if (isPlainAnswer(reason)) return t('it does not use TLS ({0}); leave TLS out of its context, or turn it on there', reason);
  if (refusedCertificate.test(reason))
    return t(
      'it takes only clients with a certificate that it trusts ({0}); name cert.pem and key.pem in the context or in DOCKER_CERT_PATH',
      reason,
    );
  switch (own(whyByCode, reason)) {
    case 'refused':
      return t('nothing listens there ({0})', reason);
    case 'noAnswer':
      return t('no answer in time ({0})', reason);
    case 'unknownName':
      return t('the host name is unknown ({0})', reason);
    case 'noNames':
      return t('the name server does not answer ({0})', reason);
    case 'cut':
      return t('the connection was cut ({0})', reason);
    case 'noRoute':
      return t('the network has no route to it ({0})', reason);
    default:
      return reason;
  }
}
