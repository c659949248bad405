import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { LintConfiguration } from '../../dockerfile/configuration';
import type { Finding } from '../../dockerfile/finding';
import { lintDockerfile } from '../../dockerfile/lint';
import type { Dockerfile } from '../../dockerfile/model';
import { parseDockerfile } from '../../dockerfile/parse';
import { pinEdits, unpinnedPackages, versionSource } from '../../dockerfile/versions';
import { back } from '../../ports';
import { optional, text, whole } from '../answers/takes';
import { defineCommand } from '../define';
import { checkImageArgument, imageNamed, images } from '../targets/image-targets';
import { installedVersions } from './installed-versions';
import { setOwn } from '../../core/records';

interface Result {
  readonly uri: string;
  readonly image: string;
  /** Versions written, by package. */
  readonly pinned: Readonly<Record<string, string>>;
  /** Packages that the image does not hold. */
  readonly missing: readonly string[];
}

/** Writes the versions that an image holds behind the packages of a RUN. */
export const pinPackages = defineCommand({
  id: 'slipway.dockerfile.pinPackages',
  title: 'Pin Packages to the Versions in an Image…',
  summary: 'Adds the versions installed in a local image (apt, apk, pip, npm) to the unpinned packages of a RUN instruction.',
  palette: true,
  answers: {
    uri: optional(text('The Dockerfile; that of the active editor without it.')),
    line: optional(whole('A line of the RUN instruction, counted from 1; the cursor without it.', 1)),
    image: optional(text('A local image in which the packages are installed; the base image without it.')),
  },
  result: '{ uri: string; image: string; pinned: Readonly<Record<string, string>>; missing: readonly string[] }',
  run: async (app, call): Promise<Result> => {
    const file = await app.dockerfiles.read(call.answers.uri);
    const parsed = parseDockerfile(file.text);
    const line = call.answers.line ?? parsed.source.lineAt(file.selection?.start ?? 0) + 1;
    const findings = findingsAt(parsed, await app.dockerfiles.configuration(file.uri), line - 1);
    if (findings.length === 0)
      throw failure('invalidInput', { field: 'line', value: '', reason: t('Nothing is installed there without a version.') });
    const base = baseOf(parsed, line - 1);
    const image = call.answers.image ?? (call.programmatic ? base : await chooseFrom(app, base));
    checkImageArgument(image);
    const { edits, pinned, missing } = await app.progress.run(t('Reading versions in {0}', oneLine(image)), (_report, signal) =>
      readVersions(app, file.text, findings, image, signal),
    );
    if (edits.length > 0) await app.dockerfiles.edit([{ file, edits }]);
    if (!call.programmatic && missing.length > 0)
      await app.show.information(t('Not installed in {0}: {1}', oneLine(image), missing.join(', ')));
    return { uri: file.uri, image, pinned, missing };
  },
});

/** The findings about versions in the instruction on the line. */
function findingsAt(file: Dockerfile, configuration: LintConfiguration, line: number): readonly Finding[] {
  const run = file.instructions.find(({ firstLine, range }) => firstLine <= line && file.source.lineAt(range.end) >= line);
  if (run === undefined) return [];
  return lintDockerfile(file, configuration).filter(
    ({ code, range }) => versionSource(code) !== undefined && range.start >= run.range.start && range.end <= run.range.end,
  );
}

/** The image on which the stage at the line is built in the end. */
function baseOf(file: Dockerfile, line: number): string {
  let stage = file.stages.findLast(({ from }) => from.firstLine <= line);
  while (stage?.parent !== undefined) stage = stage.parent;
  return stage?.base ?? '';
}

async function chooseFrom(app: App, base: string): Promise<string> {
  const choices = await images.choices(app);
  const known = imageNamed((await app.inventory.read('images')).values(), base);
  const first = choices.filter(({ value }) => value.id === known?.id);
  const ordered = [...first, ...choices.filter((choice) => !first.includes(choice))];
  const chosen = await app.ask.choose(ordered, {
    title: t('Pin Packages'),
    placeholder: t('Image that has them installed: the base image, or one built from this file'),
  });
  if (chosen === back) throw failure('cancelled', { operation: 'pin' });
  return chosen.name;
}

async function readVersions(
  app: App,
  text: string,
  findings: readonly Finding[],
  image: string,
  signal: AbortSignal,
): Promise<Pick<Result, 'pinned' | 'missing'> & { readonly edits: ReturnType<typeof pinEdits> }> {
  const engine = await app.connection.engine(signal);
  const edits: ReturnType<typeof pinEdits> = [];
  const pinned: Record<string, string> = {};
  const missing: string[] = [];
  for (const finding of findings) {
    const source = versionSource(finding.code);
    const packages = unpinnedPackages(text, finding);
    if (source === undefined || packages.length === 0) continue;
    const names = packages.map(({ name }) => name);
    const versions = await installedVersions(engine, image, source, names, signal);
    edits.push(...pinEdits(packages, versions, source));
    for (const name of names) {
      const version = versions.get(name);
      if (version === undefined) missing.push(name);
      else setOwn(pinned, name, version);
    }
  }
  return { edits, pinned, missing };
}
