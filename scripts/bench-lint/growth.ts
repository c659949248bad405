import { builderErrors } from '../../src/dockerfile/builder-errors';
import { fixAll } from '../../src/dockerfile/fix-all';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { growingFiles, type GrowingFile } from '../../test/support/growing-files';

const large = 300_000;
const times = 5;

/** What is measured of a text, by name. */
const works: Readonly<Record<string, (text: string) => unknown>> = {
  check: (text) => {
    const file = parseDockerfile(text);
    return [lintDockerfile(file), builderErrors(file)];
  },
  fixes: (text) => lintDockerfile(parseDockerfile(text)).map(({ fix, alternatives }) => [fix, alternatives]),
  'fix all': (text) => fixAll(text),
};

/**
 * Checks each kind of file at 60 kB and at 300 kB and prints those that take long or more than ten times as long; whether
 * none takes more than a second for 300 kB.
 */
export function growth(wanted: string): boolean {
  let good = true;
  for (const [work, run] of Object.entries(works)) {
    if (wanted !== '' && !wanted.split(',').includes(work)) continue;
    const measured: { readonly name: string; readonly time: number; readonly ratio: number }[] = [];
    for (const kind of growingFiles) {
      const small = timeOf(run, textOf(kind, large / times));
      const time = timeOf(run, textOf(kind, large));
      measured.push({ name: kind.name, time, ratio: time / Math.max(small, 1) });
    }
    const slow = measured.filter(({ time, ratio }) => time > 1_000 || (ratio > 2 * times && time > 50)).sort((a, b) => b.time - a.time);
    console.log(
      `\n${work}: ${measured.length} kinds of files of 300 kB, ${slow.length} slow or growing, the slowest ${Math.max(...measured.map(({ time }) => time)).toFixed(0)} ms`,
    );
    for (const { name, time, ratio } of slow)
      console.log(`  ${name.padEnd(60)} ${time.toFixed(0).padStart(8)} ms  ${ratio.toFixed(1).padStart(7)} times that of a fifth`);
    good &&= measured.every(({ time }) => time <= 1_000);
  }
  return good;
}

/** Milliseconds of the processor, so that a busy machine changes little. */
function timeOf(run: (text: string) => unknown, text: string): number {
  const start = process.cpuUsage();
  run(text);
  return process.cpuUsage(start).user / 1_000;
}

/** About so many characters. */
function textOf({ make }: GrowingFile, length: number): string {
  const one = (make(2_000).length - make(1_000).length) / 1_000;
  return make(Math.max(2, Math.floor(length / Math.max(1, one))));
}
