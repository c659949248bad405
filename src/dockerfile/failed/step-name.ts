import type { Instruction } from '../instruction';
import type { Dockerfile, Stage } from '../model';
import { bestFit, isExpansionOf } from './loosely';

/** What a builder calls a step, taken apart. */
interface StepName {
  /** As the builder names it: of the file, or `stage-0`. */
  readonly stage: string | undefined;
  /** Place among what the builder counts, from 1. */
  readonly number: number;
  readonly text: string;
  /**
   * BuildKit counts in each stage the image and what makes files, the classic builder all instructions of the file, Podman those
   * of the stage.
   */
  readonly counts: 'files' | 'all' | 'stage';
}

/** The instruction of a step; `trigger` where the base image of a FROM brought what failed. */
export interface NamedInstruction {
  readonly instruction: Instruction;
  readonly trigger: boolean;
}

/** What BuildKit counts, besides an image behind FROM (dockerfile2llb, `cmdTotal`). */
const counted: ReadonlySet<string> = new Set(['RUN', 'COPY', 'ADD', 'WORKDIR']);

function readStepName(step: string): StepName | undefined {
  const buildKit = /^\[(?:([^\]]*) )?(\d+)\/\d+\] (?:ONBUILD )?(\S.*)$/s.exec(step);
  const classic = /^(?:\[(\d+)\/\d+\] )?step (\d+)\/\d+ ?: ?(\S.*)$/is.exec(step);
  if (classic) {
    const [, stage, number = '', text = ''] = classic;
    // Podman shouts, and has no blank before its colon.
    const isPodman = stage !== undefined || step.startsWith('STEP');
    return {
      stage: stage === undefined ? undefined : `stage-${String(Number(stage) - 1)}`,
      number: Number(number),
      text,
      counts: isPodman ? 'stage' : 'all',
    };
  }
  if (!buildKit) return undefined;
  const [, before = '', number = '', text = ''] = buildKit;
  // Behind the platform, which has a slash as no name of a stage has.
  const stage = before.split(' ').findLast((word) => word !== '' && !word.includes('/'));
  return { stage, number: Number(number), text, counts: 'files' };
}

/** The instruction that a builder names so; undefined where it names none, or none that is in the file. */
export function instructionOfStep(file: Dockerfile, step: string): NamedInstruction | undefined {
  const name = readStepName(step);
  if (!name) return undefined;
  const stages = stagesNamed(file, name.stage);
  if (name.counts === 'all') {
    const at = file.instructions[name.number - 1];
    return at && says(at, name.text) ? { instruction: at, trigger: false } : undefined;
  }
  for (const stage of stages) {
    const steps = stepsOf(stage, name.counts);
    const at = steps[name.number - 1];
    if (at && says(at, name.text)) return { instruction: at, trigger: false };
  }
  // Triggers of the base image push what stands in the file back.
  const shifted = bestFit(
    spaced(name.text),
    stages.flatMap((stage) => stage.instructions),
    (one) => spaced(writtenAs(one)),
  );
  if (shifted) return { instruction: shifted, trigger: false };
  const [only] = stages;
  const isOfBase = only !== undefined && stages.length === 1 && only.parent === undefined && only.base !== 'scratch';
  return isOfBase && isInstruction(name.text) ? { instruction: only.from, trigger: true } : undefined;
}

/** Stages of that name; all of them where it has none, or one that is not in the file. */
function stagesNamed(file: Dockerfile, name: string | undefined): readonly Stage[] {
  if (name === undefined) return file.stages;
  const named = file.findStage(name) ?? file.stages[Number(/^stage-(\d+)$/.exec(name)?.[1] ?? -1)];
  return named ? [named] : [];
}

/** In the order in which they are counted. */
function stepsOf(stage: Stage, counts: 'files' | 'stage'): readonly (Instruction | undefined)[] {
  const { instructions } = stage;
  if (counts === 'stage') return instructions;
  const files = instructions.filter(({ name }) => counted.has(name));
  // Neither another stage nor nothing at all is a step.
  return stage.parent !== undefined || stage.base === 'scratch' ? files : [stage.from, ...files];
}

function says(instruction: Instruction, said: string): boolean {
  const text = spaced(said);
  const written = spaced(writtenAs(instruction));
  if (isExpansionOf(text, written)) return true;
  if (keywordOf(text) !== instruction.name) return false;
  // Names of here-documents have their first line behind them; arrays have lost their quotes; long ones are cut.
  if (instruction.heredocs.length > 0) return text.startsWith(written);
  if (instruction.json !== undefined) return isExpansionOf(unquoted(text), unquoted(written));
  return /…$|\.\.\.$/.test(text) && written.startsWith(text.replace(/(?:…|\.\.\.)$/, ''));
}

/** The instruction on one line, its keyword in upper case. */
function writtenAs({ joined, keyword, name }: Instruction): string {
  return name + joined.text.slice(keyword.length);
}

function keywordOf(text: string): string {
  return (/^\S+/.exec(text)?.[0] ?? '').toUpperCase();
}

function isInstruction(text: string): boolean {
  return /^(?:RUN|COPY|ADD|WORKDIR|ENV|LABEL|USER|CMD|ENTRYPOINT|ARG|EXPOSE|VOLUME|SHELL|STOPSIGNAL|HEALTHCHECK) /i.test(text);
}

function spaced(text: string): string {
  const words = text.split(/\s+/).filter((word) => word !== '');
  return [keywordOf(words[0] ?? ''), ...words.slice(1)].join(' ');
}

function unquoted(text: string): string {
  return text.replaceAll(/["\s]/g, '');
}
