import { pathToFileURL } from 'node:url';
import type { App } from '../../app';
import type { Build } from '../../builds/builds';
import { failure, SlipwayError } from '../../core/errors';
import { defined } from '../../core/records';
import type { Dockerfile } from '../../dockerfile/model';
import type { BuildMark } from '../../ports';

/** Marks in the Dockerfile what its build found. */
export class BuildMarker {
  constructor(
    private readonly app: App,
    private readonly file: string,
    private readonly dockerfile: Dockerfile,
  ) {}

  /** What an earlier build found counts no more. */
  clear(): void {
    this.show([]);
  }

  /** Marks what the builder warns of. */
  async done(build: Build): Promise<void> {
    const warnings = await this.warnings(build);
    if (warnings.length > 0) this.show(warnings);
  }

  /** Marks where it failed; gives the error with the line. */
  async failed(build: Build, error: unknown): Promise<unknown> {
    const { placeFailure } = await import('./build-marks');
    const { file, dockerfile } = this;
    const placed = placeFailure(dockerfile, build, error);
    this.show([...(placed ? [placed.mark] : []), ...(await this.warnings(build))]);
    const details = SlipwayError.details(error, 'buildFailed');
    if (!details || !placed) return error;
    const line = dockerfile.source.lineAt(placed.mark.range.start) + 1;
    return failure('buildFailed', { ...details, line, file, ...defined({ shell: placed.mark.shell }) }, error);
  }

  private async warnings({ graph }: Build): Promise<readonly BuildMark[]> {
    if (graph.warnings.length === 0) return [];
    const { warningMarks } = await import('./build-marks');
    return warningMarks(this.dockerfile, graph.warnings, await this.app.dockerfiles.configuration(pathToFileURL(this.file).href));
  }

  private show(marks: readonly BuildMark[]): void {
    this.app.dockerfiles.markBuild({ file: this.file, text: this.dockerfile.text, marks });
  }
}
