import { markExact } from "./exact-json.ts";

/**
 * A kind of socket whose messages are read with `reviveExact`, by whoever listens as `graphql-ws` does. Made once it is
 * needed: tests have no sockets.
 */
export function exactSocket(): typeof WebSocket {
  return class extends WebSocket {
    override set onmessage(listener: ((event: MessageEvent) => void) | null) {
      super.onmessage =
        listener &&
        ((event: MessageEvent) =>
          listener(
            typeof event.data === "string"
              ? new MessageEvent("message", { data: markExact(event.data) })
              : event,
          ));
    }
  };
}
