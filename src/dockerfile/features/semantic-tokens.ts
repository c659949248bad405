import { mountsFrom, stagesBefore } from '../facts/stage-names';
import { variablesIn } from '../facts/variables';
import type { Heredoc } from '../heredoc';
import { readImageName } from '../image-name';
import { instructionNames, type Instruction } from '../instruction';
import { JoinedText } from '../joined-text';
import type { Dockerfile } from '../model';
import { isWholeScript } from '../shell/shell-text';
import { touches, type Range } from '../text';
import type { InstructionWord } from '../words';
import { shellTokens } from './shell-tokens';
import { TokenSink, type Token, type TokenType } from './token';

/**
 * The colours of a Dockerfile, in order and not overlapping, each on one line. Time is linear in the length of what is
 * asked for.
 *
 * @param within only instructions and comments that touch this range of the file
 */
export function semanticTokens(file: Dockerfile, within?: Range): readonly Token[] {
  const sink = new TokenSink(file.text);
  const wanted = ({ range }: { readonly range: Range }): boolean => within === undefined || touches(range, within);
  for (const directive of file.directives) {
    if (!wanted(directive)) continue;
    const { start } = directive.range;
    const name = start + file.text.slice(start, directive.range.end).search(/[A-Za-z]/);
    sink.add({ start, end: name }, 'comment');
    sink.add({ start: name, end: name + directive.name.length }, 'macro');
    sink.add(directive.valueRange, 'string');
  }
  for (const comment of file.comments) if (wanted(comment)) sink.add(comment.range, 'comment');
  const painter = new InstructionPainter(file, sink);
  for (const instruction of file.instructions) if (wanted(instruction)) painter.paint(instruction);
  return sink.inOrder();
}

const known: ReadonlySet<string> = new Set(instructionNames);

class InstructionPainter {
  constructor(
    private readonly file: Dockerfile,
    private readonly sink: TokenSink,
  ) {}

  paint(instruction: Instruction): void {
    const { name, joined, trigger } = instruction;
    if (known.has(name)) this.sink.addJoined(joined, { start: 0, end: name.length }, 'keyword');
    if (trigger !== undefined) {
      this.paint(trigger);
      return;
    }
    this.flags(instruction);
    // Before the words, as their quotes are no strings.
    for (const heredoc of instruction.heredocs) this.heredoc(instruction, heredoc);
    if (name === 'FROM') this.from(instruction);
    else if (name === 'ARG' || name === 'ENV' || name === 'LABEL') this.pairs(instruction, name === 'LABEL' ? 'property' : 'variable');
    else if (instruction.json !== undefined) this.json(instruction);
    else if (name === 'RUN' || name === 'CMD' || name === 'ENTRYPOINT') this.script(instruction);
    else if (name === 'HEALTHCHECK') this.healthcheck(instruction);
    else if (name === 'EXPOSE') this.ports(instruction);
    else if (name !== 'MAINTAINER') this.value(instruction, instruction.argumentsSpan);
  }

  private flags(instruction: Instruction): void {
    for (const flag of instruction.flags) {
      this.sink.add(flag.nameRange, 'parameter');
      const equals = flag.span.start + flag.text.indexOf('=');
      if (flag.valueRange === undefined || flag.flagValue === undefined) continue;
      const span = { start: equals + 1, end: flag.span.end };
      if (flag.name.toLowerCase() === 'from')
        this.imageOrStage(instruction, { text: flag.flagValue, value: flag.flagValue, range: flag.valueRange, span });
      else this.value(instruction, span);
    }
    if (instruction.name !== 'RUN') return;
    for (const { name, range } of mountsFrom(instruction)) {
      if (this.file.findStage(name, stagesBefore(this.file, instruction)) !== undefined) this.sink.add(range, 'namespace');
      else if (this.file.text.slice(range.start, range.end) === name && !name.includes('$')) this.sink.add(range, 'class');
    }
  }

  private from(instruction: Instruction): void {
    const { image, as, stageName } = instruction.from;
    if (image !== undefined) this.imageOrStage(instruction, image);
    if (as !== undefined) this.sink.add(as.range, 'keyword');
    if (stageName !== undefined) this.sink.add(stageName.range, 'namespace', 'declaration');
  }

  private imageOrStage(instruction: Instruction, word: InstructionWord): void {
    const { span } = word;
    const before = stagesBefore(this.file, instruction);
    const isStage = this.file.findStage(word.value, before) !== undefined && !(instruction.name === 'FROM' && /^\d+$/.test(word.value));
    if (isStage) {
      this.sink.addJoined(instruction.joined, span, 'namespace');
      return;
    }
    const written = instruction.joined.text.slice(span.start, span.end);
    const { repository } = readImageName({ text: written, range: span });
    const nameEnd = span.start + repository.length;
    this.variables(instruction.joined, { start: span.start, end: nameEnd }, 'class');
    const digest = written.indexOf('@', repository.length);
    const tagEnd = digest === -1 ? span.end : span.start + digest;
    this.variables(instruction.joined, { start: nameEnd + 1, end: tagEnd }, 'enumMember');
    if (digest !== -1) this.variables(instruction.joined, { start: tagEnd + 1, end: span.end }, 'enumMember');
  }

