import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { bundledPackages, noticesText, readPackage } from '../../scripts/build/notices';

describe('the licences of what is shipped', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-notices-'));
  after(() => rmSync(folder, { recursive: true }));

  function packageOf(manifest: object, files: Readonly<Record<string, string>> = {}): string {
    const place = mkdtempSync(path.join(folder, 'package-'));
    writeFileSync(path.join(place, 'package.json'), JSON.stringify({ name: 'x', version: '1.0.0', ...manifest }));
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(place, name), text);
    return place;
  }

  it('a licence that may not be shipped, or none, is refused', () => {
    for (const license of ['GPL-3.0-only', 'GPL-2.0-or-later', 'AGPL-3.0-only', 'LGPL-2.1', '(MIT OR GPL-3.0)', 'SEE LICENSE IN LICENSE', 'UNLICENSED', 'constructor', undefined, { type: 'MIT' }]) {
      assert.throws(() => readPackage(packageOf({ license }, { LICENSE: 'text' })), /may be shipped/, JSON.stringify(license));
    }
  });

  it('a licence without its text is refused, unless the text follows from the author', () => {
    for (const files of [{}, { LICENSE: ' \n' }, { 'LICENSES.md': 'x' }, { NOTICE: 'x' }, { 'license-checker.js': '' }]) {
      assert.throws(() => readPackage(packageOf({ license: 'MIT', author: 'Ada' }, files)), /not in the package/, JSON.stringify(files));
    }
    assert.match(readPackage(packageOf({ license: 'ISC', author: 'Ada <a@example.com>' })).texts.join(), /Copyright \(c\) Ada\n/);
    assert.match(readPackage(packageOf({ license: 'ISC', author: { name: 'Ada' } })).texts.join(), /Copyright \(c\) Ada\n/);
    assert.throws(() => readPackage(packageOf({ license: 'ISC' })), /not in the package/);
  });

  it('texts are taken whole, however their files are named, with the notice that is kept with them', () => {
    for (const name of ['LICENSE', 'license', 'License.txt', 'LICENCE.md', 'COPYING', 'license.md', 'LICENSE-MIT']) {
      assert.deepEqual(readPackage(packageOf({ license: 'MIT' }, { [name]: '\ufeffline  \r\nnext\r\n' })).texts, ['line\nnext'], name);
    }
    assert.deepEqual(readPackage(packageOf({ license: 'Apache-2.0' }, { LICENSE: 'licence', NOTICE: 'notice' })).texts, ['licence', 'notice']);
  });

  it('all that is bundled is named with its version, its licence and its text, and nothing else', async function () {
    this.timeout(60_000);
    const packages = await bundledPackages();
    const notices = readFileSync('THIRD-PARTY-NOTICES', 'utf8');
    assert.equal(notices, noticesText(packages));
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> };
    for (const [name, version] of Object.entries(dependencies)) assert.ok(notices.includes(`- ${name} ${version} (`), name);
    for (const { name, version, license, texts } of packages) {
      assert.ok(notices.includes(`- ${name} ${version} (${license})\n`), name);
      for (const text of texts) assert.ok(notices.includes(text), name);
    }
    assert.doesNotMatch(notices, /\bA?L?GPL\b|General Public License/);
    assert.match(readFileSync('.vscodeignore', 'utf8'), /^!THIRD-PARTY-NOTICES$/m);
  });
});
