import type { Dockerfile } from '../model';

/** What no builder takes, of kinds over which engines of some releases end themselves, with all that runs in them. */
export interface FatalFault {
  readonly kind: 'noStage' | 'emptyRun' | 'noSuchStage';
  /** Counted from zero. */
  readonly line: number;
  /** What stands there. */
  readonly text: string;
}

/**
 * Faults at which engines have ended themselves: Docker 20.10 over a file of ARG alone, Podman 4.3 over `COPY --from=7` without
 * so many stages and over a RUN of nothing. `named` are contexts that a stage's number may stand for. A file for another
 * frontend is not looked at.
 */
export function fatalFault(file: Dockerfile, named: readonly string[]): FatalFault | undefined {
  if (file.directives.some(({ name, value }) => name === 'syntax' && !/(?:^|\/)dockerfile(?:-upstream)?(?:[:@]|$)/.test(value)))
    return undefined;
  const [first] = file.instructions;
  if (first !== undefined && file.stages.length === 0) return { kind: 'noStage', line: first.firstLine, text: first.joined.text };
  for (const instruction of file.instructions) {
    const { name, firstLine: line, heredocs } = instruction;
    if (name === 'RUN' && instruction.argumentsText.trim() === '' && heredocs.length === 0) return { kind: 'emptyRun', line, text: name };
    const from = name === 'COPY' ? instruction.copy.from?.flagValue : undefined;
    if (from === undefined || !/^\d{1,9}$/.test(from) || named.includes(from)) continue;
    if (file.findStage(from, file.stageOf(instruction)?.index) === undefined) return { kind: 'noSuchStage', line, text: from };
  }
  return undefined;
}
