import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';

/** Whether a registry answers at the address, with or without asking for a log-in; its certificate is not looked at. */
export function answers(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    const get = url.startsWith('https:') ? httpsGet : httpGet;
    const sent = get(`${url}/v2/`, { rejectUnauthorized: false, timeout: 2000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200 || response.statusCode === 401);
    });
    sent.once('timeout', () => sent.destroy());
    sent.once('error', () => {
      resolve(false);
    });
  });
}
