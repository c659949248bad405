import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ESLint, Linter } from 'eslint';

const root = path.resolve(__dirname, '../../..');

const refused: readonly string[] = [
  "process.platform;",
  "process['platform'];",
  "process.env;",
  "process.env.HOME;",
  "process.env['HOME'];",
  "process[name];",
  "process.getuid?.();",
  "process.arch;",
  "globalThis.process.platform;",
  "const { platform } = process;",
  "const { env: { HOME } } = process;",
  "const { ...all } = process;",
  "const f = (platform = process.platform) => platform;",
  "import process from 'node:process';",
  "import { platform } from 'node:process';",
  "import { env } from 'process';",
  "import os from 'node:os';",
  "import * as os from 'os';",
  "import { homedir } from 'node:os';",
  "import { EOL } from 'os';",
  "const os = await import('node:os');",
  "import path from 'node:path'; path.sep;",
  "import path from 'node:path'; path.delimiter;",
  "import { sep } from 'node:path';",
  "import { delimiter } from 'path';",
  "import path from 'node:path'; const { sep } = path;",
  "import { hostEnvironment } from '../engine/contexts/host-environment';",
  "import { hostEnvironment as here } from './host-environment';",
];

const letBe: readonly string[] = [
  "import path from 'node:path'; path.win32.sep;",
  "process.pid;",
  "process.on('exit', f);",
  "process.kill(1, 0);",
  "const { pid } = process;",
  "host.platform;",
  "app.host.variables.HOME;",
  "const { platform } = app.host;",
  "import path from 'node:path'; path.join('a', 'b');",
  "import { posix, win32 } from 'node:path';",
  "import { programHost } from '../engine/contexts/host-environment';",
];

describe('what is of the computer', () => {
  let messages: (code: string, file?: string) => readonly string[];

  before(async () => {
    const loaded = (await import(pathToFileURL(path.join(root, 'scripts/lint/outside-host.mjs')).href)) as { readonly outsideHost: NonNullable<ESLint.Plugin['rules']>[string] };
    const linter = new Linter({ cwd: root });
    messages = (code, file = 'src/core/a.ts') =>
      linter
        .verify(code, [{ files: ['**/*.ts'], languageOptions: { ecmaVersion: 2023, sourceType: 'module' }, plugins: { own: { rules: { 'outside-host': loaded.outsideHost } } }, rules: { 'own/outside-host': 'error' } }], { filename: path.join(root, file) })
        .map(({ ruleId, message }) => ruleId ?? message);
  });

  for (const code of refused) it(`is not read by ${code}`, () => assert.ok(messages(code).every((rule) => rule === 'own/outside-host') && messages(code).length > 0, messages(code).join(' ')));
  for (const code of letBe) it(`is nothing in ${code}`, () => assert.deepEqual(messages(code), []));

  it('is read where it is handed down from, and nowhere else', () => {
    for (const file of ['src/engine/contexts/host-environment.ts', 'src/cli/main.ts']) assert.deepEqual(messages("import { homedir } from 'node:os'; process.env; process.platform;", file), []);
    assert.deepEqual(messages("import { hostEnvironment } from './engine/contexts/host-environment';", 'src/extension.ts'), []);
    for (const file of ['src/extension.ts', 'src/engine/other.ts', 'src/cli/other.ts', 'src/ui/main.ts', 'src/ui/host-environment.ts']) assert.deepEqual(messages('process.platform;', file), ['own/outside-host'], file);
  });
});
