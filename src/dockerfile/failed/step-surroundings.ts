import { own } from '../../core/records';
import { globalArguments } from '../facts/global-arguments';
import { expanded } from '../facts/variables';
import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { mountKey, type MountType, mountTypes } from '../mount-keys';

/** What a `RUN --mount` says, variables replaced; values that it does not name are missing. */
export interface StepMount {
  readonly type: MountType;
  readonly target: string | undefined;
  /** In the context, or in what `from` names. */
  readonly source: string | undefined;
  readonly from: string | undefined;
  readonly id: string | undefined;
  /** Of a secret that is a variable of the environment. */
  readonly variable: string | undefined;
  /** In bytes. */
  readonly size: number | undefined;
  readonly user: string | undefined;
  readonly group: string | undefined;
  /** Octal, as written. */
  readonly mode: string | undefined;
}

/** What a RUN finds when it begins, besides what its image has. */
export interface StepSurroundings {
  /** The Dockerfile up to the instruction; its last stage is what the instruction would have been run in. */
  readonly dockerfile: string;
  /** Values of ARG by name; ENV of the image counts before them. */
  readonly variables: Readonly<Record<string, string>>;
  readonly mounts: readonly StepMount[];
  /** What SHELL of the file says; undefined where the image tells it. */
  readonly shell: readonly string[] | undefined;
  /** Of `--network`. */
  readonly network: string | undefined;
  /** True where `--security=insecure` gives it rights that a container has not. */
  readonly insecure: boolean;
  /** What failed, as the shell reads it; several lines for a here-document. */
  readonly command: string;
}

/** Arguments that are there without being declared: https://docs.docker.com/reference/dockerfile/#predefined-args. */
const predefined = /^(?:https?|ftp|no|all)_proxy$/i;

/** What a RUN of a file finds. `given` are build arguments, `platform` is that of the build (`linux/amd64`). */
export function stepSurroundings(
  file: Dockerfile,
  run: Instruction,
  given: Readonly<Record<string, string>>,
  platform: string,
): StepSurroundings {
  const before = instructionsBefore(file, run);
  const variables = variablesOf(file, before, given, platform);
  const replaced = (text: string): string => expanded(text, file.escape, (name) => own(variables.all, name) ?? '') ?? text;
  const flags = run.flags.filter(({ name }) => name === 'mount');
  return {
    dockerfile: file.text.slice(0, file.source.lineStart(run.firstLine)),
    variables: variables.ofArguments,
    mounts: flags.map(({ flagValue = '' }) => mountOf(flagValue, replaced)),
    shell: before.findLast(({ name, json }) => name === 'SHELL' && json !== undefined)?.json?.map(({ value }) => value),
    network: run.flag('network')?.flagValue,
    insecure: run.flag('security')?.flagValue === 'insecure',
    command: run.script?.text.trimEnd() ?? (run.json ?? []).map(({ value }) => quoted(value)).join(' '),
  };
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

interface Variables {
  readonly ofArguments: Readonly<Record<string, string>>;
  /** With those of ENV. */
  readonly all: Readonly<Record<string, string>>;
}

function variablesOf(
  file: Dockerfile,
  before: readonly Instruction[],
  given: Readonly<Record<string, string>>,
  platform: string,
): Variables {
  const globals = globalArguments(file).values;
  const [os = '', architecture = '', variant = ''] = platform.split('/');
  const builtIn: Readonly<Record<string, string>> = {
    TARGETPLATFORM: platform,
    TARGETOS: os,
    TARGETARCH: architecture,
    TARGETVARIANT: variant,
  };
  const ofArguments = new Map(Object.entries(given).filter(([name]) => predefined.test(name)));
  const environment = new Map<string, string>();
  const valueOf = (name: string): string => environment.get(name) ?? ofArguments.get(name) ?? '';
  for (const instruction of before) {
    if (instruction.name !== 'ARG' && instruction.name !== 'ENV') continue;
    for (const { key, valueText } of instruction.keyValues.pairs) {
      const value = valueText === undefined ? undefined : expanded(valueText, file.escape, valueOf);
      if (instruction.name === 'ENV') environment.set(key, value ?? '');
      else {
        const known = own(given, key) ?? value ?? own(builtIn, key) ?? globals.get(key);
        if (known !== undefined) ofArguments.set(key, known);
      }
    }
  }
  for (const name of environment.keys()) ofArguments.delete(name);
  return { ofArguments: Object.fromEntries(ofArguments), all: Object.fromEntries([...ofArguments, ...environment]) };
}

/** Those of the stages on which the instruction's is built, and of its own above it. */
function instructionsBefore(file: Dockerfile, run: Instruction): readonly Instruction[] {
  const stages: Stage[] = [];
  for (let stage = file.stageOf(run); stage !== undefined; stage = stage.parent) stages.unshift(stage);
  return stages.flatMap(({ instructions }) => instructions).filter(({ index }) => index < run.index);
}

function mountOf(text: string, replaced: (text: string) => string): StepMount {
  const values = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    const key = mountKey((at === -1 ? part : part.slice(0, at)).trim().toLowerCase());
    if (key) values.set(key.name, replaced(at === -1 ? '' : part.slice(at + 1)));
  }
  const type = mountTypes.find((each) => each === values.get('type')) ?? 'bind';
  return {
    type,
    target: values.get('target'),
    source: values.get('source'),
    from: values.get('from'),
    id: values.get('id'),
    variable: values.get('env'),
    size: bytesOf(values.get('size')),
    user: values.get('uid'),
    group: values.get('gid'),
    mode: values.get('mode'),
  };
}

/** `64m`, as `units.RAMInBytes` of docker/go-units reads it. */
function bytesOf(size: string | undefined): number | undefined {
  const [, number, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?([kmgtp]?)i?b?$/i.exec(size ?? '') ?? [];
  return number === undefined ? undefined : Math.floor(Number(number) * 1024 ** ('kmgtp'.indexOf(unit.toLowerCase() || ' ') + 1));
}
