import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** A Dockerfile, and what the two tools found in it; `undefined` where a tool could not read it. Lines count from 1. */
export interface Measured {
  readonly file: string;
  readonly text: string;
  readonly hadolint: readonly Reported[] | undefined;
  readonly buildkit: readonly Reported[] | undefined;
}

/** A line and the name of what stands there. */
export type Reported = readonly [line: number, name: string];

interface Record {
  readonly file: string;
  readonly hadolint: readonly (readonly [number, string, string])[] | null;
  readonly buildkit: readonly (readonly [number, string, string])[];
  readonly buildkitError: string | null;
}

/** Every file of the folder, with the findings that are known of it. */
export function readCorpus(folder: string): readonly Measured[] {
  const records = new Map(
    readFileSync(path.join(folder, 'findings.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record)
      .map((record) => [record.file, record]),
  );
  const files = path.join(folder, 'files');
  return readdirSync(files)
    .toSorted()
    .map((file): Measured => {
      const record = records.get(file);
      const known = record !== undefined && record.buildkitError === null;
      return {
        file,
        text: readFileSync(path.join(files, file), 'utf8'),
        hadolint: record?.hadolint?.map(([line, name]) => [line, name]),
        buildkit: known ? record.buildkit.map(([line, name]) => [line, name]) : undefined,
      };
    });
}
