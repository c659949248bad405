import { buildProduct } from './build/build';
import { packageExtension } from './build/package';

// npm run package: dist/slipway-VERSION.vsix, ready to install.
async function main(): Promise<void> {
  await buildProduct();
  const { file, bytes } = await packageExtension();
  console.log(`${file} (${(bytes / 1000).toFixed(0)} kB)`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
