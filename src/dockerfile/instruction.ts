import type { Comment } from './comment';
import type { Heredoc } from './heredoc';
import { readJsonArray, type JsonString } from './json-array';
import type { JoinedText } from './joined-text';
import { readKeyValues, type KeyValues } from './key-values';
import { ShellScript } from './shell/shell-script';
import { shellTextOf } from './shell/shell-text';
import { defaultShell, type ShellInForce } from './shell/shell-kind';
import type { SourceText, Range } from './text';
import { readFlags, splitWords, type Flag, type InstructionWord } from './words';

/** The instructions that the builder knows. */
export const instructionNames = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
] as const;

/** An instruction's keyword in upper case. */
export type InstructionName = (typeof instructionNames)[number];

/** What a FROM says. */
export interface FromArguments {
  /** The image or the earlier stage; `undefined` where it is missing. */
  readonly image: InstructionWord | undefined;
  /** `AS`, as written. */
  readonly as: InstructionWord | undefined;
  readonly stageName: InstructionWord | undefined;
  readonly platform: Flag | undefined;
}

/** A path of COPY or ADD. */
export interface PathArgument {
  readonly value: string;
  readonly range: Range;
}

/** What a COPY or ADD says. */
export interface CopyArguments {
  /** Here-documents stand here as `<<NAME`. */
  readonly sources: readonly PathArgument[];
  /** `undefined` where there are fewer than two paths. */
  readonly destination: PathArgument | undefined;
  readonly from: Flag | undefined;
}

/** What the file knows and its instructions need. */
export interface InstructionFile {
  readonly source: SourceText;
  readonly escape: '\\' | '`';
}

/** What the parser found of an instruction. */
export interface InstructionParts {
  /** From the keyword to the last character, continuations, comment lines and here-documents taken out. */
  readonly joined: JoinedText;
  readonly firstLine: number;
  readonly lastLine: number;
  readonly heredocs: readonly Heredoc[];
  readonly comments: readonly Comment[];
  readonly innerComments: readonly Comment[];
  readonly emptyLines: readonly number[];
}

/** An instruction; everything beyond its keyword is read on first use and kept. */
export class Instruction {
  /** The keyword as written. */
  readonly keyword: string;
  /** The keyword in upper case; may be one that the builder does not know. */
  readonly name: string;
  readonly keywordRange: Range;
  /** From the keyword to the last character, the terminator of the last here-document included. */
  readonly range: Range;
  /** Counted from zero; where the builder and hadolint say that the instruction stands. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** From the keyword to the last character as the builder reads it; here-documents left out. */
  readonly joined: JoinedText;
  readonly heredocs: readonly Heredoc[];
  /** The comment lines directly above, without a line between. */
  readonly comments: readonly Comment[];
  /** The comment lines between its continued lines. */
  readonly innerComments: readonly Comment[];
  /** Blank lines between its continued lines. */
  readonly emptyLines: readonly number[];
  /** Place among the file's instructions. A trigger has that of its ONBUILD. */
  index = 0;
  /** What would read its text in shell form. Set by the parser. */
  shell: ShellInForce = defaultShell;

  /** @param onbuild the ONBUILD instruction whose trigger this is */
  constructor(
    readonly file: InstructionFile,
    parts: InstructionParts,
    readonly onbuild?: Instruction,
  ) {
    const { joined } = parts;
    this.joined = joined;
    this.firstLine = parts.firstLine;
    this.lastLine = parts.lastLine;
    this.heredocs = parts.heredocs;
    this.comments = parts.comments;
    this.innerComments = parts.innerComments;
    this.emptyLines = parts.emptyLines;
    const space = joined.text.search(/[\t\v\f\r ]/);
    this.keywordEnd = space === -1 ? joined.text.length : space;
    this.keyword = joined.text.slice(0, this.keywordEnd);
    this.name = this.keyword.toUpperCase();
    this.keywordRange = joined.rangeInFile({ start: 0, end: this.keywordEnd });
    const last = parts.heredocs.at(-1);
    const { start, end } = joined.rangeInFile({ start: 0, end: joined.text.length });
    this.range = { start, end: last === undefined ? end : last.terminatorRange.end };
  }

  private readonly keywordEnd: number;
  private flagsRead: { readonly flags: Flag[]; readonly end: number } | undefined;
  private readWords: readonly InstructionWord[] | undefined;
  private readJson: readonly JsonString[] | null | undefined;
  private readScript: ShellScript | null | undefined;
  private readTrigger: Instruction | null | undefined;
  private readPairs: KeyValues | undefined;
  private readFrom: FromArguments | undefined;
  private readCopy: CopyArguments | undefined;

  /** `--name=value` words in front of the arguments. */
  get flags(): readonly Flag[] {
    return this.flagsAndEnd().flags;
  }

