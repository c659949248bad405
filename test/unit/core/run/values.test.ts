import assert from 'node:assert/strict';
import { isIP, isIPv4, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { isIpv4, isIpv6, readCpus, readCsv, readDuration, readIp, readMacAddress } from '../../../../src/core/run/values';

/** What reads as told, and what is refused with that. */
function table<Value>(name: string, read: (text: string) => Value, cases: readonly (readonly [text: string, value: Value | RegExp])[]): void {
  describe(name, () => {
    for (const [text, value] of cases) {
      it(JSON.stringify(text), () => {
        if (value instanceof RegExp) assert.throws(() => read(text), value);
        else assert.deepEqual(read(text), value);
      });
    }
  });
}

describe('addresses of run options', () => {
  const part = fc.oneof(fc.constantFrom('', '0', '00', '1', '10', '255', '256', '01', '1e1', 'a', 'F0f', 'ffff', '12345', 'g', ' ', '-1', '999'), fc.nat(300).map(String));
  const written = fc.oneof(
    fc.array(part, { minLength: 3, maxLength: 5 }).map((parts) => parts.join('.')),
    fc.array(part, { minLength: 1, maxLength: 9 }).map((parts) => parts.join(':')),
    fc.tuple(fc.array(part, { maxLength: 7 }), fc.array(part, { minLength: 4, maxLength: 4 })).map(([groups, tail]) => [...groups, tail.join('.')].join(':')),
    fc.ipV4(), fc.ipV6(),
  );
  const known = ['::', '::1', '1::', '1:2:3:4:5:6:7:8', '1:2:3:4:5:6:7::', '::2:3:4:5:6:7:8', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '1::2::3', ':::', '1:::2', ':1', '1:', '::ffff:1.2.3.4', '1:2:3:4:5:6:1.2.3.4', '1:2:3:4:5:6:7:1.2.3.4', '::1.2.3', '::1.2.3.256', '::1.2.3.4:5', '1.2.3.4', '1.2.3', '1.2.3.4.5', '01.2.3.4', ''];

  it('are those that Node knows', () => {
    for (const text of known) assert.deepEqual([isIpv4(text), isIpv6(text)], [isIPv4(text), isIPv6(text)], text);
    fc.assert(fc.property(written, (text) => isIpv4(text) === isIPv4(text) && isIpv6(text) === isIPv6(text)), { numRuns: 3000, seed: 1 });
  });
  it('may have blanks around them', () => {
    for (const text of ['1.2.3.4', '::1']) assert.equal(readIp(` ${text} `), text);
    for (const text of known.filter((one) => isIP(one) === 0)) assert.throws(() => readIp(text), /is not an IP address/, text);
  });
});

table('numbers of CPUs', readCpus, [
  ['1', 1e9], ['0', 0], ['1.5', 15e8], ['12.25', 1225e7], ['123', 123e9], ['.5', 5e8], ['2.', 2e9], ['+3', 3e9], ['1e1', 1e10], ['1E-3', 1e6], ['5e+1', 5e10], ['3/2', 15e8], ['1/3', /at most nine/], ['12.5/5', 25e8],
  ['0.000000001', 1], ['0.0000000001', /at most nine/], ['-1', /is not a number of CPUs/], ['', /is not a number/], ['.', /is not a number/], ['1/0', /is not a number/], ['1/', /is not a number/], ['x', /is not a number/], ['1x', /is not a number/], ['x1', /is not a number/], ['1e', /is not a number/],
]);

table('durations of run options', readDuration, [['1s', 1e9], ['1m30s', 9e10], ['0', 0], ['-1s', /cannot be negative/], ['x', /is not a duration/], ['5', /is not a duration/]]);

table('fields between commas', readCsv, [
  ['', ['']], ['a', ['a']], ['a,b', ['a', 'b']], ['a,,b', ['a', '', 'b']], ['a,', ['a', '']], [',', ['', '']], ['"a,b",c', ['a,b', 'c']], ['"a""b"', ['a"b']], ['""', ['']], ['a b', ['a b']],
  ['"a', /The quotes in ""a" do not match/], ['a"b', /do not match/], ['"a"b', /do not match/], ['a,"b', /do not match/], ['"a"""', ['a"']],
]);

table('MAC addresses', readMacAddress, [
  ['00:11:22:33:44:55', '00:11:22:33:44:55'], [' aA-bB-cC-dD-eE-fF ', 'aA-bB-cC-dD-eE-fF'], ['0011.2233.4455', '0011.2233.4455'], ['00:11:22:33:44:55:66:77', '00:11:22:33:44:55:66:77'], ['0011.2233.4455.6677', '0011.2233.4455.6677'],
  ...['', '00:11:22:33:44', '00:11:22:33:44:55:66', '00:11-22:33:44:55', '001122334455', '0:1:2:3:4:5', 'x00:11:22:33:44:55', '00:11:22:33:44:55x', '0011.2233', '0011.2233.4455.6677.8899', '0g:11:22:33:44:55'].map((text) => [text, /is not a MAC address/] as const),
]);
