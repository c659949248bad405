import { execFileSync } from 'node:child_process';
import { mkdir, readFile, realpath, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageFile } from '../../../scripts/environment/images';
import { BuildGraph } from '../../../src/core/build/build-graph';
import type { BuildRequest } from '../../../src/core/build/build-request';
import { failedStep } from '../../../src/commands/builds/build-marks';
import { SlipwayError } from '../../../src/core/errors';
import type { BuildCalls, BuildOutcome } from '../../../src/engine/builder/builder';
import { buildCalls } from '../fake-builds';
import type { FailingBuild } from './kinds';

/** What an engine told of a failed build. */
export interface RecordedFailure {
  /** Of the error. */
  readonly kind: string;
  readonly step: string;
  readonly detail: string;
  readonly line?: number;
  /** What the step that failed printed. */
  readonly output: string;
}

/** A Dockerfile of the table with its images. */
export function dockerfileOf({ dockerfile }: FailingBuild, images: Readonly<Record<string, string>>): string {
  return withImages(dockerfile, images).replaceAll(/[«»]/g, '');
}

function withImages(dockerfile: string, images: Readonly<Record<string, string>>): string {
  return dockerfile.replaceAll(/\b(?:BASE|TRIGGER|COPYTRIGGER|REGISTRY)\b/g, (name) => images[name] ?? name);
}

/** Where it is to be marked when a builder said this: one that knows no here-documents ends at the first line in one. */
export function expectedPlace(
  failing: FailingBuild,
  images: Readonly<Record<string, string>>,
  { detail }: RecordedFailure,
): { readonly text: string; readonly range: { readonly start: number; readonly end: number } | undefined } {
  const text = dockerfileOf(failing, images);
  const heredoc = /unknown instruction/i.test(detail) ? /<<-?'?\w+'?.*\n(?:#.*\n|\n)*(.+)\n/.exec(text) : null;
  if (heredoc?.[1] !== undefined) {
    const line = heredoc[1].trim();
    const start = text.indexOf(line, heredoc.index);
    return { text, range: { start, end: start + line.length } };
  }
  const marked = withImages(failing.dockerfile, images);
  const start = marked.indexOf('«');
  return { text, range: start === -1 ? undefined : { start, end: marked.indexOf('»') - 1 } };
}

/** Programs of this machine with the libraries that they load, as files of an image. */
export async function programFiles(...programs: readonly string[]): Promise<readonly ImageFile[]> {
  const files = new Map<string, ImageFile>();
  for (const program of programs) {
    const libraries = execFileSync('ldd', [program], { encoding: 'utf8' }).match(/\/\S+(?= \(0x)/g) ?? [];
    for (const file of [program, ...libraries]) files.set(file, { path: file.slice(1), content: await readFile(await realpath(file)) });
  }
  return [...files.values()];
}

/** Builds it in an empty folder; undefined where that succeeds. */
export async function failureOf(
  failing: FailingBuild,
  images: Readonly<Record<string, string>>,
  folder: string,
  build: (request: BuildRequest, calls: BuildCalls) => Promise<BuildOutcome>,
): Promise<RecordedFailure | BuildOutcome> {
  for (const [name, content] of Object.entries({ ...failing.files, Dockerfile: dockerfileOf(failing, images) })) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  const graph = new BuildGraph();
  const request: BuildRequest = { source: { kind: 'folder', folder }, dockerfile: { kind: 'file', file: path.join(folder, 'Dockerfile') }, ...failing.request };
  try {
    return await build(request, buildCalls({ onEvent: (event) => graph.add(event) }));
  } catch (error) {
    if (!(error instanceof SlipwayError)) throw error;
    const details = SlipwayError.details(error, 'buildFailed');
    const failed = failedStep(graph, error);
    return {
      kind: error.kind,
      step: details?.step ?? failed?.step.name ?? '',
      detail: details?.detail ?? failed?.step.error ?? error.message,
      ...(details?.line === undefined ? {} : { line: details.line }),
      output: (failed?.output ?? []).map(({ text }) => text).join('').slice(-2_000),
    };
  }
}
