import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { restrictedSettings, settings } from '../../src/settings';

const root = path.resolve(__dirname, '../..');

/** Settings that an untrusted workspace may decide, and why that does no harm. */
const harmless: Readonly<Record<string, string>> = {
  'images.sortBy': 'order of rows',
  'images.groupBy': 'order of rows',
  'images.groupByLabel': 'order of rows',
  'images.showDangling': 'rows of the engine',
  'images.showIntermediate': 'rows of the engine',
  'images.showDigests': 'rows of the engine',
  'containers.groupByComposeProject': 'order of rows',
  'containers.offerCommit': 'a question, after a shell that needs trust',
  'lint.enable': 'findings',
  'lint.rules': 'findings',
  'language.completion': 'texts of Slipway',
  'language.hover': 'texts of Slipway',
  'language.signatureHelp': 'texts of Slipway',
  'language.formatting': 'edits that are asked for',
  'language.outline': 'texts of the file',
  'language.folding': 'texts of the file',
  'language.links': 'links that are shown before they are followed',
  'language.definition': 'places in the file',
  'language.references': 'places in the file',
  'language.highlight': 'places in the file',
  'language.rename': 'edits that are asked for',
  'language.buildLens': 'buttons, whose command asks for trust',
  'language.semanticTokens': 'colours',
  'language.pathCompletion': 'names of files of the workspace',
};

describe('settings of a workspace that nobody trusts', () => {
  for (const { key } of settings) {
    it(`decide about ${key} ${key in harmless ? 'only how things look' : 'nothing'}`, () => {
      assert.equal(restrictedSettings.includes(key), !(key in harmless), 'a new setting is restricted, or it stands above with the reason why it need not be');
    });
  }
  it('decide about no engine, request or program', () => {
    for (const key of ['engine.context', 'images.checkDaily', 'lint.shellcheck', 'language.imageCompletion', 'language.imageHover'] as const) assert.ok(restrictedSettings.includes(key), key);
  });
  it('are left out by VS Code, which has it from the manifest', () => {
    const { capabilities, contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as {
      readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] } };
      readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, unknown>> } };
    };
    assert.equal(capabilities.untrustedWorkspaces.supported, 'limited');
    assert.deepEqual(capabilities.untrustedWorkspaces.restrictedConfigurations, restrictedSettings.map((key) => `slipway.${key}`));
    for (const key of restrictedSettings) assert.ok(`slipway.${key}` in contributes.configuration.properties);
  });
  // What VS Code itself lets a workspace set (`files.simpleDialog.enable`) starts nothing here.
  it('are read past the port by nothing that is restricted', () => {
    const files = readdirSync(path.join(root, 'src'), { recursive: true }).map(String).filter((name) => name.endsWith('.ts') && name !== path.join('ui', 'ports', 'storage.ts'));
    const keys = files.flatMap((name) => [...readFileSync(path.join(root, 'src', name), 'utf8').matchAll(/\bgetConfiguration\((?!'files'\))[^)]*\)\s*\.(?:get|inspect)(?:<.*?>)?\('([^']*)'/g)].map(([, key = '']) => key));
    assert.deepEqual([...new Set(keys)].sort(), ['lint.enable', 'lint.rules']);
    const opened = files.filter((name) => /\bgetConfiguration\((?!'files'\))/.test(readFileSync(path.join(root, 'src', name), 'utf8')));
    assert.deepEqual(opened.sort(), [path.join('ui', 'language', 'lint-configurations.ts'), path.join('ui', 'language', 'lint-session.ts')]);
  });
});
