import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cached } from './cache';
import { EnvironmentFailure } from './failure';
import { ensurePackages } from './packages';
import { run } from './process';

/** code-server's version is VS Code's own plus a build; Node 24 is what its extension host is built for. */
const codeServerVersion = '4.139.1';
const stamp = 1;

/** The parts of an installed VS Code server. */
export interface VSCodeInstallation {
  /** The Node that must run it. */
  readonly node: string;
  /** VS Code's own server program. */
  readonly server: string;
}

/**
 * The VS Code that ships inside the npm package code-server; downloaded and built once (one to three minutes, 800 MB) and
 * kept in the cache.
 */
export async function installVSCode(say: (line: string) => void): Promise<VSCodeInstallation> {
  const platform = `${process.platform}-${process.arch}`;
  if (platform !== 'linux-x64' && platform !== 'linux-arm64') {
    throw new EnvironmentFailure(
      `the private VS Code runs on Linux (x64, arm64), not on ${platform}; use --desktop or npm run test:desktop`,
    );
  }
  const nodePackage = `node-${platform}`;
  const folder = await cached(`vscode-${codeServerVersion}-${stamp}`, async (unfinished) => {
    await ensurePackages(['vscode'], say);
    say(`Installing VS Code (code-server ${codeServerVersion}); this takes some minutes, once`);
    await writeFile(path.join(unfinished, 'package.json'), JSON.stringify({ private: true }));
    // Run by npm, this process has its variables: they name another Node and another project.
    const withoutOuterNpm = Object.fromEntries(
      Object.keys(process.env)
        .filter((name) => /^npm_/i.test(name))
        .map((name) => [name, undefined]),
    );
    const options = ['--no-audit', '--no-fund', '--no-update-notifier'];
    await run('npm', ['install', ...options, `${nodePackage}@24`], { cwd: unfinished, environment: withoutOuterNpm });
    const node = path.join(unfinished, 'node_modules', nodePackage);
    const environment = {
      ...withoutOuterNpm,
      PATH: `${path.join(node, 'bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
      npm_config_nodedir: node, // native modules must be built for this Node, not for the one that runs npm
    };
    await run('npm', ['install', ...options, `code-server@${codeServerVersion}`], { cwd: unfinished, environment, limit: 1_200_000 });
  });
  const modules = path.join(folder, 'node_modules');
  return {
    node: path.join(modules, nodePackage, 'bin', 'node'),
    server: path.join(modules, 'code-server', 'lib', 'vscode', 'out', 'server-main.js'),
  };
}
