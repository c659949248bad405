import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { ShellCommand } from '../shell/shell-command';
import { defaultShell } from '../shell/shell-kind';
import { ShellScript } from '../shell/shell-script';
import { isWholeScript } from '../shell/shell-text';
import type { Range } from '../text';
import { onFirstLine, wholeLine } from './lines';
import { type ShellMessage, shellMessage } from './shell-message';
import { tracedCommand } from './traced-command';

/** So many of the last lines are looked at; what is further up was not the end of it. */
const mostLines = 40;
/** Commands of more are not compared with what was printed. */
const mostCommands = 2_000;

/**
 * The command, or else the line, of a RUN at which its shell ended, by what was printed and how it ended; undefined where
 * nothing tells. Takes what is said last first.
 */
export function placeInScript(file: Dockerfile, run: Instruction, detail: string, printed: readonly string[]): Range | undefined {
  const read = run.script;
  // What is printed tells it better than what the file looks like, as with a backtick as escape.
  const script = read && !read.isPosix && printed.some((line) => shellMessage(line)) ? new ShellScript(read.joined, defaultShell) : read;
  if (!script?.isPosix || script.commands.length > mostCommands) return undefined;
  const code = exitCode(detail);
  const place = new ScriptPlaces(file, run, script);
  const lines = printed
    .filter((line) => line.trim() !== '')
    .slice(-mostLines)
    .map((line) => line.trimEnd());
  // No program ends so by itself.
  const literal = code !== undefined && code > 2 && code !== 126 && code !== 127 ? place.ofExit(code) : undefined;
  return literal ?? place.ofLines(lines, code) ?? (code === undefined ? undefined : place.ofExit(code));
}

/** `exit code: 7` (BuildKit), `returned a non-zero code: 7` (classic), `exit status 7` (Podman). */
function exitCode(detail: string): number | undefined {
  const code = /(?:exit code:|non-zero code:|exit status) (\d{1,3})/.exec(detail)?.[1];
  return code === undefined ? undefined : Number(code);
}

class ScriptPlaces {
  constructor(
    private readonly file: Dockerfile,
    private readonly run: Instruction,
    private readonly script: ShellScript,
  ) {}

  /** `exit 7` */
  ofExit(code: number): Range | undefined {
    const written = String(code);
    return this.only(
      this.script.commands.filter(({ name, words }) => (name === 'exit' || name === 'return') && words[0]?.value === written),
    );
  }

  ofLines(lines: readonly string[], code: number | undefined): Range | undefined {
    let traced: Range | undefined;
    for (let at = lines.length - 1; at >= 0; at--) {
      const line = lines[at] ?? '';
      if (line.startsWith('+ ')) {
        // What was begun last; what stands below it is what it says.
        const command = tracedCommand(this.script.commands, lines.slice(0, at + 1));
        traced = command && this.rangeOf(command);
        break;
      }
      const message = shellMessage(line);
      const found = message ? this.ofMessage(message, code) : this.ofComplaint(line);
      if (found) return found;
    }
    return traced;
  }

  private ofMessage(message: ShellMessage, code: number | undefined): Range | undefined {
    // That ends no script by itself: it went on.
    if (message.kind === 'notFound' && code !== undefined && code !== 127) return undefined;
    const named = message.word === undefined ? [] : this.commandsWith(message.kind, message.word);
    const line = message.line === undefined || message.line < 1 ? undefined : this.lineOf(message, message.line);
    if (named.length > 0) {
      const there = line === undefined ? [] : named.filter((command) => this.lineOfCommand(command) === line);
      // Shells do not agree whether the first line is 0 or 1.
      const below = line === undefined ? [] : named.filter((command) => this.lineOfCommand(command) === line + 1);
      return this.only(there) ?? this.only(below) ?? this.only(named) ?? (line === undefined ? undefined : wholeLine(this.file, line));
    }
    if (line !== undefined && (this.script.text.includes('\n') || message.line !== 1)) return wholeLine(this.file, line);
    return message.kind === 'syntax' && message.word !== undefined ? this.lineOfWord(message.word) : undefined;
  }