  private pairs(instruction: Instruction, type: TokenType): void {
    const { pairs, legacy } = instruction.keyValues;
    for (const { keyRange, valueRange } of pairs)
      this.sink.add(keyRange, type, valueRange === undefined || type === 'property' ? undefined : 'declaration');
    const { start, end } = instruction.argumentsSpan;
    if (!legacy) {
      for (const word of instruction.words) {
        const equals = word.text.indexOf('=');
        if (equals !== -1) this.value(instruction, { start: word.span.start + equals + 1, end: word.span.end });
      }
      return;
    }
    const key = /^\S+/.exec(instruction.joined.text.slice(start, end))?.[0].length ?? 0;
    this.value(instruction, { start: start + key, end });
  }

  private json(instruction: Instruction): void {
    const { joined, commandSpan } = instruction;
    const expands = instruction.name === 'COPY' || instruction.name === 'ADD' || instruction.name === 'VOLUME';
    for (const match of joined.text.slice(commandSpan.start).matchAll(/"(?:[^"\\]|\\[^])*(?:"|\\?$)/g)) {
      const start = commandSpan.start + match.index;
      const span = { start, end: start + match[0].length };
      if (expands) this.variables(joined, span, 'string');
      else this.sink.addJoined(joined, span, 'string');
    }
  }

  private healthcheck(instruction: Instruction): void {
    const [type] = instruction.words;
    if (type !== undefined && /^(?:cmd|none)$/i.test(type.value)) this.sink.add(type.range, 'keyword');
    this.script(instruction);
  }

  private ports(instruction: Instruction): void {
    this.value(instruction, instruction.argumentsSpan);
    for (const { text, span } of instruction.words) {
      if (text.includes('$')) continue;
      for (const number of text.matchAll(/\d+/g)) {
        const start = span.start + number.index;
        this.sink.addJoined(instruction.joined, { start, end: start + number[0].length }, 'number');
      }
    }
  }

  private script(instruction: Instruction): void {
    const { script } = instruction;
    if (script === undefined) return;
    for (const { start, end, type, modifier } of shellTokens(script)) {
      if (type !== undefined) this.sink.addJoined(script.joined, { start, end }, type, modifier);
    }
  }

  /** What the shell does not see of here-documents: those of COPY and ADD, and one that is the whole script. */
  private heredoc(instruction: Instruction, heredoc: Heredoc): void {
    const { joined, name } = instruction;
    const isScript = name === 'RUN' && isWholeScript(instruction.argumentsText, joined, instruction.heredocs);
    if (name === 'RUN' && !isScript && instruction.script?.isPosix === true) return;
    const operatorEnd =
      heredoc.span.start + joined.text.slice(heredoc.span.start, heredoc.span.end).indexOf('<<') + (heredoc.chomp ? 3 : 2);
    this.sink.addJoined(joined, { start: heredoc.span.start, end: operatorEnd }, 'operator');
    this.sink.addJoined(joined, { start: operatorEnd, end: heredoc.span.end }, 'keyword');
    this.sink.add(heredoc.terminatorRange, 'keyword');
    if (name === 'RUN') return;
    const body = JoinedText.of(this.file.text, [heredoc.bodyRange]);
    if (heredoc.expand) this.variables(body, { start: 0, end: body.text.length }, 'string', false);
    else this.sink.add(heredoc.bodyRange, 'string');
  }

  /** An argument as the builder reads it: strings in quotes, variables, and the rest without a colour. */
  private value(instruction: Instruction, { start, end }: Range): void {
    const { joined } = instruction;
    const { escape } = this.file;
    let from = start;
    for (let at = start; at < end; at++) {
      const character = joined.text.charAt(at);
      if (character === escape) at++;
      else if (character === '"' || character === "'") {
        const close = closingQuote(joined.text, at, end, escape);
        if (close === undefined) break;
        this.variables(joined, { start: from, end: at }, undefined);
        if (character === '"') this.variables(joined, { start: at, end: close + 1 }, 'string', false);
        else this.sink.addJoined(joined, { start: at, end: close + 1 }, 'string');
        at = close;
        from = close + 1;
      }
    }
    this.variables(joined, { start: from, end }, undefined);
  }

  /** Text in the colour of `base`, the variables in it in theirs. */
  private variables(joined: JoinedText, { start, end }: Range, base: TokenType | undefined, quotes = true): void {
    if (end <= start) return;
    let at = start;
    const text = joined.text.slice(start, end);
    for (const variable of variablesIn(text, { escape: this.file.escape, quotes })) {
      if (start + variable.start < at) continue;
      if (base !== undefined) this.sink.addJoined(joined, { start: at, end: start + variable.start }, base);
      this.sink.addJoined(joined, { start: start + variable.start, end: start + variable.end }, 'variable');
      at = start + variable.end;
    }
    if (base !== undefined) this.sink.addJoined(joined, { start: at, end }, base);
  }
}

function closingQuote(text: string, open: number, end: number, escape: string): number | undefined {
  const quote = text[open];
  for (let at = open + 1; at < end; at++) {
    if (text[at] === escape && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
