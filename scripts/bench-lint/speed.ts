import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';
import { median, row } from '../../test/bench/measure';

const block = (number: number): string => `# step ${number}
RUN apt-get update && \\
    apt-get install -y --no-install-recommends curl=${number}.1 git-${number} \\
      python3-pip && \\
    rm -rf /var/lib/apt/lists/*
ENV A${number}=$PATH B${number}="x y" \\
    C${number}=z
COPY --chown=1000:1000 src/${number}/ /app/${number}/
RUN pip install --no-cache-dir example==${number} && cd /app/${number} && make -j4 | tee log
WORKDIR /app/${number}
EXPOSE ${number % 60000}
LABEL maintainer${number}="me" org.x=y
RUN curl -fsSL https://example.com/${number}.tar.gz | tar xz -C /opt && echo $A${number} > /etc/x
`;
const blockLines = 13;

/** About so many lines, in one stage or a stage for each dozen. */
function dockerfile(lines: number, stages: 'one' | 'many'): string {
  const parts = ['FROM debian:12 AS stage0\n'];
  for (let number = 1; number <= lines / blockLines; number++) {
    parts.push(block(number));
    if (stages === 'many') parts.push(`FROM debian:12 AS stage${number}\n`);
  }
  return parts.join('');
}

/** Milliseconds that parsing and checking take with all rules; each text is another one. */
function timeOf(texts: readonly string[]): number {
  return median(
    texts.map((text) => {
      const start = performance.now();
      lintDockerfile(parseDockerfile(text));
      return performance.now() - start;
    }),
  );
}

const limits = [
  { lines: 200, limit: 5, times: 60 },
  { lines: 2_000, limit: 30, times: 25 },
  { lines: 10_000, limit: 200, times: 9 },
] as const;

/** Prints medians beside the times that the issue sets; how fast the machine is, is not for us to say. */
export function speed(folder: string, commandLine: string): void {
  console.log(`\n${'milliseconds, median, warmed up'.padEnd(58)} ${'ours'.padStart(9)} ${''.padStart(18)}  limit`);
  const first = performance.now();
  lintDockerfile(parseDockerfile(dockerfile(200, 'one')));
  console.log(row('the first 200 lines in a new process', performance.now() - first, undefined, ''));
  // An editor has been checking for a while.
  for (const stages of ['one', 'many'] as const)
    timeOf(Array.from({ length: 12 }, (_, time) => dockerfile(2_000, stages).replaceAll('example==', `warm${time}==`)));
  for (const { lines, limit, times } of limits) {
    for (const stages of ['one', 'many'] as const) {
      const text = dockerfile(lines, stages);
      // No run finds the shell texts of the one before.
      const texts = Array.from({ length: times }, (_, time) =>
        text.replaceAll('example==', `example${time}==`).replaceAll('update', `update -${'q'.repeat(time + 1)}`),
      );
      console.log(row(`${lines} lines, ${stages} stage${stages === 'one' ? '' : 's'}`, timeOf(texts), undefined, `< ${limit}`));
    }
  }
  for (const stages of ['one', 'many'] as const) {
    const text = dockerfile(2_000, stages);
    const at = text.indexOf('make -j4', text.length >> 1);
    const edited = Array.from({ length: 60 }, (_, time) => `${text.slice(0, at)}${'x'.repeat(time + 1)}${text.slice(at)}`);
    console.log(row(`an edit in 2,000 lines, ${stages} stage${stages === 'one' ? '' : 's'}`, timeOf(edited), undefined, '< 10'));
  }
  const wholes = Array.from({ length: 5 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, [commandLine, '--no-fail', '--format', 'json', path.join(folder, 'files', '*')], { maxBuffer: 1 << 28 });
    return performance.now() - start;
  });
  console.log(row('the whole folder by slipway-lint', median(wholes), undefined, '< 2000'));
}
