import type { Disposable } from '../../core/disposable';
import { type EnginePlace, isLocalAddress } from '../../core/engine-place';
import { t } from '../../core/localize';
import { type FoundEngine, tryEngine } from './attempts';
import type { HostEnvironment } from '../contexts/host-environment';
import type { EngineCandidate, EngineStatus } from './connection';

/** Who waits for a list waits for so many milliseconds at most. */
const usualLimit = 2_000;

/** What {@link EngineProbes} needs. */
export interface EngineProbesOptions {
  readonly host: HostEnvironment;
  readonly place: EnginePlace;
  /** A candidate that had not answered in time has, or has been given up: the next probe tells. */
  readonly onLate: () => void;
  /** Milliseconds until a list is given, for tests. */
  readonly limit?: number;
}

/** An attempt that goes on after its list was given. */
interface LateAttempt {
  result?: Awaited<ReturnType<typeof tryEngine>>;
}

/** Asks candidates whether an engine answers there. */
export class EngineProbes implements Disposable {
  private readonly late = new Map<string, LateAttempt>();
  private readonly ended = new AbortController();

  constructor(private readonly options: EngineProbesOptions) {}

  /**
   * Asks all candidates at once, two seconds each at most. `used` is the one that is chosen, `connected` the one whose
   * events are being followed, which need not be asked. One of this computer that has taken the connection and says nothing
   * is asked for longer, as the machine of Docker Desktop may have to wake up.
   */
  async probe(
    candidates: readonly EngineCandidate[],
    used: EngineCandidate | undefined,
    connected: FoundEngine | undefined,
    signal: AbortSignal,
  ): Promise<readonly EngineStatus[]> {
    const statuses = candidates.map((candidate) =>
      connected?.candidate.id === candidate.id
        ? Promise.resolve<EngineStatus>({ candidate, current: true, state: 'connected', information: connected.engine.information })
        : this.ask(candidate, candidate.id === used?.id, signal),
    );
    return withoutTwins(await Promise.all(statuses));
  }

  dispose(): void {
    this.ended.abort();
    this.late.clear();
  }

  private async ask(candidate: EngineCandidate, current: boolean, signal: AbortSignal): Promise<EngineStatus> {
    const { limit = usualLimit, place, host } = this.options;
    const result = isLocalAddress(candidate.address)
      ? await this.askLocal(candidate, signal)
      : await tryEngine(candidate, signal, limit, { host, place });
    if (result === undefined)
      return { candidate, current, state: 'connecting', reason: t('it took the connection and has not answered yet; it may be waking up') };
    if (!('engine' in result)) return { candidate, current, state: 'unreachable', reason: result.reason };
    const { information } = result.engine;
    result.engine.dispose();
    return { candidate, current, state: 'connected', information };
  }

  /** Undefined when there is no answer yet. */
  private async askLocal(candidate: EngineCandidate, signal: AbortSignal): Promise<LateAttempt['result']> {
    const key = `${candidate.id} ${candidate.address}`;
    const before = this.late.get(key);
    if (before) {
      // Told once: what was found out is no news the next time.
      if (before.result) this.late.delete(key);
      return before.result;
    }
    const { limit = usualLimit, host, place, onLate } = this.options;
    const attempt: LateAttempt = {};
    const trying = tryEngine(candidate, this.ended.signal, undefined, { host, place });
    let timer: NodeJS.Timeout | undefined;
    const leaving = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), limit);
      signal.addEventListener('abort', () => resolve(undefined), { once: true });
      if (signal.aborted) resolve(undefined);
    });
    const result = await Promise.race([trying, leaving]);
    clearTimeout(timer);
    if (result) return result;
    this.late.set(key, attempt);
    void trying.then((outcome) => {
      attempt.result = outcome;
      if (this.late.get(key) === attempt) onLate();
      else if ('engine' in outcome) outcome.engine.dispose();
    });
    return undefined;
  }
}

/** Leaves out well-known sockets that lead to an engine that is listed already; contexts are all kept. */
function withoutTwins(statuses: readonly EngineStatus[]): readonly EngineStatus[] {
  const isTwin = (status: EngineStatus, index: number): boolean => {
    const id = status.information?.id ?? '';
    if (id === '' || status.current || !status.candidate.id.startsWith('socket:')) return false;
    return statuses.some((other, place) => other.information?.id === id && (place < index || other.current));
  };
  return statuses.filter((status, index) => !isTwin(status, index));
}
