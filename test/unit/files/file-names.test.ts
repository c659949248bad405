import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { nameKey } from '../../../src/core/name-key';
import { NewNames, portableFileName } from '../../../src/files/file-names';

const devices = ['con', 'PRN', 'aux', 'NUL', 'CONIN$', 'conout$', 'clock$', ...['com', 'LPT'].flatMap((name) => Array.from('0123456789¹²³').map((digit) => name + digit))];

/** What Windows says of names, in words of its own documentation, apart from the code under test. */
function isFitForAll(name: string): boolean {
  const stem = (name.split('.')[0] ?? '').replace(/ +$/, '').toLowerCase();
  const bad = Array.from(name).some((character) => '<>:"/\\|?*'.includes(character) || (character.codePointAt(0) ?? 0) < 32);
  return name !== '' && !bad && !/[. ]$/.test(name) && !name.startsWith('.') && Buffer.byteLength(name) <= 220 && !devices.some((device) => device.toLowerCase() === stem);
}

describe('file names', () => {
  it('names no device of Windows, with any ending', () => {
    for (const device of devices) {
      for (const ending of ['', '.tar', '.tar.gz']) {
        for (const text of [device, `${device}.x`, `${device} .x`, `${device}.`, `${device} `]) assert.ok(isFitForAll(portableFileName(text, ending)), `${text} ${ending}: ${portableFileName(text, ending)}`);
      }
    }
  });

  it('leaves names alone that are fit for all', () => {
    for (const name of ['web', 'Web-1.2_3', 'console', 'com10', 'com', 'nullable', 'a.con', '网页', 'café', 'a b']) assert.equal(portableFileName(name, '.tar'), `${name}.tar`);
  });

  it('makes one of any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ maxLength: 400, minLength: 150 }), fc.constantFrom(...devices)), fc.constantFrom('', '.tar', '.tar.zst'), (text, ending) => {
        const name = portableFileName(text, ending);
        return name.endsWith(ending) && isFitForAll(name) && name === portableFileName(name.slice(0, name.length - ending.length), ending);
      }),
      { numRuns: 3000 },
    );
  });

  it('has one key for names that some file system takes for one', () => {
    for (const [left, right] of [['Web', 'web'], ['É', 'e\u0301'], ['STRASSE', 'straße'], ['Σς', 'σσ'], ['ﬁ', 'FI']] as const) assert.equal(nameKey(left), nameKey(right), left);
    assert.notEqual(nameKey('web'), nameKey('wéb'));
  });

  describe('in a folder', () => {
    let folder = '';
    beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'slipway-names-'))));
    afterEach(() => rm(folder, { recursive: true }));

    it('gives none twice, and none that differs in case alone from another or from what is there', async () => {
      await writeFile(path.join(folder, 'DB.tar'), '');
      await writeFile(path.join(folder, 'busy.tar.0123456789ab.part'), '');
      const names = await NewNames.in(folder);
      const taken = ['Web', 'web', 'WEB', 'web-2', 'db', 'busy', 'con', 'CON', 'a:b', 'a*b'].map((text) => path.basename(names.take(text, '.tar')));
      assert.deepEqual(taken, ['Web.tar', 'web-2.tar', 'WEB-3.tar', 'web-2-2.tar', 'db-2.tar', 'busy-2.tar', 'con_.tar', 'CON_-2.tar', 'a_b.tar', 'a_b-2.tar']);
    });

    it('gives as many names as are asked for', async () => {
      const names = await NewNames.in(folder);
      fc.assert(
        fc.property(fc.array(fc.oneof(fc.constantFrom('a', 'A', 'a-2', 'ä', 'A\u0308', 'nul', 'x'.repeat(300)), fc.string())), (texts) => {
          const given = texts.map((text) => nameKey(names.take(text, '.tar')));
          return new Set(given).size === texts.length;
        }),
      );
    });
  });
});
