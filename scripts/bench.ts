import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot, benchFiles } from './build/bundles';
import { messageOf } from './environment/failure';
import { prepareParts, startBench } from './testing/parts';

/** What a benchmark gets: the variables of a suite (docs/testing.md), with an engine and registries behind them. */
export type BenchEnvironment = Readonly<Record<string, string>>;

interface Benchmark {
  run(environment: BenchEnvironment): Promise<void>;
}

/** npm run bench [-- NAME…]: runs each test/bench/*.bench.ts, which prints its own table. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const files = benchFiles().filter((file) => positionals.length === 0 || positionals.some((name) => file.includes(name)));
  if (files.length === 0) throw new Error('no benchmark of that name in test/bench');
  const parts = await prepareParts();
  try {
    const { environment } = await startBench(parts, 'bench', 'docker-20');
    for (const file of files) {
      console.log(`\n${path.basename(file, '.bench.ts')}`);
      const benchmark = (await import(pathToFileURL(path.join(projectRoot, file)).href)) as Benchmark;
      await benchmark.run(environment);
    }
  } finally {
    await parts.close();
  }
}

main().catch((error: unknown) => {
  console.error(messageOf(error));
  process.exitCode = 1;
});
