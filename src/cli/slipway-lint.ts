import { failure, SlipwayError } from '../core/errors';
import { isPlainlyValid } from '../dockerfile/builder/plainly-valid';
import { severities, type LintConfiguration, type Severity } from '../dockerfile/configuration';
import type { ConfigurationSurroundings } from '../dockerfile/configuration-places';
import type { Finding } from '../dockerfile/finding';
import { lintDockerfile } from '../dockerfile/lint';
import type { Dockerfile } from '../dockerfile/model';
import { parseDockerfile } from '../dockerfile/parse';
import { readBoundedBytesSync } from '../files/bounded-file';
import type { CheckedFile } from './checked-file';
import { formatOf, formats, readCommandLine, type CommandLine, type Format } from './command-line';
import { Configurations } from './configurations';
import { filesOf } from './dockerfiles';
import { failedFile } from './file-failure';
import { fixedFile } from './fixed-file';
import { sarifReport } from './formats/sarif';
import { help } from './help';
import { OtherCase } from './other-case';
import { reportInPieces } from './report';
import { sentence } from './sentence';
import { sharesOf, type CheckedShare, type Share } from './shares';

/** What the command line has around it. */
export interface Surroundings extends ConfigurationSurroundings {
  readonly workingFolder: string;
  readonly version: string;
  /** Whether standard output is a terminal that shows colours. */
  readonly colours: boolean;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** All of standard input. */
  readonly readInput: () => Buffer;
  /** Where many files can be checked beside one another: how many at once, and who checks some of them. */
  readonly threads?: { readonly count: number; readonly check: (share: Share) => Promise<CheckedShare> };
}

/** Runs `slipway-lint` with the words behind its name and gives its exit status. What fails is printed, not thrown. */
export async function slipwayLint(words: readonly string[], surroundings: Surroundings): Promise<0 | 1> {
  try {
    const commandLine = readCommandLine(words);
    if (commandLine.action === 'help') surroundings.print(help);
    else if (commandLine.action === 'version') surroundings.print(`slipway-lint ${surroundings.version}\n`);
    else return await new Run(commandLine, surroundings, words).run();
    return 0;
  } catch (error) {
    surroundings.printError(`slipway-lint: ${sentence(error)}\n`);
    return 1;
  }
}

/** Checks some of the files of a run; what would be printed and thrown is in the answer. */
export async function checkShare(
  { words, files, format, coloured, ...around }: Share,
  environment: Surroundings['environment'],
): Promise<CheckedShare> {
  let told = '';
  const printError = (text: string): void => void (told += text);
  const surroundings: Surroundings = {
    ...around,
    colours: coloured,
    environment,
    version: '',
    print: printError,
    printError,
    readInput: () => Buffer.alloc(0),
  };
  const run = new Run(readCommandLine(words), surroundings, words);
  try {
    const pieces = await run.piecesOf(files, format, coloured);
    return { pieces, failed: run.hasFailed, told };
  } catch (error) {
    return { pieces: [], failed: true, told, problem: sentence(error) };
  }
}

class Run {
  private readonly configurations: Configurations;
  private readonly otherCase: OtherCase;
  private checked: CheckedFile[] = [];
  /** The report so far, where it is put together of parts. */
  private pieces: readonly string[] = [];
  private readonly verbose: boolean;
  private failed = false;

  constructor(
    private readonly commandLine: CommandLine,
    private readonly surroundings: Surroundings,
    private readonly words: readonly string[],
  ) {
    const { layer, config } = commandLine;
    this.verbose = layer.verbose ?? /^(?:1|true|yes|y|on)$/i.test(surroundings.environment['HADOLINT_VERBOSE'] ?? '');
    this.otherCase = new OtherCase(surroundings.workingFolder);
    this.configurations = new Configurations(surroundings, layer, config, (line) => {
      if (this.verbose) this.say(line);
    });
  }

  async run(): Promise<0 | 1> {
    const { files } = this.commandLine;
    if (files.length === 0)
      throw failure('invalidInput', {
        field: '',
        value: '',
        reason: 'give it a Dockerfile, a folder, a pattern, or - for standard input; --help tells more',
      });
    const general = await this.configurations.layerOf(this.surroundings.workingFolder);
    const format = this.formatOf(general.format);
    const coloured = general.noColor !== true && this.surroundings.colours;
    await this.all([...this.expanded(files)], format, coloured);
    const report = reportInPieces(format)?.whole(this.pieces) ?? sarifReport(this.checked, this.surroundings.version);
    if (this.commandLine.action !== 'fix-dry-run') this.printReport(report);
    return this.failed ? 1 : 0;
  }

  get hasFailed(): boolean {
    return this.failed;
  }

  /** The parts of the report for files that are there. */
  async piecesOf(files: readonly string[], format: Format, coloured: boolean): Promise<readonly string[]> {
    await this.some(files, format, coloured);
    return this.pieces;
  }

  private async all(files: readonly string[], format: Format, coloured: boolean): Promise<void> {
    const { threads } = this.surroundings;
    const isAlone =
      threads === undefined ||
      this.commandLine.action !== 'lint' ||
      this.verbose ||
      reportInPieces(format) === undefined ||
      files.includes('-');
    const [own = [], ...others] = sharesOf(files, isAlone ? 1 : threads.count);
    const { workingFolder, home, windows } = this.surroundings;
    const shares = others.map((share) =>
      threads?.check({ words: this.words, files: share, workingFolder, home, windows, format, coloured }),
    );
    const [, ...checked] = await Promise.all([this.some(own, format, coloured), ...shares]);
    for (const share of checked) {
      if (share === undefined) continue;
      if (share.problem !== undefined) throw new Error(share.problem);
      this.pieces = [...this.pieces, ...share.pieces];
      this.failed ||= share.failed;
      if (share.told !== '') this.surroundings.printError(share.told);
    }
  }

