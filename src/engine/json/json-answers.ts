import type { LimitName } from '../../core/limits';
import { JsonAnswer, type KeepElement } from './json-answer';
import { Limiter } from '../transport/limiter';
import { unlessAborted } from '../transport/request';

/** An answer from so many bytes on is a large one. */
const largeAnswer = 1_000_000;

/**
 * Reads the answers of one engine. Large ones are read one after the other, so that their memory does not add up; the
 * others wait in the engine.
 */
export class JsonAnswers {
  private readonly large = new Limiter(1);

  /** `from` is who answers, for errors. */
  constructor(private readonly from: string) {}

  /** Throws `limitExceeded`, what the response throws, and an error of the signal's while another answer is waited for. */
  async read(
    response: AsyncIterable<Buffer>,
    limit: LimitName,
    signal: AbortSignal,
    keep?: KeepElement,
  ): Promise<ReturnType<JsonAnswer['end']>> {
    const answer = new JsonAnswer(this.from, limit, keep);
    let leave: (() => void) | undefined;
    try {
      for await (const chunk of response) {
        if (answer.bytes > largeAnswer) leave ??= await this.turn(signal);
        answer.push(chunk);
      }
      return answer.end();
    } finally {
      leave?.();
    }
  }

  private async turn(signal: AbortSignal): Promise<() => void> {
    const entering = this.large.enter();
    try {
      return await unlessAborted(entering, signal);
    } catch (error) {
      void entering.then((leave) => leave());
      throw error;
    }
  }
}
