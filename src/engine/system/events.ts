import type { EngineEvent, EngineSystem } from './system';
import type { EngineFilters } from '../operation';
import { type JsonObject, number, object, text, textMap } from '../json/json';
import { readJsonLines } from '../json/json-lines';
import type { EngineRequest, EngineTransport } from '../transport/transport';
import { own } from '../../core/records';

/** The engine's event stream. */
export function eventMethods(transport: EngineTransport): Pick<EngineSystem, 'streamEvents'> {
  return { streamEvents: (options) => eventsOf(transport, options) };
}

/** The events that the filters let through, as {@link EngineSystem.streamEvents} tells them. */
export async function eventsOf(
  transport: EngineTransport,
  { since, filters, signal, onOpen, onEvent }: Parameters<EngineSystem['streamEvents']>[0] & { readonly filters?: EngineFilters },
): Promise<void> {
  const request: EngineRequest = {
    method: 'GET',
    path: '/events',
    query: { since: since === undefined ? undefined : (since / 1000).toFixed(6), filters },
    signal,
    context: { operation: 'events' },
  };
  try {
    const response = await transport.stream(request);
    onOpen();
    for await (const line of readJsonLines(response as AsyncIterable<Buffer>, 'event', transport.options.address)) {
      const event = engineEvent(line);
      if (event) onEvent(event);
    }
  } catch (error) {
    if (signal.aborted) return;
    const failed = transport.streamFailure(error, request);
    // The engine has gone: for a stream of events that is its end.
    if (failed.kind !== 'connectionLost') throw failed;
  }
}

const types: readonly EngineEvent['type'][] = ['image', 'container', 'volume', 'network', 'daemon', 'builder', 'plugin'];

/** Podman's words for what Docker calls otherwise. */
const podmanActions: Readonly<Record<string, string>> = {
  'container died': 'die',
  'container exec_died': 'exec_die',
  'container remove': 'destroy',
  'container exited': 'die',
  'image remove': 'delete',
  'image loadfromarchive': 'load',
  'volume remove': 'destroy',
  'network remove': 'destroy',
};

/** No object has a longer id or name; what is read because of an event names it in the address of a request. */
const longestId = 1_024;

/** One line of the stream, or undefined for a type that Slipway does not know, such as Podman's pods. */
export function engineEvent(line: JsonObject): EngineEvent | undefined {
  const type = types.find((known) => known === line.Type);
  if (!type) return undefined;
  const actor = object(line.Actor);
  // `exec_start: sh -c …` and `health_status: healthy` carry an argument.
  const [verb = '', argument] = (text(line.Action) || text(line.status)).split(/:(.*)/s);
  const action = own(podmanActions, `${type} ${verb}`) ?? verb;
  const id = text(actor.ID) || text(line.id);
  if (id.length > longestId) return undefined;
  const attributes = textMap(actor.Attributes);
  const time = number(line.timeNano) / 1e6 || number(line.time) * 1000;
  return {
    type,
    action,
    id,
    attributes: argument === undefined ? attributes : { ...attributes, argument: argument.trim() },
    time,
  };
}
