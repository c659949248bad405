import type { ParseError, Statement } from 'unbash';
import type { JoinedText } from '../joined-text';
import type { Range } from '../text';
import { parseShell, type ParsedShell } from './parse-shell';
import type { ShellCommand } from './shell-command';
import { shellOf, type ShellInForce } from './shell-kind';

const nothing: ParsedShell = { text: '', commands: [], statements: [], errors: [] };

/**
 * The shell text of one instruction: parsed on first use, once for all equal texts. Offsets of commands and words are
 * in {@link text}; {@link rangeOf} gives their place in the file.
 */
export class ShellScript {
  /** What reads the text: a `#!` line of a script in a here-document counts before the shell in force. */
  readonly shell: ShellInForce;

  constructor(
    readonly joined: JoinedText,
    inForce: ShellInForce,
  ) {
    const shebang = /^#!\s*(.+)/.exec(joined.text)?.[1];
    this.shell = shebang === undefined ? inForce : shellOf(shebang.trim().split(/\s+/), inForce.setBy);
  }

  /** What the shell gets: continuations, comment lines and blank lines taken out, here-documents appended. */
  get text(): string {
    return this.joined.text;
  }

  /** Whether the text is POSIX shell or bash; otherwise there are no commands and no errors. */
  get isPosix(): boolean {
    return this.shell.kind === 'posix';
  }

  /** Every simple command in the order of the text, also in groups, compound commands and substitutions. */
  get commands(): readonly ShellCommand[] {
    return this.parsed.commands;
  }

  /** The commands of that name or names, as in `named('apt-get', 'apt')`. */
  named(...names: readonly string[]): ShellCommand[] {
    return this.commands.filter((command) => names.includes(command.name));
  }

  /** The outermost statements: what `;`, `&` and line ends part. */
  get statements(): readonly Statement[] {
    return this.parsed.statements;
  }

  /** Where the text is no valid shell. */
  get errors(): readonly ParseError[] {
    return this.parsed.errors;
  }

  /** The place in the file of a command, word or any span of {@link text}. */
  rangeOf(span: Range): Range {
    return this.joined.rangeInFile(span);
  }

  private get parsed(): ParsedShell {
    return this.isPosix ? parseShell(this.joined.text) : nothing;
  }
}
