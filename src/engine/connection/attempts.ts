import { type EnginePlace, isLocalAddress } from '../../core/engine-place';
import { type EngineAttempt, failure, SlipwayError } from '../../core/errors';
import { limitPhrase } from '../../core/limit-exceeded';
import { t } from '../../core/localize';
import { attemptWords } from '../../core/network-reason';
import type { EngineCandidate } from './connection';
import type { ConnectedEngine } from '../dockerode-engine';
import type { PulseSettings } from '../transport/liveness';
import { socketOwner } from '../contexts/socket-owner';
import type { HostEnvironment } from '../contexts/host-environment';

/** An engine with the address that led to it. */
export interface FoundEngine {
  readonly candidate: EngineCandidate;
  readonly engine: ConnectedEngine;
}

/** From where an engine is looked for, and what is told of it after it was found. */
export interface EngineHooks {
  readonly host: HostEnvironment;
  readonly pulse?: PulseSettings | undefined;
  /** It answers no more, and what ran on it has failed. */
  readonly onDead?: () => void;
  /** The computer slept. */
  readonly onWake?: () => void;
  /** Where Slipway runs: what helps is said for there. */
  readonly place?: EnginePlace;
}

/**
 * Milliseconds for one attempt. Docker Desktop takes connections while its machine sleeps, and answers them once it has woken
 * up; ssh may ask a key that somebody has to touch.
 */
const timeLimit = { local: 30_000, network: 15_000, ssh: 35_000 };

/**
 * Tries the candidates one after the other; gives the first that answers. Throws `engineUnreachable` with every
 * attempt, or `cancelled`.
 */
export async function findEngine(candidates: readonly EngineCandidate[], signal: AbortSignal, hooks: EngineHooks): Promise<FoundEngine> {
  const tried: EngineAttempt[] = [];
  for (const candidate of candidates) {
    const result = await tryEngine(candidate, signal, undefined, hooks);
    if ('engine' in result) return result;
    if (signal.aborted) throw failure('cancelled', { operation: 'connect' });
    tried.push(result);
  }
  throw failure('engineUnreachable', { tried, ...(hooks.place && { place: hooks.place }) });
}

/** Tries one candidate for at most `limit` milliseconds; gives the engine or why there is none. Never throws. */
export async function tryEngine(
  candidate: EngineCandidate,
  signal: AbortSignal,
  limit: number | undefined,
  hooks: EngineHooks,
): Promise<FoundEngine | EngineAttempt> {
  const { address, source } = candidate;
  const stop = new AbortController();
  const abort = () => stop.abort();
  const way = isLocalAddress(address) ? 'local' : address.startsWith('ssh:') ? 'ssh' : 'network';
  const timer = setTimeout(abort, limit ?? timeLimit[way]);
  const reasonOf = (error: unknown): string => attemptReason(error, address, hooks.place);
  signal.addEventListener('abort', abort, { once: true });
  try {
    const refused = await foreignSocket(candidate);
    if (refused !== undefined) return { address, source, reason: refused };
    // The adapter is heavy: activation must not load it.
    const [{ openBridge }, { connectEngine }] = await Promise.all([import('./bridge'), import('../dockerode-engine')]);
    const bridge = await openBridge(candidate, hooks.host);
    const { socketPath, remote, basePath, connect } = bridge;
    try {
      const engine = await connectEngine({
        ...hooks,
        ...(connect && { connect }),
        socketPath,
        address,
        remote,
        basePath,
        signal: stop.signal,
        onEnd: () => bridge.dispose(),
      });
      return { candidate, engine };
    } catch (error) {
      bridge.dispose();
      const reason = bridge.reason();
      return { address, source, reason: reason === undefined ? reasonOf(error) : attemptWords(reason, address, hooks.place) };
    }
  } catch (error) {
    return { address, source, reason: reasonOf(error) };
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

/** Why a socket that was only found is not used. Nothing is asked of it: whoever answers there would be the engine. */
async function foreignSocket({ owner, address }: EngineCandidate): Promise<string | undefined> {
  if (!owner) return undefined;
  const whose = await socketOwner(address.slice('unix://'.length), owner.userId, owner.fileFacts);
  if (whose === 'missing') return attemptWords('ENOENT');
  return whose === 'ours'
    ? undefined
    : t('another user of this computer could have put it there; to use it nevertheless, set {0} to this address', 'slipway.engine.context');
}

function attemptReason(error: unknown, address: string, place: EnginePlace | undefined): string {
  if (!(error instanceof SlipwayError)) return error instanceof Error ? error.message : String(error);
  const { failure: failed } = error;
  switch (failed.kind) {
    case 'engineUnreachable':
      return attemptWords(failed.details.tried[0]?.reason ?? '', address, place);
    case 'permissionDenied':
      return attemptWords('EACCES', address, place);
    case 'tlsFailed':
      return attemptWords(failed.details.code, address, place);
    case 'cancelled':
      return attemptWords('ETIMEDOUT');
    case 'invalidInput':
      return failed.details.reason;
    case 'unsupported':
      return t('{0} is too old or too new for Slipway', failed.details.engine);
    case 'connectionLost':
      return t('the connection ended at once');
    case 'engineFailed':
      return failed.details.detail;
    case 'fileFailed':
      return `${failed.details.file}: ${failed.details.detail}`;
    case 'limitExceeded':
      return limitPhrase(failed.details);
    default:
      return failed.kind;
  }
}
