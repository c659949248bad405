import { activationSources, buildHostTests, buildProduct, watchProduct } from './build/build';

// npm run build [-- --watch]: the extension, its command line and its pages, with their sizes. With --activation nothing is built,
// and what activation loads is listed by source.
async function main(): Promise<void> {
  if (process.argv.includes('--watch')) {
    await watchProduct();
    return;
  }
  if (process.argv.includes('--activation')) {
    for (const { file, bytes } of await activationSources()) console.log(`${String(bytes).padStart(8)} bytes  ${file}`);
    return;
  }
  const files = await buildProduct();
  for (const { file, bytes, atStart } of files) {
    console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${file}${atStart ? '' : ' (on first use)'}`);
  }
  if (process.argv.includes('--tests')) await buildHostTests();
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
