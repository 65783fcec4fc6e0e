import type { ConnectorClientOptions } from 'botframework-connector';

type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>;
type HttpRequest = Parameters<HttpClient['sendRequest']>[0];
type HttpResponse = Awaited<ReturnType<HttpClient['sendRequest']>>;

/** Why the channel did not take a message; travels as the `cause` of an Error through botbuilder. */
export interface Refusal {
  readonly status: number;
  readonly retryAfterMs: number | null;
}

/** A server that never answers is given up after this long (botbuilder itself would wait for ever). */
const deliveryTimeoutMs = 10_000;

/**
 * What botbuilder uses to reach the channel instead of its own client, for two reasons: its own waits
 * without limit, and it repeats a POST after a 5xx, which can post twice. Here every answer from 400 on
 * is an error with its status, and teams/outbox.ts decides what is repeated.
 */
export function createDelivery(): HttpClient {
  return {
    async sendRequest(request: HttpRequest): Promise<HttpResponse> {
      const response = await fetch(request.url, {
        method: request.method,
        headers: request.headers.toJson({ preserveCase: true }),
        body: typeof request.body === 'string' ? request.body : null,
        redirect: 'error',
        signal: AbortSignal.timeout(deliveryTimeoutMs),
      });
      const text = await response.text();
      if (response.status >= 400) {
        const refusal: Refusal = { status: response.status, retryAfterMs: retryAfterMs(response.headers.get('retry-after')) };
        throw new Error(`The channel answered ${response.status}.`, { cause: refusal });
      }
      const headers = Object.fromEntries(response.headers.entries());
      // Only toJson is called on it (core-http-compat's toPipelineResponse); its class is not exported.
      return { request, status: response.status, headers: { toJson: () => headers }, bodyAsText: text } as unknown as HttpResponse;
    },
  };
}

/** Retry-After in seconds, or as a date; null where it is absent or nonsense. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const seconds = Number(header);
  if (Number.isFinite(seconds) && seconds >= 0) return Math.min(seconds * 1000, 3_600_000);
  const at = Date.parse(header);
  return Number.isNaN(at) ? null : Math.max(0, Math.min(at - Date.now(), 3_600_000));
}

/** The refusal in an error that came back through botbuilder; null where nothing was heard (timeout, network). */
export function refusalOf(error: unknown): Refusal | null {
  const cause: unknown = error instanceof Error ? error.cause : null;
  return typeof cause === 'object' && cause !== null && 'status' in cause && typeof cause.status === 'number' ? (cause as Refusal) : null;
}
