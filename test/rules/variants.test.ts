import assert from 'node:assert/strict';
import { readRecords } from '../support/dockerfile-record/record';
import { ruleRecords, writtenRecords } from '../support/dockerfile-record/rule-records';

describe('variants of the rules\' texts', () => {
  for (const [group, records] of ruleRecords()) {
    describe(group, () => {
      const written = readRecords(writtenRecords(group));
      it('are those that were written down', () => assert.deepEqual([...written.keys()], [...records.keys()]));
      for (const [title, record] of records) {
        it(title, () => assert.equal(record(), written.get(title), 'npx tsx scripts/record-rules.ts writes test/rules/*/variants.txt anew; read the difference'));
      }
    });
  }
});
