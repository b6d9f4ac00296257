import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** A span, as it arrived. Ids are hexadecimal, times are nanoseconds. */
export interface ReceivedSpan {
  readonly service: string;
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  /** Empty without one. */
  readonly parentSpanId: string;
  readonly start: bigint;
  readonly end: bigint;
}

interface Collector extends AsyncDisposable {
  /** For `OTEL_EXPORTER_OTLP_ENDPOINT`. */
  readonly url: string;
  readonly spans: readonly ReceivedSpan[];
  /** Everything that arrived, as text: in protobuf, texts are as they are. */
  text(): string;
}

/** Stands in for a collector that speaks OTLP over HTTP as protobuf. */
export async function startCollector(): Promise<Collector> {
  const bodies: Buffer[] = [];
  const spans: ReceivedSpan[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    bodies.push(body);
    spans.push(...spansOf(body));
    response.end();
  };
  const server = createServer((request, response) => void receive(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    text: () => Buffer.concat(bodies).toString("latin1"),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The numbers are those of `opentelemetry/proto/trace/v1/trace.proto`. */
function spansOf(request: Buffer): readonly ReceivedSpan[] {
  return bytesOf(request, 1).flatMap((resourceSpans) => {
    const resource = bytesOf(resourceSpans, 1).flatMap((message) => bytesOf(message, 1));
    const service = resource.find((attribute) => textOf(attribute, 1) === "service.name");
    const value = bytesOf(service ?? Buffer.alloc(0), 2)[0] ?? Buffer.alloc(0);
    return bytesOf(resourceSpans, 2)
      .flatMap((scopeSpans) => bytesOf(scopeSpans, 2))
      .map((span) => ({
        service: textOf(value, 1),
        name: textOf(span, 5),
        traceId: hexOf(span, 1),
        spanId: hexOf(span, 2),
        parentSpanId: hexOf(span, 4),
        start: bytesOf(span, 7)[0]?.readBigUInt64LE() ?? 0n,
        end: bytesOf(span, 8)[0]?.readBigUInt64LE() ?? 0n,
      }));
  });
}

const textOf = (message: Buffer, field: number) => bytesOf(message, field)[0]?.toString() ?? "";
const hexOf = (message: Buffer, field: number) => bytesOf(message, field)[0]?.toString("hex") ?? "";

/** The values of a field of a protobuf message that are not numbers of variable length. */
function bytesOf(message: Buffer, field: number): readonly Buffer[] {
  const values: Buffer[] = [];
  let at = 0;
  const readNumber = () => {
    let number = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      number += (byte % 128) * scale;
      if (byte < 128) return number;
    }
  };
  while (at < message.length) {
    const tag = readNumber();
    const type = tag % 8;
    if (type === 0) readNumber();
    else {
      const length = FIXED_BYTES.get(type) ?? readNumber();
      if (Math.floor(tag / 8) === field) values.push(message.subarray(at, at + length));
      at += length;
    }
  }
  return values;
}

/** By wire type; the others tell their length. */
const FIXED_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [5, 4],
]);
