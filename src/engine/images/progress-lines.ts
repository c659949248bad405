import type { IncomingMessage } from 'node:http';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { fromStreamError } from '../errors/errors';
import { type JsonObject, object, text } from '../json/json';
import { readJsonLines } from '../json/json-lines';
import type { EngineRequest, EngineTransport } from '../transport/transport';

/**
 * Sends a request that answers with lines of progress and reads them to the end. `{error}` in a line is an error, also
 * after status 200; a connection that ends early, an answer without a line (such as a web page) or a signal is one too.
 */
export async function followProgress(
  transport: EngineTransport,
  request: EngineRequest,
  onLine: (line: JsonObject) => void,
): Promise<void> {
  const response = await transport.stream(request);
  await readProgress(transport, request, response, onLine);
}

/** The same for an answer that is already there. */
async function readProgress(
  transport: EngineTransport,
  request: EngineRequest,
  response: IncomingMessage,
  onLine: (line: JsonObject) => void,
): Promise<void> {
  let lines = 0;
  try {
    for await (const line of readJsonLines(response as AsyncIterable<Buffer>, 'progressLine', transport.options.address)) {
      lines += 1;
      const error = text(object(line.errorDetail).message) || text(line.error);
      if (error !== '') throw fromStreamError(error, transport.context(request));
      onLine(line);
    }
  } catch (error) {
    throw transport.streamFailure(error, request);
  }
  const { operation } = request.context;
  if (lines === 0)
    throw failure('engineFailed', {
      operation,
      status: 200,
      detail: t('The answer to {0} is not from a container engine, or it was cut off.', operation),
    });
}
