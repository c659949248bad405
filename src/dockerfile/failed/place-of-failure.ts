import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { Range } from '../text';
import { plainAnsiLine } from '../../core/ansi-spans';
import { placeInScript } from './place-in-script';
import { flagNamed, placeInWords } from './place-in-words';
import { instructionOfStep } from './step-name';
import { firstLineOf, wholeLine } from './lines';
import { imageNamed } from './image-named';

/** What a builder tells of a failure. */
export interface FailedBuild {
  /** The step as the builder calls it: `[build 2/3] RUN make`, `Step 2/3 : RUN make`; empty where none had begun. */
  readonly step: string;
  /** Why it failed, as the builder says it. */
  readonly detail: string;
  /** From 1, where the builder tells it: of an instruction that it can read the first, else the one that it cannot. */
  readonly line?: number;
  /** What the step printed. */
  readonly output?: string;
}

/** Where a build failed. */
export interface FailurePlace {
  readonly range: Range;
  /** Undefined where the file cannot be read as instructions there. */
  readonly instruction: Instruction | undefined;
}

/** Without what stands before the reason. */
function withoutPlace(detail: string): string {
  return detail.replace(
    /^(?:failed to (?:create LLB definition|parse Dockerfile): |building at STEP "[^"]*": |parsing main Dockerfile: \S+: |building: )/,
    '',
  );
}

/** The place in its Dockerfile at which a build failed, as narrow as it can be told; undefined where it is not in the file. */
export function placeOfFailure(file: Dockerfile, told: FailedBuild): FailurePlace | undefined {
  const detail = withoutPlace(told.detail);
  // Podman's step is the one before.
  const resolved = /^resolving step \{.* StartLine:(\d{1,6}) /s.exec(detail)?.[1];
  const failed = resolved === undefined ? { ...told, detail } : { step: '', detail, line: Number(resolved) };
  // What is asked for is not in the file.
  if (/^(?:The )?target .{1,300} (?:could not be|was not) found|^failed to reach build target/.test(failed.detail)) return undefined;
  const lines = (failed.output ?? '').split('\n').map(plainAnsiLine);
  const named = instructionOfStep(file, failed.step);
  if (named?.trigger === true) return { range: wordOfBase(named.instruction), instruction: named.instruction };
  if (named) return within(file, named.instruction, failed, lines);
  const image = imageNamed(file, failed.step, failed.detail);
  if (image) return image;
  if (failed.line === undefined) return placeByWords(file, failed);
  const line = failed.line - 1;
  if (!Number.isInteger(line) || line < 0 || line >= file.source.lineCount) return undefined;
  const instruction = file.instructions.find((one) => one.firstLine <= line && one.lastLine >= line);
  // A builder that knows no here-documents reads what is in one as instructions.
  if (!instruction || (line > instruction.firstLine && instruction.heredocs.length > 0))
    return { range: wholeLine(file, line), instruction: undefined };
  // Its step is none of the file.
  if (instruction.name === 'FROM' && /\] (?:ONBUILD|RUN|COPY|ADD|WORKDIR)\b/.test(failed.step))
    return { range: wordOfBase(instruction), instruction };
  return within(file, instruction, failed, lines);
}

function within(file: Dockerfile, instruction: Instruction, failed: FailedBuild, lines: readonly string[]): FailurePlace {
  if (instruction.name === 'FROM' && lines.some((line) => /^# Executing \d+ build trigger/.test(line)))
    return { range: wordOfBase(instruction), instruction };
  const range =
    placeInWords(instruction, failed.detail) ??
    (instruction.name === 'RUN' ? placeInScript(file, instruction, failed.detail, lines) : undefined) ??
    firstLineOf(file, instruction);
  return { range, instruction };
}

function wordOfBase(from: Instruction): Range {
  return from.from.image?.range ?? from.keywordRange;
}

/** Where neither a step nor a line is told: what the words of the error name, if that stands in the file once. */
function placeByWords(file: Dockerfile, { step, detail }: FailedBuild): FailurePlace | undefined {
  const all = file.instructions;
  const [first] = all;
  if (first !== undefined && /no build stage in current context|no FROM statement found|no stages to build/i.test(detail)) {
    // Podman finds no FROM where its variable has no value.
    const from = file.stages.find(({ base }) => base.startsWith('$'))?.from;
    return from ? { range: wordOfBase(from), instruction: from } : { range: firstLineOf(file, first), instruction: first };
  }
  // Podman counts lines of here-documents, which it does not know, as instructions.
  const unknown = /^(?:\[\d+\/\d+\] )?STEP \d+\/\d+: ?(\S.*)$/.exec(step)?.[1]?.trim();
  if (unknown !== undefined) {
    const heredocs = all.flatMap(({ heredocs: each }) => each);
    for (const { bodyRange } of heredocs) {
      for (let line = file.source.lineAt(bodyRange.start); file.source.lineStart(line) < bodyRange.end; line++) {
        const range = wholeLine(file, line);
        if (file.text.slice(range.start, range.end) === unknown) return { range, instruction: undefined };
      }
    }
  }
  const open = /unterminated heredoc/.test(detail) ? all.find(({ heredocs }) => heredocs.some(({ terminated }) => !terminated)) : undefined;
  if (open) return { range: firstLineOf(file, open), instruction: open };
  return (
    onlyPlace(all, (one) => wordNamed(one, step, detail)) ??
    onlyPlace(all, (one) => (isMeant(one, detail) ? firstLineOf(file, one) : undefined))
  );
}

function onlyPlace(instructions: readonly Instruction[], find: (instruction: Instruction) => Range | undefined): FailurePlace | undefined {
  const places = instructions.flatMap((instruction) => {
    const range = find(instruction);
    return range ? [{ range, instruction }] : [];
  });
  return places.length === 1 ? places[0] : undefined;
}

/** A step of early BuildKit is called by the address that ADD names. */
function wordNamed(instruction: Instruction, step: string, detail: string): Range | undefined {
  if (instruction.name === 'FROM') return flagNamed(instruction, detail);
  const source = instruction.name === 'ADD' ? instruction.copy.sources.find(({ value }) => value === step) : undefined;
  return source?.range ?? placeInWords(instruction, detail);
}

/** `ENV must have two arguments`, `failed to process "/${A": …`, `Invalid containerPort: abc` */
function isMeant(instruction: Instruction, detail: string): boolean {
  if (/^[A-Z]+\b/.exec(detail)?.[0] === instruction.name) return isIncomplete(instruction);
  const processed = /^failed to process "([^"]+)"/.exec(detail)?.[1];
  const text = instruction.joined.text;
  if (processed !== undefined) return text.includes(processed);
  const word = /^invalid [\w ]+: (\S+)$/i.exec(detail)?.[1];
  return word !== undefined && (instruction.name === 'EXPOSE' || instruction.name === 'STOPSIGNAL') && text.split(/\s+/).includes(word);
}

/** An instruction with too few words for any builder. */
function isIncomplete({ name, words, json }: Instruction): boolean {
  if (name === 'ENV') return words.length < 2 && !(words[0]?.text.includes('=') ?? false);
  if (name === 'COPY' || name === 'ADD') return (json ?? words).length < 2;
  return words.length === 0;
}
