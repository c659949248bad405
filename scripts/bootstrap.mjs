// The first thing that runs in a new clone: needs Node alone, installs what the other scripts need, and starts one of them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const [script, ...args] = process.argv.slice(2);

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  console.error(`Slipway's scripts need Node 20 or newer; this is ${process.version}.`);
  process.exit(1);
}
if (script === undefined || !/^[a-z-]+$/.test(script)) {
  console.error('Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]');
  process.exit(2);
}

// npm writes this file at the end of every installation.
const installed = path.join(root, 'node_modules/.package-lock.json');
const wanted = path.join(root, 'package-lock.json');
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.log("Installing the project's packages (npm ci)");
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (npm.status !== 0) process.exit(npm.status ?? 1);
}

// As a URL: the folder may have blanks, `#` and `%` in its name.
const tsx = pathToFileURL(path.join(root, 'node_modules/tsx/dist/loader.mjs')).href;
const child = spawn(process.execPath, ['--import', tsx, path.join(root, 'scripts', `${script}.ts`), ...args], {
  cwd: root,
  stdio: 'inherit',
});
// Ctrl+C reaches the child by itself; others are passed on. Either way the child's own end is waited for.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm passes a signal on to its shell alone, which ends without telling: who is left without a parent ends too.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) child.kill('SIGTERM');
}, 500).unref();
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
