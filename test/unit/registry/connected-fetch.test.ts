import assert from 'node:assert/strict';
import { channel } from 'node:diagnostics_channel';
import { AddressRefused, connectedFetch } from '../../../src/registry/connected-fetch';

const created = channel('undici:request:create');
const sending = channel('undici:client:sendHeaders');
const watched = (): readonly boolean[] => [created.hasSubscribers, sending.hasSubscribers];

/** A connection that Node's HTTP client tells of. */
class Connection {
  destroyed: Error | undefined;
  constructor(readonly remoteAddress: string | undefined, readonly remotePort: number) {}
  destroy(error: Error): void { this.destroyed = error; }
}

/** What the client tells while it sends a request, behind proxies with a `CONNECT` before. */
async function tell(connection: Connection, connects = false): Promise<string> {
  const request = { method: 'GET' };
  created.publish({ request });
  await Promise.resolve();
  if (connects) created.publish({ request: { method: 'CONNECT' } });
  sending.publish({ request, socket: connection });
  if (connection.destroyed) throw new TypeError('fetch failed');
  return 'answer';
}

describe('a fetch that looks at connections', () => {
  const never = (): boolean => false;
  for (const [url, port] of [['https://r.example/', 443], ['http://r.example/', 80], ['https://r.example:5000/', 5000]] as const) {
    it(`is told of ${url}`, async () => {
      const seen: unknown[] = [];
      const good = new Connection('10.0.0.1', port);
      assert.equal(await connectedFetch(new URL(url), (address) => seen.push(address) > 0, () => tell(good)), 'answer');
      assert.deepEqual([seen, good.destroyed], [['10.0.0.1'], undefined]);
      const bad = new Connection('127.0.0.1', port);
      await assert.rejects(connectedFetch(new URL(url), never, () => tell(bad)), AddressRefused);
      assert.ok(bad.destroyed instanceof AddressRefused);
    });
  }
  it('refuses what answers in spite of that', async () => {
    const asking = connectedFetch(new URL('http://r.example/'), never, () => tell(new Connection('127.0.0.1', 80)).catch(() => 'answer'));
    await assert.rejects(asking, AddressRefused);
  });
  it('knows nothing of what a proxy connects to', async () => {
    const url = new URL('https://r.example/');
    for (const [connection, connects] of [[new Connection('127.0.0.1', 443), true], [new Connection('127.0.0.1', 3128), false], [new Connection(undefined, 443), false]] as const) {
      const seen: unknown[] = [];
      assert.equal(await connectedFetch(url, (address) => seen.push(address) > 0, () => tell(connection, connects)), 'answer');
      assert.deepEqual([seen, connection.destroyed], [connection.remoteAddress === undefined ? [] : [undefined], undefined]);
    }
  });
  it('leaves the requests of others alone, and all once its own have ended', async () => {
    const other = new Connection('127.0.0.1', 80);
    let proceed = (): void => undefined;
    const held = new Promise<void>((resolve) => (proceed = resolve));
    const both = ['a', 'b'].map(() => connectedFetch(new URL('http://r.example/'), never, () => held));
    await tell(other);
    assert.equal(other.destroyed, undefined);
    assert.deepEqual(watched(), [true, true]);
    proceed();
    await Promise.all(both);
    assert.deepEqual(watched(), [false, false]);
  });
  it('passes failures on', async () => {
    const fault = new RangeError('no');
    await assert.rejects(connectedFetch(new URL('http://r.example/'), never, () => Promise.reject(fault)), (error) => error === fault);
    assert.deepEqual(watched(), [false, false]);
  });
});
