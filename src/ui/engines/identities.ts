import { t } from '../../core/localize';
import type { EngineCandidate, EngineConnection } from '../../engine/connection/connection';
import type { EngineIdentity } from '../../engines';

/** Who the engine in use is; changes with what its connection finds. */
export class IdentityInUse implements EngineIdentity {
  readonly inUse = true;
  readonly dockerOptions: readonly string[] = [];
  private candidate: EngineCandidate | undefined;

  constructor(connection: EngineConnection) {
    this.look(connection.state);
    connection.onState((state) => this.look(state));
  }

  get id(): string | undefined {
    return this.candidate?.id;
  }

  get name(): string {
    return this.candidate?.name ?? t('engine');
  }

  private look(state: EngineConnection['state']): void {
    if ('candidate' in state) this.candidate = state.candidate ?? this.candidate;
  }
}

/** Who the engine behind a candidate is. */
export function identityOf({ id, name, address }: Pick<EngineCandidate, 'id' | 'name' | 'address'>): EngineIdentity {
  const isContext = id.startsWith('context:');
  return { id, name, inUse: false, dockerOptions: isContext ? ['--context', name] : ['-H', address] };
}
