import { forEachChild, type Command, type HereDoc, type Redirection, type SyntaxNode, type Word, type WordPart } from 'unbash';
import { parseShell } from '../shell/parse-shell';
import { isPosixShell } from '../shell/shell-kind';
import type { ShellScript } from '../shell/shell-script';
import { betweenWords, plainShell } from './shell-gaps';
import type { TokenModifier, TokenType } from './token';
import type { ShellToken } from './shell-token';

/** Builtins of POSIX shells and bash that people take for part of the language. */
const builtins = new Set(
  '. : [ alias bg bind break builtin cd command continue declare echo eval exec exit export false fg getopts hash jobs kill let local mapfile popd printf pushd pwd read readonly return set shift shopt source test times trap true type typeset ulimit umask unalias unset wait'.split(
    ' ',
  ),
);

/** By the parsed text, which equal texts share. */
const painted = new WeakMap<object, readonly ShellToken[]>();

/** The tokens of a shell text in order, not overlapping; offsets are in the script's text. */
export function shellTokens(script: ShellScript): readonly ShellToken[] {
  if (!script.isPosix) return plainShell(script.text, script.shell.kind === 'other');
  const { statements } = script;
  const known = painted.get(statements);
  if (known !== undefined) return known;
  const painter = new ShellPainter();
  painter.visit(statements, 0);
  const words = painter.tokens.sort((a, b) => a.start - b.start || b.end - a.end);
  const tokens = betweenWords(script.text, words).filter(({ type }) => type !== undefined);
  painted.set(statements, tokens);
  return tokens;
}

class ShellPainter {
  readonly tokens: ShellToken[] = [];

  visit(nodes: readonly SyntaxNode[], shift: number): void {
    for (const node of nodes) this.node(node, shift);
  }

  private add(start: number, end: number, shift: number, type?: TokenType, modifier?: TokenModifier): void {
    if (end > start) this.tokens.push({ start: start + shift, end: end + shift, type, ...(modifier && { modifier }) });
  }

  private node(node: SyntaxNode, shift: number): void {
    switch (node.type) {
      case 'Command':
        this.command(node, shift);
        return;
      case 'Word':
        this.word(node, shift);
        return;
      case 'Assignment':
        this.add(node.pos, node.pos + node.name.length, shift, 'variable', 'declaration');
        if (node.index) this.word(node.index, shift);
        this.node(node.value, shift);
        return;
      case 'Function':
        this.add(node.name.pos, node.name.end, shift, 'function', 'declaration');
        this.node(node.body, shift);
        return;
      case 'For':
      case 'Select':
        this.add(node.name.pos, node.name.end, shift, 'variable', 'declaration');
        this.visit(node.wordlist ?? [], shift);
        this.node(node.body, shift);
        return;
      case 'Redirect':
      case 'HereString':
      case 'HereDoc':
        this.redirection(node, '', shift);
        return;
      case 'ArithmeticCommand':
        this.add(node.pos, node.end, shift);
        return;
      default:
        forEachChild(node, (child) => {
          this.node(child, shift);
        });
    }
  }

  private command(node: Command, shift: number): void {
    const { name } = node;
    const isPlain = name !== undefined && (name.parts === undefined || name.parts.every(({ type }) => type === 'Literal'));
    if (name !== undefined && isPlain)
      this.add(name.pos, name.end, shift, 'function', builtins.has(name.value) ? 'defaultLibrary' : undefined);
    else if (name !== undefined) this.word(name, shift);
    const closing = name?.value === '[' ? node.suffix.findLast(({ type }) => type === 'Word') : undefined;
    for (const part of [...node.prefix, ...node.suffix]) {
      if (part === closing && part.type === 'Word' && part.text === ']') this.add(part.pos, part.end, shift, 'function', 'defaultLibrary');
      else if (part.type === 'Word') this.argument(part, shift);
      else if (part.type === 'Assignment') this.node(part, shift);
      else this.redirection(part, name?.value ?? '', shift);
    }
  }

  /** Options are told from the rest; the value behind their `=` is not. */
  private argument(word: Word, shift: number): void {
    const option = /^--?[A-Za-z0-9?@][\w.-]*/.exec(word.text);
    if (option === null || (word.parts !== undefined && word.parts[0]?.type !== 'Literal')) {
      this.word(word, shift);
      return;
    }
    const end = Math.min(word.pos + option[0].length, word.parts?.[0]?.end ?? word.end);
    this.add(word.pos, end, shift, 'parameter');
    if (word.parts === undefined) this.add(end, word.end, shift);
    else this.parts(word.parts, end, word.end, shift);
  }

  private word(word: Word, shift: number): void {
    this.parts(word.parts ?? [], word.pos, word.end, shift);
  }

  /** Covers all from `start` to `end`: the parts in their own colours, the rest in `base`. */
  private parts(parts: readonly WordPart[], start: number, end: number, shift: number, base?: TokenType): void {
    let at = start;
    for (const part of parts) {
      if (part.end <= at || !this.hasOwnColour(part)) continue;
      this.add(at, part.pos, shift, base);
      this.part(part, shift, base);
      at = part.end;
    }
    this.add(at, end, shift, base);
  }

  private hasOwnColour({ type }: WordPart): boolean {
    return type !== 'Literal' && type !== 'Glob' && type !== 'ExtendedGlob' && type !== 'BraceExpansion';
  }

  private part(part: WordPart, shift: number, base: TokenType | undefined): void {
    const { pos, end } = part;
    switch (part.type) {
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        this.add(pos, end, shift, 'string');
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        this.parts(part.parts, pos, end, shift, 'string');
        return;
      case 'SimpleExpansion':
      case 'ParameterExpansion':
      case 'ArithmeticExpansion':
        this.add(pos, end, shift, 'variable');
        return;
      case 'CommandExpansion':
      case 'ProcessSubstitution': {
        const { script } = part;
        // A script between escaped backticks was decoded first; its offsets mean nothing in this text.
        if (script === undefined || script.source !== undefined) {
          this.add(pos, end, shift, base);
          return;
        }
        const open = part.text.startsWith('`') ? 1 : 2;
        this.add(pos, pos + open, shift, 'operator');
        this.visit(script.commands, shift);
        if (end - pos > open) this.add(end - 1, end, shift, 'operator');
        return;
      }
      default:
        this.add(pos, end, shift, base);
    }
  }

  private redirection(node: Redirection, program: string, shift: number): void {
    if (node.type === 'HereDoc') {
      this.heredoc(node, program, shift);
      return;
    }
    this.add(node.pos, node.target?.pos ?? node.end, shift, 'operator');
    if (node.target) this.word(node.target, shift);
  }

  private heredoc({ pos, delimiter, body, closing }: HereDoc, program: string, shift: number): void {
    if (delimiter) {
      this.add(pos, delimiter.pos, shift, 'operator');
      this.add(delimiter.pos, delimiter.end, shift, 'keyword');
    }
    if (closing) this.add(closing.pos, closing.end, shift, 'keyword');
    if (isPosixShell(program)) this.visit(parseShell(body.text).statements, shift + body.pos);
    else if (delimiter?.quoted === true) this.add(body.pos, body.end, shift, 'string');
    else this.parts(body.parts ?? [], body.pos, body.end, shift, 'string');
  }
}
