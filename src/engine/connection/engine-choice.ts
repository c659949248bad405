import { join } from 'node:path';
import { type EngineAttempt, failure, SlipwayError } from '../../core/errors';
import { limitPhrase } from '../../core/limit-exceeded';
import { t } from '../../core/localize';
import { listCandidates, type ResolvedCandidates, resolveCandidates } from '../contexts/contexts';
import { configurationDirectory, contextHash } from '../contexts/docker-contexts';
import type { HostEnvironment } from '../contexts/host-environment';
import type { EngineCandidate } from './connection';

/** Which engine is to be used: one that was chosen for this window, else what the setting and docker's own files say. */
export class EngineChoice {
  /** Id or context name of the one that was chosen for this window. */
  override: string | undefined;

  constructor(
    private readonly environment: HostEnvironment,
    private readonly setting: () => string,
  ) {}

  /** Where the engine to use may be, in the order in which it is looked for; `id` for another than the one that is chosen. */
  resolve(id = this.current()): Promise<ResolvedCandidates> {
    return resolveCandidates(this.environment, id);
  }

  /** The same for a search: throws `engineUnreachable` for files that cannot be read. */
  resolveToSearch(): Promise<ResolvedCandidates> {
    return this.resolve().catch(tooLong);
  }

  /** All engines that there may be. */
  all(): Promise<readonly EngineCandidate[]> {
    return listCandidates(this.environment, this.current());
  }

  /** Sockets and files whose change may make it another engine. */
  async paths(): Promise<readonly string[]> {
    const { candidates } = await this.resolve();
    const sockets = candidates.filter(({ address }) => address.startsWith('unix://')).map(({ address }) => address.slice('unix://'.length));
    const configuration = configurationDirectory(this.environment);
    const contexts = join(configuration, 'contexts', 'meta');
    // What is in a folder is not told by the folder above it: the context is watched by its own folder and file.
    const own = candidates
      .filter(({ id }) => id.startsWith('context:') && id !== 'context:default')
      .flatMap(({ name }) => [join(contexts, contextHash(name)), join(contexts, contextHash(name), 'meta.json')]);
    return [...sockets, join(configuration, 'config.json'), contexts, ...own];
  }

  private current(): string {
    return this.override ?? this.setting();
  }
}

/** Whether the engine in use is still the one to use. */
export function isToBeUsed(used: EngineCandidate, { candidates, explicit }: ResolvedCandidates): boolean {
  const [first] = candidates;
  return explicit ? first?.id === used.id && first.address === used.address : candidates.some(({ address }) => address === used.address);
}

/** One of docker's own files is too long to be read. */
function tooLong(error: unknown): never {
  const excess = SlipwayError.details(error, 'limitExceeded');
  throw excess
    ? failure('engineUnreachable', { tried: [{ address: excess.from, source: t('docker context'), reason: limitPhrase(excess) }] }, error)
    : error;
}

/** That a context is not there, as an attempt to reach it. */
export function missingContext({ name, source }: { readonly name: string; readonly source: string }): EngineAttempt {
  return { address: name, source, reason: t('there is no docker context with this name') };
}
