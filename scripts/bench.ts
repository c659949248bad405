import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot, benchFiles } from './build/bundles';
import type { EngineVersion } from './environment/engine-configuration';
import { messageOf } from './environment/failure';
import { prepareParts, startBench } from './testing/parts';

/** What a benchmark gets: the variables of a suite (docs/testing.md), with an engine and registries behind them. */
export type BenchEnvironment = Readonly<Record<string, string>>;

interface Benchmark {
  /** With which engines it runs, one after the other; Docker 20.10 when it does not say. */
  readonly engines?: readonly EngineVersion[];
  run(environment: BenchEnvironment): Promise<void>;
}

/** npm run bench [-- NAME…]: runs each test/bench/*.bench.ts, which prints its own table; SLIPWAY_TEST_ENGINES picks engines. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const files = benchFiles().filter((file) => positionals.length === 0 || positionals.some((name) => file.includes(name)));
  if (files.length === 0) throw new Error('no benchmark of that name in test/bench');
  const benchmarks = await Promise.all(
    files.map(async (file) => ({ file, benchmark: (await import(pathToFileURL(path.join(projectRoot, file)).href)) as Benchmark })),
  );
  const picked = process.env['SLIPWAY_TEST_ENGINES']?.split(',');
  for (const version of (['docker-20', 'docker-28'] as const).filter((each) => picked?.includes(each) ?? true)) {
    const wanted = benchmarks.filter(({ benchmark }) => (benchmark.engines ?? ['docker-20']).includes(version));
    if (wanted.length === 0) continue;
    const parts = await prepareParts();
    try {
      const { engine, environment } = await startBench(parts, 'bench', version);
      for (const { file, benchmark } of wanted) {
        console.log(`\n${path.basename(file, '.bench.ts')} (${engine.version})`);
        await benchmark.run(environment);
      }
    } finally {
      await parts.close();
    }
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
