import { globalArguments } from '../facts/global-arguments';
import { platformArguments } from '../facts/platforms';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';

/** A variable that can be used at a place. */
export interface ScopedVariable {
  readonly name: string;
  /** As written where it is set; `undefined` where that is nowhere in the file. */
  readonly value: string | undefined;
  /** `builder`: BuildKit gives it. */
  readonly origin: 'ARG' | 'ENV' | 'builder';
}

/** ARG that every RUN has without declaring it (BuildKit `dockerfile/docs/reference.md`, "Predefined ARGs"). */
const predefinedArguments = [
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'FTP_PROXY',
  'ftp_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
];

/**
 * The variables that are set where the instruction stands, the last set first: in FROM and before it the global ARGs
 * and those of the builder, in a stage its own ARG and ENV and the ENV of the stages that it is built from.
 */
export function variablesInScope(file: Dockerfile, instruction: Instruction): readonly ScopedVariable[] {
  const found = new Map<string, ScopedVariable>();
  const stage = file.stageOf(instruction);
  if (stage === undefined || instruction.name === 'FROM') {
    addGlobal(file, instruction, found);
    return [...found.values()];
  }
  const isAtRunTime = instruction.name === 'CMD' || instruction.name === 'ENTRYPOINT' || instruction.name === 'HEALTHCHECK';
  addBefore(stage.instructions, instruction.index, isAtRunTime ? ['ENV'] : ['ENV', 'ARG'], found, file);
  const seen = new Set<Stage>([stage]);
  for (let parent = stage.parent; parent !== undefined && !seen.has(parent); parent = parent.parent) {
    seen.add(parent);
    addBefore(parent.instructions, Infinity, ['ENV'], found, file);
  }
  if (instruction.name === 'RUN') for (const name of predefinedArguments) add(found, { name, value: undefined, origin: 'builder' });
  return [...found.values()];
}

/** Names that an ARG in a stage may bring into it: the global ARGs and those of the builder. */
export function declarableArguments(file: Dockerfile): readonly ScopedVariable[] {
  const found = new Map<string, ScopedVariable>();
  addBefore(file.preamble, Infinity, ['ARG'], found, file);
  for (const name of Object.keys(platformArguments)) add(found, { name, value: undefined, origin: 'builder' });
  return [...found.values()];
}

function addGlobal(file: Dockerfile, instruction: Instruction, found: Map<string, ScopedVariable>): void {
  addBefore(file.preamble, instruction.index, ['ARG'], found, file);
  for (const name of globalArguments(file).names) {
    if (Object.hasOwn(platformArguments, name)) add(found, { name, value: undefined, origin: 'builder' });
  }
}

function addBefore(
  instructions: readonly Instruction[],
  index: number,
  names: readonly string[],
  found: Map<string, ScopedVariable>,
  file: Dockerfile,
): void {
  for (const instruction of instructions.toReversed()) {
    if (instruction.index >= index || !names.includes(instruction.name)) continue;
    for (const { key, valueText } of instruction.keyValues.pairs.toReversed()) {
      const isArgument = instruction.name === 'ARG';
      const value = valueText ?? (isArgument ? globalArguments(file).values.get(key) : undefined);
      add(found, { name: key, value, origin: isArgument ? 'ARG' : 'ENV' });
    }
  }
}

function add(found: Map<string, ScopedVariable>, variable: ScopedVariable): void {
  if (/^[A-Za-z_]\w*$/.test(variable.name) && !found.has(variable.name)) found.set(variable.name, variable);
}