  /** Parts are made one by one, so that what was read of a file can go. */
  private async some(files: readonly string[], format: Format, coloured: boolean): Promise<void> {
    const inPieces = reportInPieces(format);
    const pieces: string[] = [];
    for (const file of files) {
      await this.attempt(file, () => this.one(file, format));
      if (inPieces === undefined) continue;
      pieces.push(...this.checked.map((checked) => inPieces.piece(checked, coloured)));
      this.checked = [];
    }
    this.pieces = pieces;
  }

  /** Each file once; arguments without a file are told and make the run fail. */
  private expanded(given: readonly string[]): ReadonlySet<string> {
    const files = new Set<string>();
    for (const argument of given) {
      try {
        for (const file of argument === '-' ? ['-'] : filesOf(this.slashed(argument), this.surroundings.windows))
          files.add(this.slashed(file));
      } catch (error) {
        this.fail(argument, error);
      }
    }
    return files;
  }

  /** As it is called in the output: what reads annotations and diffs knows slashes, on every platform. */
  private nameOf(file: string): string {
    return this.slashed(this.commandLine.reportAs ?? file);
  }

  /** Windows takes slashes as well, but for paths that begin with `\\?\`. */
  private slashed(file: string): string {
    return this.surroundings.windows && !file.startsWith('\\\\?\\') ? file.replaceAll('\\', '/') : file;
  }

  private async attempt(file: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      // A wrong configuration would be told again for each file; what is too long is told where it is read.
      if (error instanceof SlipwayError && error.failure.kind !== 'limitExceeded') throw error;
      this.checked.push(failedFile(this.nameOf(file), error));
      if (this.commandLine.layer.noFail !== true) this.failed = true;
    }
  }

  private async one(file: string, format: Format): Promise<void> {
    const { commandLine, surroundings } = this;
    const isInput = file === '-';
    const bytes = isInput ? surroundings.readInput() : readBoundedBytesSync(file, 'dockerfile', { pipes: true });
    const configuration = await this.configurations.configurationOf(isInput ? undefined : file, surroundings.workingFolder);
    const text = bytes.toString('utf8');
    const name = this.nameOf(file);
    if (commandLine.action === 'lint') {
      await this.check(name, text, configuration, isInput ? undefined : file);
      return;
    }
    const fixed = fixedFile({ file, name, bytes, text, configuration, write: commandLine.action === 'fix' && !isInput });
    if (commandLine.action === 'fix-dry-run') surroundings.print(fixed.diff);
    else if (isInput) surroundings.print(fixed.text);
    if (fixed.refused !== undefined) this.say(fixed.refused);
    // The report of other formats is read by programs, and a diff by patch.
    const beside = format === 'text' && commandLine.action === 'fix' && !isInput ? surroundings.print : surroundings.printError;
    if (fixed.told !== undefined) beside(fixed.told);
    await this.check(name, fixed.text, configuration, isInput ? undefined : file);
  }

  /** `place` is the file itself; standard input has none, and no folder around it. */
  private async check(name: string, text: string, configuration: LintConfiguration, place: string | undefined): Promise<void> {
    const file = parseDockerfile(text);
    const otherCase = place === undefined ? [] : this.otherCase.find(place, file, configuration);
    const findings = [...lintDockerfile(file, configuration), ...(await builderErrorsOf(file, configuration)), ...otherCase].sort(
      (a, b) => a.line - b.line || a.range.start - b.range.start,
    );
    this.checked.push({ file: name, source: file.source, findings });
    if (!configuration.noFail && findings.some((finding) => weighs(finding, configuration.failureThreshold))) this.failed = true;
  }

  /** The fixed text of standard input has standard output to itself. */
  private printReport(report: string): void {
    const { action, files } = this.commandLine;
    (action === 'fix' && files.includes('-') ? this.surroundings.printError : this.surroundings.print)(report);
  }

  private formatOf(name: string | undefined): Format {
    if (name === undefined) return 'text';
    const format = formatOf(name);
    if (format === undefined) this.say(`the format ${name} is not one of ${formats.join(', ')}; text is used`);
    return format ?? 'text';
  }

  private fail(what: string, error: unknown): void {
    this.failed = true;
    this.say(sentence(error, what));
  }

  private say(line: string): void {
    this.surroundings.printError(`slipway-lint: ${line}\n`);
  }
}

/** The validator is loaded for the first file that is not plainly in order. */
async function builderErrorsOf(file: Dockerfile, configuration: LintConfiguration): Promise<readonly Finding[]> {
  if (isPlainlyValid(file)) return [];
  const { builderErrors } = await import('../dockerfile/builder-errors');
  return builderErrors(file, configuration);
}

function weighs({ severity }: Finding, threshold: LintConfiguration['failureThreshold']): boolean {
  if (threshold === 'ignore' || threshold === 'none') return true;
  const weight = (level: Severity): number => severities.indexOf(level);
  return weight(severity) <= weight(threshold);
}