  /** The first flag of that name (without dashes), whatever its case. */
  flag(name: string): Flag | undefined {
    return this.flags.find((flag) => flag.name.toLowerCase() === name);
  }

  /** The arguments in the joined text: behind keyword and flags. */
  get argumentsSpan(): Range {
    const { end } = this.flagsAndEnd();
    return { start: Math.min(end, this.joined.text.length), end: this.joined.text.length };
  }

  /** The arguments in the file. */
  get argumentsRange(): Range {
    return this.joined.rangeInFile(this.argumentsSpan);
  }

  /** The arguments as the builder reads them; here-documents left out. */
  get argumentsText(): string {
    return this.joined.text.slice(this.argumentsSpan.start);
  }

  /** The arguments, split at blanks; in ENV, LABEL and ARG with regard to quotes. */
  get words(): readonly InstructionWord[] {
    const { start, end } = this.argumentsSpan;
    const quotes = this.name === 'ENV' || this.name === 'LABEL' || this.name === 'ARG';
    return (this.readWords ??= splitWords(this.joined, start, end, { quotes, escape: this.file.escape }));
  }

  /** The exec form; `undefined` where the arguments are not an array of JSON strings. */
  get json(): readonly JsonString[] | undefined {
    if (this.readJson === undefined) this.readJson = readJsonArray(this.joined, this.commandSpan.start) ?? null;
    return this.readJson ?? undefined;
  }

  /** The command of RUN, CMD and ENTRYPOINT, and what follows CMD in HEALTHCHECK, in the joined text. */
  get commandSpan(): Range {
    const span = this.argumentsSpan;
    if (this.name !== 'HEALTHCHECK') return span;
    const [type, first] = this.words;
    return type?.value.toUpperCase() === 'CMD' && first !== undefined
      ? { start: first.span.start, end: span.end }
      : { start: span.end, end: span.end };
  }

  /** Whether its text is given to a shell: RUN, CMD, ENTRYPOINT or HEALTHCHECK CMD, not in exec form, not empty. */
  get isShellForm(): boolean {
    const { start, end } = this.commandSpan;
    return runsCommand(this.name) && end > start && this.json === undefined;
  }

  /** The shell text and what was read from it; `undefined` where {@link isShellForm} is false. Parsed once per text. */
  get script(): ShellScript | undefined {
    if (this.readScript === undefined) {
      this.readScript = this.isShellForm
        ? new ShellScript(shellTextOf(this.file.source.text, this.joined, this.commandSpan, this.heredocs), this.shell)
        : null;
    }
    return this.readScript ?? undefined;
  }

  /** The instruction behind ONBUILD. */
  get trigger(): Instruction | undefined {
    if (this.name !== 'ONBUILD') return undefined;
    if (this.readTrigger === undefined) this.readTrigger = this.makeTrigger() ?? null;
    return this.readTrigger ?? undefined;
  }

  /** The pairs of ENV, LABEL and ARG. */
  get keyValues(): KeyValues {
    return (this.readPairs ??= readKeyValues(this.joined, this.argumentsSpan.start, this.file.escape, this.name));
  }

  /** The arguments of FROM. */
  get from(): FromArguments {
    return (this.readFrom ??= this.makeFrom());
  }

  /** The arguments of COPY and ADD, in either form. */
  get copy(): CopyArguments {
    return (this.readCopy ??= this.makeCopy());
  }

  private makeFrom(): FromArguments {
    const [image, second, third] = this.words;
    const as = second?.value.toUpperCase() === 'AS' ? second : undefined;
    return { image, as, stageName: as === undefined ? undefined : third, platform: this.flag('platform') };
  }

  private makeCopy(): CopyArguments {
    const paths: readonly PathArgument[] = this.json ?? this.words;
    const destination = paths.length > 1 ? paths.at(-1) : undefined;
    return {
      sources: destination === undefined ? paths : paths.slice(0, -1),
      destination,
      from: this.flag('from'),
    };
  }

  private flagsAndEnd(): { readonly flags: Flag[]; readonly end: number } {
    return (this.flagsRead ??= readFlags(this.joined, this.keywordEnd));
  }

  private makeTrigger(): Instruction | undefined {
    const { start, end } = this.argumentsSpan;
    if (start >= end || this.onbuild !== undefined) return undefined;
    const { firstLine, lastLine, heredocs, comments, innerComments, emptyLines } = this;
    const joined = this.joined.slice(start, end);
    const trigger = new Instruction(this.file, { joined, firstLine, lastLine, heredocs, comments, innerComments, emptyLines }, this);
    trigger.index = this.index;
    trigger.shell = this.shell;
    return trigger;
  }
}

function runsCommand(name: string): boolean {
  return name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT' || name === 'HEALTHCHECK';
}