  private commandsWith(kind: ShellMessage['kind'], word: string): readonly ShellCommand[] {
    const { commands } = this.script;
    if (kind === 'notFound') return commands.filter(({ name }) => name === word);
    if (kind === 'variable') {
      const uses = new Set([`$${word}`, `\${${word}`]);
      return commands.filter(({ start, end }) => {
        const text = this.script.text.slice(start, end);
        return [...uses].some((use) => followedByEnd(text, use));
      });
    }
    if (kind === 'builtin') return commands.filter(({ name }) => name === word);
    return [];
  }

  /** The line of the file that a shell counts so: of what it reads, which may be a here-document. */
  private lineOf(message: ShellMessage, line: number): number | undefined {
    const { heredocs, joined, commandSpan } = this.run;
    if (heredocs.length > 0 && !isWholeScript(joined.text.slice(commandSpan.start, commandSpan.end), joined, heredocs)) {
      // The shell that RUN starts reads the line with what opens them; another one reads what is in them.
      const body = message.shell !== this.run.shell.kind && this.isReadByAnother(message.shell) ? heredocs[0] : undefined;
      if (body) return this.within(this.file.source.lineAt(body.bodyRange.start) + line - 1);
    }
    let start = 0;
    for (let count = 1; count < line; count++) {
      start = this.script.text.indexOf('\n', start) + 1;
      if (start === 0) return undefined;
    }
    return this.within(this.file.source.lineAt(this.script.joined.offsetInFile(start)));
  }

  private isReadByAnother(shell: string): boolean {
    return this.script.commands.some(
      ({ name, redirects }) => name.split('/').at(-1) === shell && redirects.some(({ operator }) => operator.startsWith('<<')),
    );
  }

  private within(line: number): number | undefined {
    return line >= this.run.firstLine && line <= this.run.lastLine ? line : undefined;
  }

  private lineOfWord(word: string): Range | undefined {
    const found = this.script.text.split('\n').flatMap((line, index) =>
      line
        .trim()
        .split(/[\s;]+/)
        .includes(word)
        ? [index]
        : [],
    );
    const [only] = found;
    if (only === undefined || found.length > 1) return undefined;
    const start = this.script.text
      .split('\n')
      .slice(0, only)
      .reduce((sum, line) => sum + line.length + 1, 0);
    return wholeLine(this.file, this.file.source.lineAt(this.script.joined.offsetInFile(start)));
  }

  /** `cat: can't open '/nowhere'`, `E: Unable to locate package nothing` */
  private ofComplaint(line: string): Range | undefined {
    const program =
      /^([\w./+-]{1,80})(?:\[\d+\])?: \S/.exec(line)?.[1]?.split('/').at(-1) ??
      /^(npm|pip|yarn|cargo|go|gem) (?:ERR!|error)/i.exec(line)?.[1];
    const words = new Set(line.split(/[\s'"`‘’“”(),;:]+/).filter((word) => word.length > 2));
    const mentions = ({ words: given }: ShellCommand): boolean =>
      given.some(({ value, isStatic }) => isStatic && (words.has(value) || words.has(value.replace(/\/$/, ''))));
    const all = this.script.commands;
    const own = program === undefined ? [] : all.filter(({ name }) => name.split('/').at(-1) === program);
    const mentioned = own.filter(mentions);
    const found = this.only(mentioned) ?? this.only(own);
    if (found) return found;
    return own.length === 0 && /^(?:E|error|fatal|err!?)\b ?:/i.test(line) ? this.only(all.filter(mentions)) : undefined;
  }

  private only(commands: readonly ShellCommand[]): Range | undefined {
    const [command, ...others] = commands;
    return command && others.length === 0 ? this.rangeOf(command) : undefined;
  }

  private rangeOf(command: ShellCommand): Range {
    return onFirstLine(this.file, this.script.rangeOf(command));
  }

  private lineOfCommand(command: ShellCommand): number {
    return this.file.source.lineAt(this.script.rangeOf(command).start);
  }
}

/** Whether `$NAME` or `${NAME` stands there, and no longer name. */
function followedByEnd(text: string, use: string): boolean {
  for (let at = text.indexOf(use); at !== -1; at = text.indexOf(use, at + 1)) if (!/\w/.test(text.charAt(at + use.length))) return true;
  return false;
}
