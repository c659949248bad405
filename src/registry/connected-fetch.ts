import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/** Thrown when the address of a connection is not allowed; nothing was sent then. */
export class AddressRefused extends Error {}

/** Whether a request may be sent to an IP address; `undefined` where a proxy makes the connection, to what it finds. */
export type MayConnect = (address: string | undefined) => boolean;

interface Visit {
  readonly port: number;
  readonly mayConnect: MayConnect;
  proxied: boolean;
  refused: boolean;
}

/** What undici tells: https://undici.nodejs.org/#/docs/api/DiagnosticsChannel. */
interface Told {
  readonly request: { readonly method?: string };
  readonly socket?: { readonly remoteAddress?: string; readonly remotePort?: number; destroy(error: Error): unknown };
}

const current = new AsyncLocalStorage<Visit>();
const visits = new WeakMap<object, Visit>();
let onTheWay = 0;

function created(message: unknown): void {
  const { request } = message as Told;
  const visit = current.getStore();
  if (!visit) return;
  if (request.method === 'CONNECT') visit.proxied = true;
  else visits.set(request, visit);
}

/** Before anything is written. */
function sending(message: unknown): void {
  const { request, socket } = message as Told;
  const visit = visits.get(request);
  if (!visit || socket?.remoteAddress === undefined) return;
  // A tunnel that was there before has the port of its proxy.
  const isProxy = visit.proxied || socket.remotePort !== visit.port;
  if (visit.mayConnect(isProxy ? undefined : socket.remoteAddress)) return;
  visit.refused = true;
  socket.destroy(new AddressRefused());
}

function begin(): void {
  if (onTheWay++ > 0) return;
  subscribe('undici:request:create', created);
  subscribe('undici:client:sendHeaders', sending);
}

/** While nothing is on the way nobody pays for the looking. */
function end(): void {
  if (--onTheWay > 0) return;
  unsubscribe('undici:request:create', created);
  unsubscribe('undici:client:sendHeaders', sending);
  current.disable();
}

/**
 * Fetches, telling `mayConnect` the IP address that is really connected to, before anything is sent there: what a name stood for a
 * moment before says nothing. VS Code makes connections of its own behind `fetch`, with the user's proxy and certificates; they
 * are seen by what Node's HTTP client tells of each request. Throws {@link AddressRefused} where `mayConnect` says no.
 */
export async function connectedFetch<Answer>(url: URL, mayConnect: MayConnect, fetch: () => Promise<Answer>): Promise<Answer> {
  const port = Number(url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : url.port);
  const visit: Visit = { port, mayConnect, proxied: false, refused: false };
  begin();
  try {
    const answer = await current.run(visit, fetch);
    if (visit.refused) throw new AddressRefused();
    return answer;
  } catch (error) {
    throw visit.refused ? new AddressRefused() : error;
  } finally {
    end();
  }
}
