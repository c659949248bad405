import type { Comment, Directive } from './comment';
import { heredocOperators, type Heredoc } from './heredoc';
import { Instruction } from './instruction';
import { readJsonArray } from './json-array';
import { JoinedText } from './joined-text';
import { Dockerfile } from './model';
import { readPragma } from './pragma';
import { placeInStages } from './stages';
import { SourceText, type Range } from './text';
import { skipBlanks } from './words';

const directivePattern = /^#[\t\v\f\r ]*([a-zA-Z][a-zA-Z0-9]*)[\t\v\f\r ]*=[\t\v\f\r ]*/;

/**
 * Reads a Dockerfile as BuildKit's parser does (moby/buildkit `frontend/dockerfile/parser`), in one pass and time
 * linear in its length. Any text gives a result: what the builder would refuse is read as far as it goes.
 */
export function parseDockerfile(text: string): Dockerfile {
  const file = new Dockerfile(new SourceText(text));
  new DockerfileReader(file).read();
  placeInStages(file);
  return file;
}

class DockerfileReader {
  private line = 0;
  private readonly text: string;
  private directivesEnded = false;
  /** Comment lines directly above the line being read. */
  private above: Comment[] = [];

  constructor(private readonly file: Dockerfile) {
    this.text = file.text;
  }

  read(): void {
    const { source } = this.file;
    while (this.line < source.lineCount) {
      const content = this.contentOf(this.line);
      if (this.text[content.start] === '#' && content.start < content.end) {
        this.topComment(content);
        this.line++;
      } else if (content.start === content.end) {
        this.directivesEnded = true;
        this.above = [];
        this.line++;
      } else {
        this.directivesEnded = true;
        this.instruction(content);
        this.above = [];
      }
    }
  }

  /** The line without blanks in front and without its line end. */
  private contentOf(line: number): Range {
    const { start, end } = this.file.source.lineRange(line);
    const from = line === 0 && this.text.charCodeAt(0) === 0xfeff ? 1 : start;
    return { start: skipBlanks(this.text, from, end), end };
  }

  private topComment(range: Range): void {
    const comment = this.commentAt(range, this.line);
    const directive = this.directivesEnded ? undefined : this.directiveOf(comment);
    if (directive !== undefined) {
      this.file.directives.push(directive);
      if (directive.name === 'escape' && (directive.value === '\\' || directive.value === '`')) {
        this.file.escape = directive.value;
      }
      return;
    }
    this.above.push(comment);
    this.addComment(comment);
  }

  private directiveOf(comment: Comment): Directive | undefined {
    const { range } = comment;
    const text = this.text.slice(range.start, range.end);
    const match = directivePattern.exec(text);
    const name = match?.[1]?.toLowerCase();
    // Blanks at the end of the comment are no part of it.
    const value = text.slice(match?.[0].length);
    if (name === undefined || value === '') {
      this.directivesEnded = true;
      return undefined;
    }
    if (name !== 'escape' && name !== 'syntax' && name !== 'check') return undefined;
    if (this.file.directives.some((known) => known.name === name)) return undefined;
    return { ...comment, name, value, valueRange: { start: range.end - value.length, end: range.end } };
  }

  private commentAt(range: Range, line: number): Comment {
    let { end } = range;
    while (end > range.start + 1 && skipBlanks(this.text, end - 1, end) === end) end--;
    const start = skipBlanks(this.text, range.start + 1, end);
    return { range: { start: range.start, end }, text: this.text.slice(start, end), line };
  }

  private addComment(comment: Comment): void {
    this.file.comments.push(comment);
    const pragma = readPragma(comment);
    if (pragma !== undefined) this.file.pragmas.push(pragma);
  }

  /** Reads from the current line on; leaves {@link line} behind the instruction. */
  private instruction(first: Range): void {
    const firstLine = this.line;
    const pieces: Range[] = [];
    const innerComments: Comment[] = [];
    const emptyLines: number[] = [];
    let continued = this.addPiece(first, pieces);
    this.line++;
    while (continued && this.line < this.file.source.lineCount) {
      const content = this.contentOf(this.line);
      if (content.start === content.end) emptyLines.push(this.line);
      else if (this.text[content.start] === '#') {
        const comment = this.commentAt(content, this.line);
        innerComments.push(comment);
        this.addComment(comment);
      } else continued = this.addPiece({ start: this.file.source.lineStart(this.line), end: content.end }, pieces);
      this.line++;
    }
    // Blank and comment lines at the very end of the text continue nothing.
    const joined = trimmed(JoinedText.of(this.text, pieces));
    if (joined.text === '') return;
    const heredocs = this.heredocs(joined);
    const lastLine = this.line - 1;
    const comments = this.above;
    const { instructions } = this.file;
    const read = new Instruction(this.file, {
      joined,
      firstLine,
      lastLine,
      heredocs,
      comments,
      innerComments,
      emptyLines,
    });
    read.index = instructions.length;
    instructions.push(read);
  }

  /** Adds the line without its continuation character; whether it had one. */
  private addPiece(content: Range, pieces: Range[]): boolean {
    const { text } = this;
    const { escape } = this.file;
    let end = content.end;
    while (end > content.start && (text[end - 1] === ' ' || text[end - 1] === '\t')) end--;
    const continued = end > content.start && text[end - 1] === escape && (end - 1 === content.start || text[end - 2] !== escape);
    pieces.push({ start: content.start, end: continued ? end - 1 : content.end });
    return continued;
  }

  private heredocs(joined: JoinedText): Heredoc[] {
    if (!joined.text.includes('<<') || !takesHeredocs(joined)) return [];
    return heredocOperators(joined.text).map((operator) => {
      const { source } = this.file;
      const bodyStart = source.lineStart(this.line);
      const range = joined.rangeInFile(operator.span);
      while (this.line < source.lineCount) {
        const line = source.lineRange(this.line);
        const lineStart = source.lineStart(this.line);
        this.line++;
        let start = line.start;
        while (operator.chomp && this.text[start] === '\t') start++;
        if (this.text.slice(start, line.end) === operator.name) {
          const bodyRange = { start: bodyStart, end: lineStart };
          return { ...operator, range, bodyRange, terminatorRange: line, terminated: true };
        }
      }
      const end = this.text.length;
      const bodyRange = { start: Math.min(bodyStart, end), end };
      return { ...operator, range, bodyRange, terminatorRange: { start: end, end }, terminated: false };
    });
  }
}

function trimmed(joined: JoinedText): JoinedText {
  const { text } = joined;
  const start = skipBlanks(text, 0);
  const end = text.trimEnd().length;
  return start === 0 && end === text.length ? joined : joined.slice(start, Math.max(start, end));
}

/** RUN, COPY and ADD in shell form, also behind ONBUILD. */
function takesHeredocs(joined: JoinedText): boolean {
  const match = /^(?:onbuild\s+)?(run|copy|add)\s+((?:--\S+\s+)*)/i.exec(joined.text);
  return match !== null && readJsonArray(joined, match[0].length) === undefined;
}
