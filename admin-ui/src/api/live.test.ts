import { afterEach, expect, test, vi } from "vitest";

type Sink = { next: (answer: unknown) => void };
type Fake = { sinks: Set<Sink>; isDisposed: boolean };

const clients: Fake[] = vi.hoisted(() => []);
vi.mock("graphql-ws", () => ({
  createClient: () => {
    const fake: Fake = { sinks: new Set(), isDisposed: false };
    clients.push(fake);
    return {
      subscribe: (_: unknown, sink: Sink) => {
        fake.sinks.add(sink);
        return () => fake.sinks.delete(sink);
      },
      dispose: () => {
        fake.isDisposed = true;
      },
    };
  },
}));
vi.stubGlobal("window", { location: { href: "http://localhost/admin" } });
vi.stubGlobal("WebSocket", class {});
const { closeSocket, reopenSocket, subscribe } = await import("./live.ts");

afterEach(() => {
  closeSocket();
  clients.length = 0;
});

test("whoever looks at the page from now on is told, and nobody hears what the one before them was told", () => {
  const heard: unknown[] = [];
  const end = subscribe({ toString: () => "subscription { a }" }, {}, { onData: (data) => heard.push(data) });
  const [before] = [...(clients[0]?.sinks ?? [])];
  reopenSocket();
  expect(clients[0]).toMatchObject({ isDisposed: true, sinks: new Set() });
  expect(clients).toHaveLength(2);
  for (const sink of clients[1]?.sinks ?? []) sink.next({ data: "new" });
  expect(before).toBeDefined();
  expect(heard).toEqual(["new"]);
  end();
  expect(clients[1]?.sinks.size).toBe(0);
});

test("what has ended does not begin again", () => {
  subscribe({ toString: () => "subscription { a }" }, {}, { onData: () => undefined })();
  reopenSocket();
  expect(clients).toHaveLength(1);
});
