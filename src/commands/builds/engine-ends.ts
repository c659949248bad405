import type { BuildRequest } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { fatalFault, type FatalFault } from '../../dockerfile/failed/fatal-fault';
import type { Dockerfile } from '../../dockerfile/model';
import { type EngineInformation, hasEarlyBuildKit } from '../../engine/information';

/** The kinds of faults over which an engine ends itself. */
function kindsOf(information: EngineInformation): ReadonlySet<FatalFault['kind']> {
  if (information.kind === 'podman') return new Set(['emptyRun', 'noSuchStage']);
  return new Set(hasEarlyBuildKit(information) ? ['noStage'] : []);
}

/** Spares an engine a Dockerfile that no builder takes and over which it would end itself. Throws `buildFailed`. */
export function checkForEngine(dockerfile: Dockerfile, information: EngineInformation, { contexts = {} }: BuildRequest): void {
  const fault = fatalFault(dockerfile, Object.keys(contexts));
  if (!fault || !kindsOf(information).has(fault.kind)) return;
  throw failure('buildFailed', { step: '', line: fault.line + 1, detail: detailOf(fault) });
}

function detailOf({ kind, text }: FatalFault): string {
  switch (kind) {
    case 'noStage':
      return t('The Dockerfile has no FROM.');
    case 'emptyRun':
      return t('RUN has nothing to run.');
    case 'noSuchStage':
      return t('invalid stage index {0}', text);
  }
}
