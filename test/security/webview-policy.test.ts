import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pagePolicy } from '../../src/ui/pages/page-policy';

const sources = ['src/webview/pages', 'src/ui/pages'].flatMap((folder) =>
  readdirSync(folder, { recursive: true }).map(String).filter((file) => /\.ts$/.test(file) && !file.endsWith('.d.ts')).map((file) => path.join(folder, file)),
);

describe('the policy of pages', () => {
  it('names everything for which the default does not stand, and lets in a script by its nonce only', () => {
    const policy = new Map(pagePolicy('https://page.example', 'abc').split('; ').map((directive): [string, string] => {
      const [name = '', ...values] = directive.split(' ');
      return [name, values.join(' ')];
    }));
    for (const name of ['default-src', 'form-action', 'base-uri']) assert.equal(policy.get(name), "'none'", name);
    assert.equal(policy.get('script-src'), "'nonce-abc'");
    for (const [name, values] of policy) assert.doesNotMatch(values, /unsafe|\*|data:|blob:|https?:(?!\/\/page\.example)/, name);
  });

  it('is the policy of every page, and no page makes markup or programs of text', () => {
    for (const file of sources) {
      // Shapes of charts, whose elements and attributes are a closed type.
      const source = readFileSync(file, 'utf8').replace(/(ShapeAttribute[^]*)made\.setAttribute\(key, String\(value\)\)/, '$1');
      assert.doesNotMatch(source, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setAttribute\((?!'(?:data-|aria-|list'))|DOMParser|createContextualFragment|srcdoc|\.href\b|\.src\b/, file);
      if (/webview\.html =/.test(source)) assert.match(source, /webview\.html = pageHtml\(/, file);
    }
    assert.equal(sources.filter((file) => /Content-Security-Policy/.test(readFileSync(file, 'utf8'))).length, 1);
  });
});
