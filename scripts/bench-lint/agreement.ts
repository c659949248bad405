import { defaultConfiguration, type LintConfiguration } from '../../src/dockerfile/configuration';
import { lint } from '../../src/dockerfile/lint';
import type { Measured, Reported } from './corpus';

interface Count {
  both: number;
  readonly ours: string[];
  readonly theirs: string[];
}

/** hadolint ran with every rule on, BuildKit without the images that FROM names. */
const configurations: Readonly<{ hadolint: LintConfiguration; buildkit: LintConfiguration }> = {
  hadolint: { ...defaultConfiguration, severities: { DL1001: 'info', DL3057: 'info' } },
  buildkit: { ...defaultConfiguration, baseImages: { environment: () => [] } },
};

const isDl = (name: string): boolean => name.startsWith('DL');
/** BuildKit needs the folder of the build or the registry for these, or has them off. */
const notMeasured = new Set(['DL1000', 'CopyIgnoredFile', 'InvalidBaseImagePlatform', 'InvalidDefinitionDescription']);

/** Prints how far the findings agree by file, line and name; whether it is 99 % or more in each direction. */
export function agreement(corpus: readonly Measured[], details: boolean): boolean {
  const tables = [
    { tool: 'hadolint', counts: compare(corpus, 'hadolint', isDl) },
    { tool: 'BuildKit', counts: compare(corpus, 'buildkit', (name) => !isDl(name)) },
  ];
  return tables.map(({ tool, counts }) => print(tool, counts, details)).every(Boolean);
}

function compare(
  corpus: readonly Measured[],
  tool: 'hadolint' | 'buildkit',
  counted: (name: string) => boolean,
): ReadonlyMap<string, Count> {
  const counts = new Map<string, Count>();
  for (const measured of corpus) {
    const theirs = measured[tool];
    if (theirs === undefined) continue;
    const own = lint(measured.text, configurations[tool]).flatMap(({ line, names }) => names.map((name): Reported => [line + 1, name]));
    const keys = (reported: readonly Reported[]): Set<string> =>
      new Set(
        reported
          .filter(([, name]) => counted(name) && !name.startsWith('SC') && !notMeasured.has(name))
          .map(([line, name]) => `${line} ${name}`),
      );
    const [ours, others] = [keys(own), keys(theirs)];
    for (const key of new Set([...ours, ...others])) {
      const name = key.split(' ')[1] ?? '';
      const count = counts.get(name) ?? { both: 0, ours: [], theirs: [] };
      counts.set(name, count);
      const place = `${measured.file}:${key.split(' ')[0] ?? ''}`;
      if (!others.has(key)) count.ours.push(place);
      else if (!ours.has(key)) count.theirs.push(place);
      else count.both++;
    }
  }
  return counts;
}

function print(tool: string, counts: ReadonlyMap<string, Count>, details: boolean): boolean {
  console.log(`\n${tool.padEnd(34)}     both     ours   theirs`);
  const total = { both: 0, ours: 0, theirs: 0 };
  for (const [name, { both, ours, theirs }] of [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    total.both += both;
    total.ours += ours.length;
    total.theirs += theirs.length;
    console.log(line(name, both, ours.length, theirs.length));
    if (details)
      for (const place of [...ours.map((one) => `ours   ${one}`), ...theirs.map((one) => `theirs ${one}`)]) console.log(`    ${place}`);
  }
  console.log(line('all', total.both, total.ours, total.theirs));
  const found = total.both / Math.max(1, total.both + total.theirs);
  const right = total.both / Math.max(1, total.both + total.ours);
  console.log(
    `of theirs we find ${percent(found)}, of ours they find ${percent(right)} (99 % wanted; docs/lint-agreement.json says which differences are meant)`,
  );
  return found >= 0.99 && right >= 0.99;
}

function line(name: string, both: number, ours: number, theirs: number): string {
  return `${name.padEnd(34)}${[both, ours, theirs].map((count) => String(count).padStart(9)).join('')}`;
}

function percent(part: number): string {
  return `${(part * 100).toFixed(2)} %`;
}
