import { type FoundEngine, tryEngine } from './attempts';
import type { EngineCandidate, EngineStatus } from './connection';

const limit = 2_000;

/**
 * Asks all candidates at once, two seconds each at most. `used` is the one that is chosen, `connected` the one whose
 * events are being followed, which need not be asked.
 */
export async function probeEngines(
  candidates: readonly EngineCandidate[],
  used: EngineCandidate | undefined,
  connected: FoundEngine | undefined,
  signal: AbortSignal,
): Promise<readonly EngineStatus[]> {
  const statuses = candidates.map((candidate) =>
    connected?.candidate.id === candidate.id
      ? Promise.resolve<EngineStatus>({ candidate, current: true, state: 'connected', information: connected.engine.information })
      : probe(candidate, candidate.id === used?.id, signal),
  );
  return withoutTwins(await Promise.all(statuses));
}

async function probe(candidate: EngineCandidate, current: boolean, signal: AbortSignal): Promise<EngineStatus> {
  const result = await tryEngine(candidate, signal, limit);
  if (!('engine' in result)) return { candidate, current, state: 'unreachable', reason: result.reason };
  const { information } = result.engine;
  result.engine.dispose();
  return { candidate, current, state: 'connected', information };
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
