import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { importViolations } from '../../scripts/imports';

describe('imports', function () {
  // Every source file is parsed.
  this.timeout(30_000);

  it('follow the direction of the architecture', () => {
    const violations = importViolations(path.resolve(__dirname, '../..'));
    assert.deepEqual(
      violations.map(({ file, imported, reason }) => `${file} imports ${imported}: ${reason}`),
      [],
    );
  });

  describe('that go astray', () => {
    let root: string;
    beforeEach(() => {
      root = mkdtempSync(path.join(os.tmpdir(), 'slipway-imports-'));
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const put = (file: string, text: string): void => {
      const full = path.join(root, 'src', file);
      mkdirSync(path.dirname(full), { recursive: true });
      writeFileSync(full, text);
    };

    it('are reported for vscode outside ui', () => {
      put('core/a.ts', "import * as vscode from 'vscode';\nexport const a = vscode;\n");
      assert.match(importViolations(root)[0]?.reason ?? '', /only ui and extension.ts may import vscode/);
    });

    it('are reported for components of pages outside webview, also by their own paths', () => {
      put('ui/a.ts', "import '@vscode-elements/elements/dist/vscode-button/index.js';\nexport const a = 1;\n");
      assert.match(importViolations(root)[0]?.reason ?? '', /only webview may import @vscode-elements/);
    });

    it('are reported for dockerode outside engine, also when loaded late', () => {
      put('commands/a.ts', "export const a = () => import('dockerode');\n");
      assert.match(importViolations(root)[0]?.reason ?? '', /only engine may import dockerode/);
    });

    it('are reported against the direction', () => {
      put('core/a.ts', "import { b } from '../engine/b';\nexport const a = b;\n");
      put('engine/b.ts', 'export const b = 1;\n');
      assert.match(importViolations(root)[0]?.reason ?? '', /core may import from nothing only/);
    });

    it('are reported from files to registries past the gate, also when loaded late', () => {
      put('registry/a.ts', 'export const a = 1;\n');
      put('ui/language/knowledge/b.ts', "import type { a } from '../../../registry/a';\nexport const b = (): Promise<{ a: typeof a }> => import('../../../registry/a');\n");
      put('ui/language/file-registries.ts', "import { a } from '../../registry/a';\nexport const c = a;\n");
      assert.deepEqual(importViolations(root).map(({ reason }) => reason), ['files reach registries through ui/language/file-registries.ts alone']);
    });

    it('are reported as cycles, types too', () => {
      put('core/a.ts', "import { b } from './b';\nexport const a = b;\n");
      put('core/b.ts', "import type { a } from './a';\nexport const b: typeof a | 1 = 1;\n");
      assert.match(importViolations(root)[0]?.reason ?? '', /a cycle/);
      put('core/b.ts', "export const b = 1;\n");
      assert.deepEqual(importViolations(root), []);
    });
  });
});
